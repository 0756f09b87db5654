import type { z } from 'zod';
import { EngineError, wireErrorSchema } from '../../contract/errors.ts';
import type { WireError } from '../../contract/errors.ts';

/** The three columns in which a failure is kept. */
export interface StoredFailure {
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly failureDetailsJson: string | null;
}

/** Parses a kept failure. A code of another version of the program reads as `internal` and keeps its message. */
export function failureFrom({ failureCode, failureMessage, failureDetailsJson }: StoredFailure): WireError | null {
  if (failureCode === null) return null;
  const code = wireErrorSchema.shape.code.catch('internal').parse(failureCode);
  return { code, message: failureMessage ?? '', details: parseDetails(failureDetailsJson) };
}

function parseDetails(json: string | null): WireError['details'] {
  return json === null ? {} : parseStoredJson(json, wireErrorSchema.shape.details);
}

/** JSON that this program has written itself: anything else means a damaged library. */
export function parseStoredJson<Value>(json: string, schema: z.ZodType<Value>): Value {
  try {
    return schema.parse(JSON.parse(json));
  } catch (error) {
    throw new EngineError('library-corrupt', 'A row of the library cannot be read.', { cause: error });
  }
}
