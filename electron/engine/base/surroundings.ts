/** What the engine is given instead of looking it up: time, randomness, words for the log, and folders. */

export interface Clock {
  /** Milliseconds since 1970, for rows. */
  nowMs(): number;
  /** Monotonic milliseconds, for durations. */
  monotonicMs(): number;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, error: unknown, fields?: LogFields): void;
}

/** Absolute folders and files of one library. The footage itself is never among them. */
export interface LibraryPaths {
  readonly libraryFolder: string;
  readonly databaseFile: string;
  readonly pictureFolder: string;
  readonly modelFolder: string;
}

export interface Disposable {
  dispose(): void | Promise<void>;
}

export const systemClock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };

export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
