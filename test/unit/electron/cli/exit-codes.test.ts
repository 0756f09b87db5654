import { expect, test } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { exitCodeOf } from '../../../../electron/cli/exit-codes.ts';

test.each([
  [new EngineError('aborted', 'x'), 130],
  [new DOMException('x', 'AbortError'), 130],
  [new EngineError('bad-request', 'x'), 2],
  [new EngineError('library-busy', 'x'), 2],
  [new EngineError('tool-missing', 'x'), 1],
  [new TypeError('x'), 1],
])('%o ends with its stable code', (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});
