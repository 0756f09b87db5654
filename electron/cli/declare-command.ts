import { type Command, InvalidArgumentError } from 'commander';
import type { RunCommand } from './command-context.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly library?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Runs a command with what every command is given, and keeps its exit code. */
export type Start = (options: CommonOptions, run: RunCommand) => Promise<void>;

/** Adds the options that every command has. */
export function command(program: Command, declaration: string): Command {
  return program
    .command(declaration)
    .exitOverride()
    .option('--library <dir>', "the library's folder (default: the platform's data folder)")
    .option('--json', 'exactly one JSON document on standard output, written at the end')
    .option('--quiet', 'no progress');
}

export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

export function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  }
  return value;
}

export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('It must be a number of seconds from 0 on.');
  }
  return value;
}

export function oneOf<T extends string>(...allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((value) => value === text);
    if (found === undefined) {
      throw new InvalidArgumentError(`It must be one of ${allowed.join(', ')}.`);
    }
    return found;
  };
}
