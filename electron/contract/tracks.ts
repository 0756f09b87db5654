import { z } from 'zod';
import { followIdSchema, trackIdSchema, videoIdSchema } from './ids.ts';
import { boxSchema, timeRangeSchema } from './time-range.ts';
import { trackKeyBlockSchema } from './track-keys.ts';

/** A track's label: a class of the detector ("person") or a person's own word. */
export const trackLabelSchema = z.string().trim().min(1).max(80);

/**
 * Where a followed thing was at one moment. Between two keys the box is joined linearly; from a `lost` key to the next
 * one nothing is claimed about it.
 */
export const trackKeySchema = z
  .object({
    timeSeconds: z.number().nonnegative(),
    /** From 0, of the frame that is shown at `timeSeconds`. */
    frameIndex: z.int().nonnegative(),
    box: boxSchema,
    /** 0..1: how sure the tracker is that this is the thing; 1 where a person drew it. */
    confidence: z.number().min(0).max(1),
    state: z.enum(['tracked', 'lost']),
    /** Drawn or moved by a person: obeyed exactly, never overwritten by tracking. */
    isByHand: z.boolean(),
    /** What a machine had said there before a person corrected it. */
    replacedBox: boxSchema.optional(),
  })
  .readonly();
export type TrackKey = z.infer<typeof trackKeySchema>;

/** `indexed`: found while indexing; `followed`: from a box that a person drew; `imported`: from a file. */
export const trackOriginSchema = z.enum(['indexed', 'followed', 'imported']);

/** One thing through time in one video. */
export const trackSchema = z
  .object({
    trackId: trackIdSchema,
    videoId: videoIdSchema,
    /** A class of the detector ("person") or a person's own word. */
    label: trackLabelSchema,
    origin: trackOriginSchema,
    /** From the first key on, half-open; it ends with the frame of the last key. */
    range: timeRangeSchema,
    /** Rising in time, at least one. */
    keys: z.array(trackKeySchema).min(1).max(200_000),
  })
  .readonly();
export type Track = z.infer<typeof trackSchema>;

/** A track without its keys: they lie in the block of the set that it belongs to. */
export const trackHeadSchema = z
  .object({
    trackId: trackIdSchema,
    label: trackLabelSchema,
    origin: trackOriginSchema,
    range: timeRangeSchema,
    /** Whether a person has changed what indexing found. */
    isCorrected: z.boolean(),
    /** Rises with each change of the track; 0 for what is as indexing found it. */
    revision: z.int().nonnegative(),
    /** What gave the boxes: a tracker or detector with its revision, the format of a file, or null when unknown. */
    trackerId: z.string().max(80).nullable(),
    /** How many of the set's keys are this track's. They follow those of the track before it. */
    keyCount: z.int().nonnegative(),
  })
  .readonly();
export type TrackHead = z.infer<typeof trackHeadSchema>;

/** Tracks of one video with all their keys in one block. */
export const trackSetSchema = z
  .object({ tracks: z.array(trackHeadSchema).max(10_000), keys: trackKeyBlockSchema })
  .refine(
    ({ tracks, keys }) => tracks.reduce((sum, { keyCount }) => sum + keyCount, 0) === keys.timesSeconds.length,
    'the key counts of the tracks must add up to the keys',
  )
  .readonly();
export type TrackSet = z.infer<typeof trackSetSchema>;

/** What a change did. `tracks.restore` with `replaces: after` and `set: before` undoes it, and answers what does it again. */
export const trackChangeSchema = z.object({ before: trackSetSchema, after: trackSetSchema });
export type TrackChange = z.infer<typeof trackChangeSchema>;

const oneTrack = { trackId: trackIdSchema };

/** A frame of the video: `frameIndex` null asks the engine to look for the one that is shown then. */
const moment = { timeSeconds: z.number().nonnegative(), frameIndex: z.int().nonnegative().nullable().default(null) };

/** What a person changes. Boxes by hand are kept to the digit that a 32-bit float holds. */
export const trackEditSchema = z.discriminatedUnion('kind', [
  /** A new track of one box, that is not followed. */
  z.object({ kind: z.literal('draw'), label: trackLabelSchema, ...moment, box: boxSchema }),
  /** Moves, resizes or adds: the box at this moment is this one from now on. */
  z.object({
    kind: z.literal('set-key'),
    ...oneTrack,
    ...moment,
    box: boxSchema,
    state: z.enum(['tracked', 'lost']).default('tracked'),
  }),
  /** The key nearest to a moment, at most 1 ms away; the last key of a track cannot go. */
  z.object({ kind: z.literal('delete-key'), ...oneTrack, timeSeconds: z.number().nonnegative() }),
  /** The track is cut or lengthened (the box at its end is held) to a range. */
  z.object({ kind: z.literal('set-range'), ...oneTrack, range: timeRangeSchema }),
  /** The part from this moment on becomes a track of its own. */
  z.object({ kind: z.literal('split'), ...oneTrack, timeSeconds: z.number().nonnegative() }),
  /** The keys of both become the first one's; where both have some, by hand wins, then the surer one. */
  z.object({ kind: z.literal('join'), ...oneTrack, otherTrackId: trackIdSchema }),
  z.object({ kind: z.literal('rename'), ...oneTrack, label: trackLabelSchema }),
  z.object({ kind: z.literal('delete'), ...oneTrack }),
]);
export type TrackEdit = z.infer<typeof trackEditSchema>;

/** A box that a person corrected, or a whole track that is not there: rewards are computed from these. */
export const boxCorrectionSchema = z.object({
  videoId: videoIdSchema,
  trackId: trackIdSchema,
  kind: z.enum(['moved', 'not-there', 'track-deleted']),
  label: z.string(),
  timeSeconds: z.number().nonnegative(),
  before: boxSchema,
  /** Null where there is nothing. */
  after: boxSchema.nullable(),
  origin: trackOriginSchema,
  trackerId: z.string().nullable(),
  changedAtMs: z.int().nonnegative(),
});
export type BoxCorrection = z.infer<typeof boxCorrectionSchema>;

export const trackerChoiceSchema = z.enum(['auto', 'filter', 'nano']);
export type TrackerChoice = z.infer<typeof trackerChoiceSchema>;

/** A box by hand from which a thing is followed. */
export const seedSchema = z.object({ timeSeconds: z.number().nonnegative(), box: boxSchema }).readonly();
export type Seed = z.infer<typeof seedSchema>;

export const followStateSchema = z.enum(['queued', 'running', 'paused', 'done', 'cancelled', 'failed']);
export type FollowState = z.infer<typeof followStateSchema>;

/** How far following one thing has come. */
export const followSummarySchema = z.object({
  followId: followIdSchema,
  videoId: videoIdSchema,
  title: z.string(),
  /** Where its boxes are kept; there from the beginning. */
  trackId: trackIdSchema,
  label: z.string(),
  state: followStateSchema,
  /** Media seconds. */
  doneSeconds: z.number().nonnegative(),
  totalSeconds: z.number().nonnegative().nullable(),
  /** Media seconds followed a second of work; null until measured. */
  realTimeFactor: z.number().nonnegative().nullable(),
  remainingSeconds: z.number().nonnegative().nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type FollowSummary = z.infer<typeof followSummarySchema>;

export const trackFormatSchema = z.enum(['json', 'mot', 'coco', 'dive', 'viame', 'cvat']);
export type TrackFormat = z.infer<typeof trackFormatSchema>;
