import { z } from 'zod';
import { colourNameSchema } from './colours.ts';
import {
  actionSchema,
  cameraMoveSchema,
  cutSchema,
  lightSchema,
  pictureMotionSchema,
  placeSchema,
  postureSchema,
  relationSchema,
  sizeSchema,
} from './plan.ts';

const share = z.number().min(0).max(1);

/** One thing of the index through time. */
const foundTrackSchema = z.object({ className: z.string(), trackNumber: z.int().positive() }).readonly();
export type FoundTrack = z.infer<typeof foundTrackSchema>;

/** What the shape of a person's box says about a posture that was asked for. */
export const postureVerdictSchema = z.enum(['fits', 'unknown', 'differs']);
export type PostureVerdict = z.infer<typeof postureVerdictSchema>;

/**
 * What a channel found of one part of the query inside a span: a code and its values, never words. `electron/words` says
 * it in a language; a code without words there does not compile.
 */
export const findingSchema = z.discriminatedUnion('code', [
  /** Things seen at once, with what was asked of them. `bestScore` is the detector's, of the surest one. */
  z.object({
    code: z.literal('things'),
    things: z.array(z.object({ className: z.string(), count: z.int().min(1) })).min(1),
    colour: colourNameSchema.nullable(),
    size: sizeSchema.nullable(),
    place: placeSchema.nullable(),
    posture: z.object({ asked: postureSchema, verdict: postureVerdictSchema }).nullable(),
    bestScore: share,
  }),
  /** The largest share of the picture that has the colour. */
  z.object({ code: z.literal('colour'), colour: colourNameSchema, share }),
  /** Brightness, contrast (of the possible) or colourfulness, whichever the kind of light is about, 0..1. */
  z.object({ code: z.literal('light'), light: lightSchema, level: share }),
  /** `ratePerSecond`: share of the width, height or size that the picture moves by; null for what has no rate. */
  z.object({
    code: z.literal('camera'),
    move: cameraMoveSchema,
    ratePerSecond: z.number().nonnegative().nullable(),
  }),
  /** `share` of the whole picture, or of `place` where one was asked for; null where nothing moves. */
  z.object({
    code: z.literal('motion'),
    motion: pictureMotionSchema,
    place: placeSchema.nullable(),
    isPlaceAsked: z.boolean(),
    share: share.nullable(),
  }),
  z.object({ code: z.literal('action'), action: actionSchema, who: foundTrackSchema }),
  z.object({ code: z.literal('relation'), relation: relationSchema, who: foundTrackSchema, whom: foundTrackSchema }),
  z.object({
    code: z.literal('cut'),
    cut: cutSchema,
    atSeconds: z.number().nonnegative(),
    moreCount: z.int().nonnegative(),
  }),
  /** The line that holds the words, at most 120 characters. */
  z.object({ code: z.literal('spoken'), text: z.string().max(120) }),
  /** What a model has said of a shot, at most 120 characters. */
  z.object({ code: z.literal('described'), text: z.string().max(120) }),
  z.object({ code: z.literal('name'), words: z.array(z.string()) }),
  /** A person has marked this moment. */
  z.object({ code: z.literal('marked') }),
]);
export type Finding = z.infer<typeof findingSchema>;
export type FindingOf<C extends Finding['code']> = Extract<Finding, { code: C }>;
