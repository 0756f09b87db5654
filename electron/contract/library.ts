import { z } from 'zod';
import { wireErrorSchema } from './errors.ts';
import { folderIdSchema, rootIdSchema, videoIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';
import { chosenPlaceSchema } from './places.ts';
import { spriteLayoutSchema } from './timeline.ts';

export const passSchema = z.enum(['key-frames', 'full']);
export type Pass = z.infer<typeof passSchema>;

export const videoStateSchema = z.enum(['new', 'queued', 'indexing', 'searchable', 'done', 'failed']);
export type VideoState = z.infer<typeof videoStateSchema>;

export const videoSummarySchema = z.object({
  videoId: videoIdSchema,
  title: z.string(),
  durationSeconds: z.number().nonnegative().nullable(),
  widthPixels: z.int().nonnegative().nullable(),
  heightPixels: z.int().nonnegative().nullable(),
  codec: z.string().nullable(),
  rate: z.object({ num: z.int(), den: z.int() }).nullable(),
  isVariableRate: z.boolean(),
  startTimecode: z.string().nullable(),
  state: videoStateSchema,
  isOffline: z.boolean(),
  failure: wireErrorSchema.nullable(),
  /** Files that hold this content; 0 when the only one was overwritten with something else. */
  copyCount: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  addedAtMs: z.int().nonnegative(),
  /** When the file was last written: for footage, mostly when it was recorded. */
  modifiedAtMs: z.int().nonnegative().nullable(),
  /** Null while there is no sprite sheet. */
  sprite: spriteLayoutSchema.nullable(),
});
export type VideoSummary = z.infer<typeof videoSummarySchema>;

export const rootSummarySchema = z.object({
  rootId: rootIdSchema,
  title: z.string(),
  isOffline: z.boolean(),
  videoCount: z.int().nonnegative(),
});

/** A folder below a root, as the tree of the library draws it. */
export const folderSummarySchema = z.object({
  folderId: folderIdSchema,
  /** Null for a root itself. */
  parentId: folderIdSchema.nullable(),
  rootId: rootIdSchema,
  title: z.string(),
  /** Videos in it and below it. */
  videoCount: z.int().nonnegative(),
  isOffline: z.boolean(),
});
export type FolderSummary = z.infer<typeof folderSummarySchema>;

export const videoOrderSchema = z.enum(['title', 'added', 'modified', 'duration', 'size', 'state']);
export type VideoOrder = z.infer<typeof videoOrderSchema>;

/** Which videos of the library; what is null does not narrow. */
export const videoFilterSchema = z.object({
  /** Letters that the name holds, in any case. */
  name: z.string().max(200).nullable().default(null),
  folderId: folderIdSchema.nullable().default(null),
  states: z.array(videoStateSchema).max(6).nullable().default(null),
  isOffline: z.boolean().nullable().default(null),
  minDurationSeconds: z.number().nonnegative().nullable().default(null),
  maxDurationSeconds: z.number().nonnegative().nullable().default(null),
  /** Files last written at or after, and before. */
  fromMs: z.int().nonnegative().nullable().default(null),
  untilMs: z.int().nonnegative().nullable().default(null),
});
export type VideoFilter = z.input<typeof videoFilterSchema>;

/** One file that a scan or an indexing run met, for reports. Only the CLI and the host turn ids into paths. */
export const scanReportSchema = z.object({
  rootId: rootIdSchema,
  addedCount: z.int(),
  changedCount: z.int(),
  movedCount: z.int(),
  duplicateCount: z.int(),
  offlineCount: z.int(),
  unchangedCount: z.int(),
  /** Files and folders that could not be taken; the log and the command line say which, and why. */
  unreadableCount: z.int(),
});
export type ScanReport = z.infer<typeof scanReportSchema>;

export const libraryMethods = {
  /** A window of the library, as a list that is scrolled asks for it. */
  'library.list': defineMethod({
    params: z.object({
      offset: z.int().nonnegative().default(0),
      limit: z.int().min(1).max(1000).default(200),
      order: videoOrderSchema.default('title'),
      isDescending: z.boolean().default(false),
      filter: videoFilterSchema.prefault({}),
    }),
    progress: z.never(),
    result: z.object({
      videos: z.array(videoSummarySchema),
      /** Of all that the filter lets through. */
      totalCount: z.int(),
      /** Of the whole library, whatever the filter. */
      countByState: z.record(videoStateSchema, z.int().nonnegative()),
      offlineCount: z.int().nonnegative(),
      roots: z.array(rootSummarySchema),
    }),
  }),
  'library.folders': defineMethod({
    params: z.object({}),
    progress: z.never(),
    /** Parents before their children; folders without a video are left out. */
    result: z.object({ folders: z.array(folderSummarySchema).max(20_000) }),
  }),
  /**
   * A long call: says at once, and then at most four times a second, that the library has changed. `revision` rises
   * with every change of videos, roots or states; whoever shows a part of the library asks for it again.
   */
  'library.watch': defineMethod({
    params: z.object({}),
    progress: z.object({ revision: z.int().nonnegative() }),
    result: z.object({}),
  }),
  'library.show': defineMethod({
    params: z.object({ videoId: videoIdSchema }),
    progress: z.never(),
    result: videoSummarySchema,
  }),
  /** The one door by which a place enters, with the two of relinking. Progress counts files seen. */
  'library.add': defineMethod({
    params: z.object({ place: chosenPlaceSchema }),
    progress: z.object({ doneCount: z.int() }),
    result: scanReportSchema,
  }),
  /** Draws the demo clips beside the library and adds them. */
  'library.addDemo': defineMethod({
    params: z.object({}),
    progress: z.object({ doneCount: z.int(), totalCount: z.int() }),
    result: scanReportSchema,
  }),
  'library.rescan': defineMethod({
    params: z.object({ rootId: rootIdSchema }),
    progress: z.object({ doneCount: z.int() }),
    result: scanReportSchema,
  }),
  'library.relinkRoot': defineMethod({
    params: z.object({ rootId: rootIdSchema, place: chosenPlaceSchema }),
    progress: z.object({ doneCount: z.int() }),
    result: scanReportSchema,
  }),
  /** The file must have the same content fingerprint, otherwise `bad-request`. */
  'library.relinkVideo': defineMethod({
    params: z.object({ videoId: videoIdSchema, place: chosenPlaceSchema }),
    progress: z.never(),
    result: videoSummarySchema,
  }),
  /** Forgets a folder with what only it holds. The footage is not touched. */
  'library.removeRoot': defineMethod({
    params: z.object({ rootId: rootIdSchema }),
    progress: z.never(),
    result: z.object({ videoCount: z.int().nonnegative() }),
  }),
  /** Forgets videos; scans leave their files out until the folder is added anew. The footage is not touched. */
  'library.removeVideos': defineMethod({
    params: z.object({ videoIds: z.array(videoIdSchema).min(1).max(1000) }),
    progress: z.never(),
    result: z.object({ videoCount: z.int().nonnegative() }),
  }),
  /** Queues failed or done videos again. */
  'library.retry': defineMethod({
    params: z.object({ videoId: videoIdSchema }),
    progress: z.never(),
    result: videoSummarySchema,
  }),
};
