import { z } from 'zod';
import { wireErrorSchema } from './errors.ts';
import { jobIdSchema, videoIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';

export const jobKindSchema = z.enum(['key-frames', 'full']);
export const jobStateSchema = z.enum(['queued', 'running', 'paused', 'done', 'skipped', 'failed']);
export type JobKind = z.infer<typeof jobKindSchema>;
export type JobState = z.infer<typeof jobStateSchema>;

export const jobStageSchema = z.enum(['probe', 'subtitles', 'analyse', 'posters', 'finish']);
export type JobStage = z.infer<typeof jobStageSchema>;

export const jobSummarySchema = z.object({
  jobId: jobIdSchema,
  videoId: videoIdSchema,
  title: z.string(),
  kind: jobKindSchema,
  state: jobStateSchema,
  priority: z.int(),
  stage: jobStageSchema.nullable(),
  /** Media seconds of the stage. */
  doneSeconds: z.number().nonnegative(),
  totalSeconds: z.number().nonnegative().nullable(),
  /** Media seconds analysed a second of work; null until measured. */
  realTimeFactor: z.number().nonnegative().nullable(),
  remainingSeconds: z.number().nonnegative().nullable(),
  attemptCount: z.int().nonnegative(),
  error: wireErrorSchema.nullable(),
});
export type JobSummary = z.infer<typeof jobSummarySchema>;

export const queueSummarySchema = z.object({
  jobs: z.array(jobSummarySchema),
  countByState: z.record(jobStateSchema, z.int()),
  isPaused: z.boolean(),
});
export type QueueSummary = z.infer<typeof queueSummarySchema>;

const oneJob = z.object({ jobId: jobIdSchema });

export const jobMethods = {
  'jobs.list': defineMethod({
    params: z.object({
      limit: z.int().min(1).max(1000).default(200),
      /** Only jobs in these states, for lists that the whole queue would not let through; null lists all. */
      states: z.array(jobStateSchema).min(1).max(6).nullable().default(null),
    }),
    progress: z.never(),
    result: queueSummarySchema,
  }),
  /** A long call: its progress carries the queue whenever it changes, at most ten a second; ends when aborted. */
  'jobs.watch': defineMethod({
    params: z.object({}),
    progress: queueSummarySchema,
    result: z.object({}),
  }),
  'jobs.pause': defineMethod({ params: oneJob, progress: z.never(), result: jobSummarySchema }),
  'jobs.resume': defineMethod({ params: oneJob, progress: z.never(), result: jobSummarySchema }),
  'jobs.cancel': defineMethod({ params: oneJob, progress: z.never(), result: jobSummarySchema }),
  'jobs.retry': defineMethod({ params: oneJob, progress: z.never(), result: jobSummarySchema }),
  'jobs.setPriority': defineMethod({
    params: z.object({ jobId: jobIdSchema, priority: z.int().min(-100).max(100) }),
    progress: z.never(),
    result: jobSummarySchema,
  }),
  'jobs.pauseAll': defineMethod({ params: z.object({}), progress: z.never(), result: queueSummarySchema }),
  'jobs.resumeAll': defineMethod({ params: z.object({}), progress: z.never(), result: queueSummarySchema }),
};
