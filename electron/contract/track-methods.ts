import { z } from 'zod';
import { exportIdSchema, followIdSchema, trackIdSchema, videoIdSchema } from './ids.ts';
import { leftOutSchema } from './left-out.ts';
import { defineMethod } from './method.ts';
import { timeRangeSchema } from './time-range.ts';
import { trackKeyBlockSchema } from './track-keys.ts';
import {
  boxCorrectionSchema,
  followSummarySchema,
  seedSchema,
  trackChangeSchema,
  trackEditSchema,
  trackFormatSchema,
  trackLabelSchema,
  trackSetSchema,
  trackerChoiceSchema,
} from './tracks.ts';

/** Of a text that is read in; longer files are refused before anything is parsed. */
export const maxImportCharacters = 24 * 1024 * 1024;

const oneFollow = z.object({ followId: followIdSchema });
const followPreview = followSummarySchema.extend({
  /** Boxes since the last progress, rising in time within it; a backward stretch gives them last first. */
  keys: trackKeyBlockSchema,
});

export const trackMethods = {
  /**
   * Tracks of a video that touch a range (null: all of it), earliest first, each with its keys in the range and the
   * next one on either side. At most 2,000 tracks and 400,000 keys; `isTruncated` says that there are more.
   */
  'tracks.list': defineMethod({
    params: z.object({ videoId: videoIdSchema, range: timeRangeSchema.nullable().default(null) }),
    progress: z.never(),
    result: z.object({ revision: z.int().nonnegative(), set: trackSetSchema, isTruncated: z.boolean() }),
  }),
  /** A long call: tells at once and whenever tracks of the video have changed, in whatever window; ends when aborted. */
  'tracks.watch': defineMethod({
    params: z.object({ videoId: videoIdSchema }),
    progress: z.object({ videoId: videoIdSchema, revision: z.int().nonnegative() }),
    result: z.object({}),
  }),
  'tracks.edit': defineMethod({
    params: z.object({ videoId: videoIdSchema, edit: trackEditSchema }),
    progress: z.never(),
    result: trackChangeSchema,
  }),
  /**
   * Puts tracks back as they were: those of `replaces` go, those of `set` come. Throws `conflict`, and changes nothing,
   * when one of `replaces` is not at that revision any more.
   */
  'tracks.restore': defineMethod({
    params: z.object({
      videoId: videoIdSchema,
      replaces: z.array(z.object({ trackId: trackIdSchema, revision: z.int().nonnegative() })).max(10_000),
      set: trackSetSchema,
    }),
    progress: z.never(),
    result: trackChangeSchema,
  }),
  /** What people have corrected, newest first; null lists all videos. */
  'tracks.corrections': defineMethod({
    params: z.object({ videoId: videoIdSchema.nullable().default(null) }),
    progress: z.never(),
    result: z.object({ corrections: z.array(boxCorrectionSchema).max(20_000), isTruncated: z.boolean() }),
  }),
  /**
   * Follows a thing from one or more boxes by hand, as a job of its own that outlives this call: aborting the call only
   * stops telling. Progress carries the boxes as they come. Resolves when the job is done, cancelled, or paused by a
   * person; a track that was there before, with `trackId`, keeps its boxes by hand.
   */
  'tracks.follow': defineMethod({
    params: z.object({
      videoId: videoIdSchema,
      /** Null makes a new track. */
      trackId: trackIdSchema.nullable().default(null),
      label: trackLabelSchema.default('object'),
      seeds: z.array(seedSchema).min(1).max(200),
      isForward: z.boolean().default(true),
      isBackward: z.boolean().default(false),
      /** How far forward; null to the end of the video. */
      untilSeconds: z.number().nonnegative().nullable().default(null),
      /** How far backward; null to its beginning. */
      sinceSeconds: z.number().nonnegative().nullable().default(null),
      tracker: trackerChoiceSchema.default('auto'),
    }),
    progress: followPreview,
    result: followSummarySchema.extend({ change: trackChangeSchema }),
  }),
  /** A long call: every follow job of the library that is not over, and those that ended lately; for the tray. */
  'tracks.watchFollows': defineMethod({
    params: z.object({}),
    progress: z.object({ follows: z.array(followSummarySchema) }),
    result: z.object({}),
  }),
  'tracks.pauseFollow': defineMethod({ params: oneFollow, progress: z.never(), result: followSummarySchema }),
  'tracks.resumeFollow': defineMethod({ params: oneFollow, progress: z.never(), result: followSummarySchema }),
  /** What is followed so far is kept. */
  'tracks.cancelFollow': defineMethod({ params: oneFollow, progress: z.never(), result: followSummarySchema }),
  /** Writes a file that is fetched once from `/export/<exportId>` as a download. */
  'tracks.export': defineMethod({
    params: z.object({
      videoId: videoIdSchema,
      format: trackFormatSchema,
      /** Null writes all. */
      trackIds: z.array(trackIdSchema).max(10_000).nullable().default(null),
    }),
    progress: z.never(),
    result: z.object({
      exportId: exportIdSchema,
      fileName: z.string(),
      sizeBytes: z.int().nonnegative(),
      trackCount: z.int().nonnegative(),
      /** What the format cannot hold, in plain words. */
      leftOut: z.array(z.string()),
    }),
  }),
  'tracks.import': defineMethod({
    params: z.object({
      videoId: videoIdSchema,
      /** Null: told by what the text looks like. */
      format: trackFormatSchema.nullable().default(null),
      text: z.string().max(maxImportCharacters).regex(/\S/, 'an empty text'),
    }),
    progress: z.never(),
    result: z.object({
      format: trackFormatSchema,
      trackCount: z.int().nonnegative(),
      /** Which lines or tracks were left out, and why; at most 1,000. */
      leftOut: z.array(leftOutSchema).max(1000),
      change: trackChangeSchema,
    }),
  }),
};
