import { describe, expect, test } from 'vitest';
import { errorAdvice } from '../../../../electron/cli/error-advice.ts';
import { exitCodeOf, exitCodes } from '../../../../electron/cli/exit-codes.ts';
import { EngineError, errorCodeSchema, type ErrorCode } from '../../../../electron/contract/errors.ts';

const codeOf = (code: ErrorCode) => exitCodeOf(new EngineError(code, 'Words.'));

describe('exitCodeOf', () => {
  test('is 2 for what the caller can mend by calling differently', () => {
    for (const code of ['bad-request', 'not-found', 'library-busy', 'file-missing', 'permission-denied'] as const) {
      expect(codeOf(code), code).toBe(2);
    }
  });

  test('is 1 for what went wrong in here or around, and for bugs', () => {
    for (const code of ['internal', 'disk-full', 'library-corrupt', 'network', 'tool-missing'] as const) {
      expect(codeOf(code), code).toBe(1);
    }
    expect(exitCodeOf(new TypeError('x is not a function'))).toBe(1);
    expect(exitCodeOf('thrown text')).toBe(1);
  });

  test('is 130 for what was stopped, however it says so', () => {
    expect(codeOf('aborted')).toBe(130);
    expect(exitCodeOf(AbortSignal.abort().reason)).toBe(130);
  });

  test('never calls a failure done, nor takes it for files that failed', () => {
    for (const code of errorCodeSchema.options) {
      expect([exitCodes.internal, exitCodes.usage, exitCodes.interrupted]).toContain(codeOf(code));
    }
  });
});

describe('errorAdvice', () => {
  test('is a sentence, or nothing where the message says it all', () => {
    for (const [code, advice] of Object.entries(errorAdvice)) {
      expect(advice, code).toMatch(/^$|^[A-Z].*[.>`]$/);
    }
  });
});
