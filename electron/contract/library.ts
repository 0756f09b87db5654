import { z } from 'zod';
import { rootIdSchema, videoIdSchema } from './ids.ts';
import { wireErrorSchema } from './errors.ts';
import { defineMethod } from './method.ts';

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
});
export type VideoSummary = z.infer<typeof videoSummarySchema>;

export const rootSummarySchema = z.object({
  rootId: rootIdSchema,
  title: z.string(),
  isOffline: z.boolean(),
  videoCount: z.int().nonnegative(),
});

/** One file that a scan or an indexing run met, for reports. Only the CLI and the host turn ids into paths. */
export const scanReportSchema = z.object({
  rootId: rootIdSchema,
  addedCount: z.int(),
  changedCount: z.int(),
  movedCount: z.int(),
  duplicateCount: z.int(),
  offlineCount: z.int(),
  unchangedCount: z.int(),
});
export type ScanReport = z.infer<typeof scanReportSchema>;

export const libraryMethods = {
  'library.list': defineMethod({
    params: z.object({ offset: z.int().nonnegative().default(0), limit: z.int().min(1).max(1000).default(200) }),
    progress: z.never(),
    result: z.object({ videos: z.array(videoSummarySchema), totalCount: z.int(), roots: z.array(rootSummarySchema) }),
  }),
  'library.show': defineMethod({
    params: z.object({ videoId: videoIdSchema }),
    progress: z.never(),
    result: videoSummarySchema,
  }),
  /** The one door by which a path enters, with `library.relink`. Progress counts files seen. */
  'library.add': defineMethod({
    params: z.object({ path: z.string().min(1).max(4096) }),
    progress: z.object({ doneCount: z.int() }),
    result: scanReportSchema,
  }),
  'library.rescan': defineMethod({
    params: z.object({ rootId: rootIdSchema }),
    progress: z.object({ doneCount: z.int() }),
    result: scanReportSchema,
  }),
  'library.relinkRoot': defineMethod({
    params: z.object({ rootId: rootIdSchema, path: z.string().min(1).max(4096) }),
    progress: z.object({ doneCount: z.int() }),
    result: scanReportSchema,
  }),
  /** The file must have the same content fingerprint, otherwise `bad-request`. */
  'library.relinkVideo': defineMethod({
    params: z.object({ videoId: videoIdSchema, path: z.string().min(1).max(4096) }),
    progress: z.never(),
    result: videoSummarySchema,
  }),
  /** Queues failed or done videos again. */
  'library.retry': defineMethod({
    params: z.object({ videoId: videoIdSchema }),
    progress: z.never(),
    result: videoSummarySchema,
  }),
};
