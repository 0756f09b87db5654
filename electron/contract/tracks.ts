import { z } from 'zod';
import { trackIdSchema, videoIdSchema } from './ids.ts';
import { boxSchema, timeRangeSchema } from './time-range.ts';

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
  })
  .readonly();
export type TrackKey = z.infer<typeof trackKeySchema>;

/** One thing through time in one video. */
export const trackSchema = z
  .object({
    trackId: trackIdSchema,
    videoId: videoIdSchema,
    /** A class of the detector ("person") or a person's own word. */
    label: z.string().trim().min(1).max(80),
    /** `indexed`: found while indexing; `followed`: from a box that a person drew; `imported`: from a file. */
    origin: z.enum(['indexed', 'followed', 'imported']),
    /** From the first key on, half-open; it ends with the frame of the last key. */
    range: timeRangeSchema,
    /** Rising in time, at least one. */
    keys: z.array(trackKeySchema).min(1).max(200_000),
  })
  .readonly();
export type Track = z.infer<typeof trackSchema>;
