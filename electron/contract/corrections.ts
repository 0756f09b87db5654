import { z } from 'zod';
import { correctionIdSchema, videoIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';
import { timeRangeSchema } from './time-range.ts';

/**
 * What a person says about a moment that was found, or about one that was not: the rewards of the fine-tuning are
 * computed from these. `adjusted`: the moment is right and its edges are those of `corrected`; `right`, `wrong`: as
 * found; `missed`: nothing was found, and it is at `corrected`.
 */
export const correctionSchema = z.object({
  correctionId: correctionIdSchema,
  videoId: videoIdSchema,
  /** The query, as it was asked. */
  text: z.string().trim().min(1).max(500),
  verdict: z.enum(['adjusted', 'right', 'wrong', 'missed']),
  found: timeRangeSchema.nullable(),
  corrected: timeRangeSchema.nullable(),
  changedAtMs: z.int().nonnegative(),
});
export type Correction = z.infer<typeof correctionSchema>;

export const correctionMethods = {
  /** Keeps one; the one before about the same moment found by the same query is replaced. */
  'corrections.save': defineMethod({
    params: correctionSchema.omit({ correctionId: true, changedAtMs: true }),
    progress: z.never(),
    result: correctionSchema,
  }),
  'corrections.remove': defineMethod({
    params: z.object({ correctionId: correctionIdSchema }),
    progress: z.never(),
    result: z.object({}),
  }),
  'corrections.list': defineMethod({
    params: z.object({
      text: z.string().max(500).nullable().default(null),
      videoId: videoIdSchema.nullable().default(null),
    }),
    progress: z.never(),
    result: z.object({ corrections: z.array(correctionSchema).max(10_000) }),
  }),
};
