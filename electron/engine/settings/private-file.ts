import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { EngineError } from '../../contract/errors.ts';

/** The text of a small file; null where there is none. Throws what the system says when it cannot be read. */
export function readPrivateFile(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Writes a small file that only this person may read (mode 0600 where there are modes), whole or not at all. Throws
 * EngineError `permission-denied` or `disk-full`.
 */
export function writePrivateFile(file: string, text: string): void {
  const part = `${file}.${String(process.pid)}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    // What an earlier run left would keep its own mode.
    rmSync(part, { force: true });
    writeFileSync(part, text, { flush: true, mode: 0o600, flag: 'wx' });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw asStorageError(error);
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

function asStorageError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EngineError('disk-full', 'It could not be kept: the disk is full.', { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new EngineError('permission-denied', 'It could not be kept: its folder may not be written.', {
      cause: error,
    });
  }
  return error;
}
