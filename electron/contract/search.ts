import { z } from 'zod';
import { channelIdSchema } from './channels.ts';
import { findingSchema } from './finding.ts';
import { correctionIdSchema, savedSearchIdSchema, videoIdSchema } from './ids.ts';
import { videoFilterSchema } from './library.ts';
import { defineMethod } from './method.ts';
import { missingChannelSchema, planAtomSchema, queryPlanSchema } from './plan.ts';
import { timeRangeSchema } from './time-range.ts';

/** Values 0..1, one a step; NaN is *unknown* (never decoded). A step holds the maximum in it, not a sample. */
export const evidenceCurveSchema = z.object({
  startSeconds: z.number().nonnegative(),
  stepSeconds: z.number().positive(),
  values: z.instanceof(Float32Array).refine((values) => values.length <= 4096, 'at most 4,096 steps'),
});
export type EvidenceCurve = z.infer<typeof evidenceCurveSchema>;

/** Why a hit is one: what a channel found of a part of the plan. */
export const reasonSchema = z.object({
  channel: channelIdSchema,
  atomId: z.string(),
  found: findingSchema,
  /** 0..1, the evidence of this atom inside the span. */
  strength: z.number().min(0).max(1),
});
export type Reason = z.infer<typeof reasonSchema>;

export const searchHitSchema = z.object({
  hitId: z.string(),
  videoId: videoIdSchema,
  /** Display name of the file, never a path. */
  title: z.string(),
  range: timeRangeSchema,
  /** 0..1; orders the hits of one query, not a probability. */
  score: z.number().min(0).max(1),
  /** Where the evidence is strongest: the poster to show. */
  bestSeconds: z.number().nonnegative(),
  /** How far the edges may be off while only the key-frame pass is done; 0 after the full pass. */
  edgeUncertaintySeconds: z.number().nonnegative(),
  reasons: z.array(reasonSchema),
  curve: evidenceCurveSchema,
  isOffline: z.boolean(),
  /** What a person has said about this moment for this query; `range` is then theirs, and not what was found. */
  correctionId: correctionIdSchema.nullable(),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const searchResultSchema = z.object({
  plan: queryPlanSchema,
  hits: z.array(searchHitSchema),
  /** Matches below the floor: counted, never dropped silently. */
  weakerCount: z.int().nonnegative(),
  missingChannels: z.array(missingChannelSchema),
  tookMs: z.number().nonnegative(),
});
export type SearchResult = z.infer<typeof searchResultSchema>;

export const searchQuerySchema = z.object({
  text: z.string().trim().min(1).max(500),
  limit: z.int().min(1).max(200).default(50),
  /** Atoms of the plan that the user has removed. */
  withoutAtoms: z.array(z.string()).max(100).default([]),
  withoutChannels: z.array(channelIdSchema).default([]),
  /** Score floor 0..1; hits below it are only counted. Null takes the built-in one. */
  floor: z.number().min(0).max(1).nullable().default(null),
  /** Only in these clips. */
  videoIds: z.array(videoIdSchema).min(1).max(1000).nullable().default(null),
  /** Only in clips that this lets through. */
  filter: videoFilterSchema.prefault({}),
});
export type SearchQuery = z.input<typeof searchQuerySchema>;

/** The evidence of one channel for one part of the plan, over a whole clip. */
export const evidenceLaneSchema = z.object({
  channel: channelIdSchema,
  atom: planAtomSchema,
  curve: evidenceCurveSchema,
});
export type EvidenceLane = z.infer<typeof evidenceLaneSchema>;

export const savedSearchSchema = z.object({
  savedSearchId: savedSearchIdSchema,
  name: z.string().max(200),
  text: z.string().max(500),
  savedAtMs: z.int().nonnegative(),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;

const searchMemory = z.object({
  saved: z.array(savedSearchSchema),
  /** Newest first, each text once, at most 100. */
  recent: z.array(z.object({ text: z.string(), askedAtMs: z.int().nonnegative() })),
});
export type SearchMemory = z.infer<typeof searchMemory>;

export const searchMethods = {
  /** Moments that match a text, best first. Progress counts candidate windows. */
  'search.query': defineMethod({
    params: searchQuerySchema,
    progress: z.object({ doneCount: z.int(), totalCount: z.int() }),
    result: searchResultSchema,
  }),
  /** How a text is understood, without searching. */
  'search.plan': defineMethod({
    params: z.object({ text: z.string().trim().min(1).max(500) }),
    progress: z.never(),
    result: queryPlanSchema,
  }),
  /** What the query is answered from in one clip: the fused curve and a lane for each channel and part of the plan. */
  'search.evidence': defineMethod({
    params: searchQuerySchema
      .pick({ text: true, withoutAtoms: true, withoutChannels: true })
      .extend({ videoId: videoIdSchema }),
    progress: z.never(),
    result: z.object({ fused: evidenceCurveSchema, lanes: z.array(evidenceLaneSchema).max(64) }),
  }),
  /** What the text so far may become: searches of before, saved ones, words that something here understands. */
  'search.suggest': defineMethod({
    params: z.object({ text: z.string().max(500), limit: z.int().min(1).max(20).default(8) }),
    progress: z.never(),
    result: z.object({
      suggestions: z.array(
        z.object({ text: z.string(), kind: z.enum(['saved', 'recent', 'word', 'name', 'example']) }),
      ),
    }),
  }),
  'search.memory': defineMethod({ params: z.object({}), progress: z.never(), result: searchMemory }),
  /** Remembers a text that was asked. */
  'search.remember': defineMethod({
    params: z.object({ text: z.string().trim().min(1).max(500) }),
    progress: z.never(),
    result: searchMemory,
  }),
  'search.forgetRecent': defineMethod({ params: z.object({}), progress: z.never(), result: searchMemory }),
  'search.save': defineMethod({
    params: z.object({ text: z.string().trim().min(1).max(500), name: z.string().trim().max(200) }),
    progress: z.never(),
    result: searchMemory,
  }),
  'search.removeSaved': defineMethod({
    params: z.object({ savedSearchId: savedSearchIdSchema }),
    progress: z.never(),
    result: searchMemory,
  }),
};
