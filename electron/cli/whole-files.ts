import { existsSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { EngineError } from '../contract/errors.ts';
import { resolveFromCaller } from './places.ts';

/** A file that the caller names; `-` is standard input. Throws `file-missing`, and `bad-request` for one that is too long. */
export async function readInput(from: string, longestBytes = Infinity): Promise<string> {
  if (from === '-') {
    return readAll(process.stdin);
  }
  const file = resolveFromCaller(from);
  try {
    if ((await stat(file)).size > longestBytes) {
      throw new EngineError('bad-request', `${file} is longer than the ${longestBytes} bytes that are taken.`);
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError('file-missing', `${file} cannot be read.`, { cause: error });
  }
}

/** Where to write; throws `bad-request` for a file that is there already, unless it may be overwritten. */
export function outputFile(out: string, isForced: boolean): string {
  const file = resolveFromCaller(out);
  if (existsSync(file) && !isForced) {
    throw new EngineError('bad-request', `${file} exists already; add --force to overwrite it.`);
  }
  return file;
}

/** Whole or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, text);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw new EngineError('permission-denied', `${file} cannot be written.`, { cause: error });
  }
}
