import { z } from 'zod';

/** What a part of a query is that nothing here understands, where the kind says all. */
export const ignoredKindSchema = z.enum([
  'verb',
  'adjective',
  'adverb',
  'relation',
  'direction',
  'symbol',
  /** Writing in the picture is not read. */
  'writing',
  /** Under `not`: nothing here can tell that it is absent. */
  'absence',
  'relative-date',
  'date-range',
  'duration',
  'second-size',
  'second-place',
  'size-of-unknown',
  'place-of-unknown',
  'count-of-unknown',
  'colour-of-unknown',
  'size-of-nothing',
  'place-of-nothing',
  'count-of-nothing',
]);
export type IgnoredKind = z.infer<typeof ignoredKindSchema>;

/** Why a part of a query is ignored: a code and its values. `electron/words` says it in a language. */
export const ignoredWhySchema = z.discriminatedUnion('code', [
  z.object({ code: ignoredKindSchema }),
  /** The detector knows the classes, not whether they are what the word says: a taxi is found as a car. */
  z.object({ code: z.literal('narrower'), classes: z.array(z.string()).min(1), word: z.string() }),
]);
export type IgnoredWhy = z.infer<typeof ignoredWhySchema>;
