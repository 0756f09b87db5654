import { EngineError, isAbort, type ErrorCode } from '../contract/errors.ts';

/** Stable: other programs call the command line. */
export const exitCodes = { done: 0, internal: 1, usage: 2, someFailed: 3, interrupted: 130 } as const;

/** What the caller can mend by calling differently. */
const usageCodes: ReadonlySet<ErrorCode> = new Set([
  'bad-request',
  'not-found',
  'library-busy',
  'library-newer',
  'file-missing',
  'permission-denied',
  'read-only',
  'model-missing',
  'unsupported-version',
]);

export function exitCodeOf(error: unknown): number {
  if (isAbort(error)) {
    return exitCodes.interrupted;
  }
  return error instanceof EngineError && usageCodes.has(error.code) ? exitCodes.usage : exitCodes.internal;
}
