import type { Output } from './output.ts';

/** What a command gets besides its arguments. */
export interface CommandContext {
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly libraryOption: string | undefined;
}

/** A command answers its exit code. */
export type RunCommand = (context: CommandContext) => Promise<number>;
