import { EngineError } from '../../contract/errors.ts';

/** Rethrows what the file system says about writing a model as an error that a person can act on. */
export function asStorageError(error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    throw new EngineError('no-space-for-model', 'The disk is full.', { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    throw new EngineError('permission-denied', 'The folder for models cannot be written.', { cause: error });
  }
  throw error;
}
