import type { z } from 'zod';
import { describeMisfit } from './warnings.ts';

export type Parsed<T> =
  { readonly isFit: true; readonly value: T } | { readonly isFit: false; readonly problem: string };

/** Parses without ever throwing: a value nested deeper than the stack, or a getter that throws, is a misfit too. */
export function safeParse<S extends z.ZodType>(schema: S, value: unknown): Parsed<z.output<S>> {
  try {
    const parsed = schema.safeParse(value);
    return parsed.success
      ? { isFit: true, value: parsed.data }
      : { isFit: false, problem: describeMisfit(parsed.error) };
  } catch (error) {
    return { isFit: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
