/** Three roles, three processes: stopping a chat never stops indexing. */
export type InferenceRole = 'interactive' | 'background' | 'language';

/** A message port to a process that may die. Both sides speak structured clone with binary. */
export interface InferencePort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also when it has gone already. */
  onExit(listener: (exit: { readonly code: number | null; readonly signal: string | null }) => void): void;
  kill(): void;
}

/** In Electron `main` implements it with utilityProcess; in Node it is `child_process.fork`. */
export type SpawnInference = (role: InferenceRole) => InferencePort;
