import type { z } from 'zod';
import { EngineError } from '../../../contract/errors.ts';

/** Throws EngineError `bad-request` with the first thing that does not fit. */
export function parseJson<S extends z.ZodType>(text: string, schema: S, what: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EngineError('bad-request', `This is no JSON: ${(error as Error).message}`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new EngineError(
      'bad-request',
      `These are no ${what}: ${issue.path.join('.') || 'the whole'}: ${issue.message}`,
    );
  }
  return parsed.data;
}
