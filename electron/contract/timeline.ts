import { z } from 'zod';
import { videoIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';
import { timeRangeSchema } from './time-range.ts';

/** Seconds from the first displayed frame, rising. */
const risingSeconds = (limit: number) =>
  z.instanceof(Float64Array).refine((values) => values.length <= limit, `at most ${limit} values`);

/** Where the small picture of a moment lies in the sprite sheet: tile k at column k mod columns, row k div columns. */
export const spriteLayoutSchema = z.object({
  columns: z.int().positive(),
  rows: z.int().positive(),
  tileCount: z.int().positive(),
  tileWidth: z.int().positive(),
  tileHeight: z.int().positive(),
  secondsPerTile: z.number().positive(),
});
export type SpriteLayout = z.infer<typeof spriteLayoutSchema>;

export const cueSchema = z.object({
  range: timeRangeSchema,
  text: z.string(),
  /** "sidecar:movie.en.srt" or "stream:3". */
  source: z.string(),
});
export type Cue = z.infer<typeof cueSchema>;

export const timelineMethods = {
  /** What a timeline draws of a video, besides what a query says about it. */
  'timeline.show': defineMethod({
    params: z.object({ videoId: videoIdSchema }),
    progress: z.never(),
    result: z.object({
      durationSeconds: z.number().nonnegative().nullable(),
      /** Where shots begin, the first at 0. Empty while nothing has been analysed. */
      shotStarts: risingSeconds(100_000),
      /** How far a cut may be off while only key frames have been looked at. */
      edgeUncertaintySeconds: z.number().nonnegative(),
      sprite: spriteLayoutSchema.nullable(),
      cueSources: z.array(z.object({ source: z.string(), language: z.string().nullable() })),
    }),
  }),
  'timeline.cues': defineMethod({
    params: z.object({ videoId: videoIdSchema, range: timeRangeSchema }),
    progress: z.never(),
    result: z.object({ cues: z.array(cueSchema).max(5000), isTruncated: z.boolean() }),
  }),
  /**
   * When the frames that begin in a range are shown, from the file itself; for footage whose frames do not come at
   * equal distances. Ranges of at most 120 s.
   */
  'timeline.frames': defineMethod({
    params: z.object({ videoId: videoIdSchema, range: timeRangeSchema }),
    progress: z.never(),
    result: z.object({ frameSeconds: risingSeconds(120_000) }),
  }),
};

export const playbackMethods = {
  /**
   * Makes what the page can play of a clip whose format it does not know: a proxy, H.264 or VP9, at most 1080 lines,
   * with the same times. Joins one that is being made; answers at once where it is there. Served at `/proxy/<videoId>`.
   */
  'playback.prepare': defineMethod({
    params: z.object({ videoId: videoIdSchema }),
    progress: z.object({
      /** 0..1 */
      doneShare: z.number().min(0).max(1),
      remainingSeconds: z.number().nonnegative().nullable(),
    }),
    result: z.object({ sizeBytes: z.int().nonnegative() }),
  }),
};
