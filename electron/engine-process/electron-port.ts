/** A port of Electron's main or utility processes, as far as it is used here. */
export interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: PortEvent) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

export interface PortEvent {
  // Electron types both as `any`; whoever receives parses.
  readonly data: unknown;
  readonly ports: readonly ElectronPort[];
}

/** The port of a utility process to the process that started it. */
export interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: PortEvent) => void): unknown;
}

/** Only a utility process of Electron has one. */
export function parentPortOf(process: NodeJS.Process): ParentPort | null {
  return (process as { readonly parentPort?: ParentPort }).parentPort ?? null;
}
