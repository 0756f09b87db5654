import { jobIdSchema, videoIdSchema } from '../../electron/contract/ids.ts';
import type { JobSummary, QueueSummary } from '../../electron/contract/jobs.ts';

/** A job that waits, with whatever a test cares about put over it. */
export function jobOf(videoId: string, over: Partial<JobSummary> = {}): JobSummary {
  const kind = over.kind ?? 'key-frames';
  return {
    jobId: jobIdSchema.parse(`${videoId}-${kind}`),
    videoId: videoIdSchema.parse(videoId),
    title: `${videoId}.mp4`,
    kind,
    state: 'queued',
    priority: 0,
    stage: null,
    doneSeconds: 0,
    totalSeconds: null,
    realTimeFactor: null,
    remainingSeconds: null,
    attemptCount: 0,
    error: null,
    ...over,
  };
}

/** The queue of these jobs, counted. */
export function queueOf(jobs: readonly JobSummary[], isPaused = false): QueueSummary {
  const countByState = { queued: 0, running: 0, paused: 0, done: 0, skipped: 0, failed: 0 };
  for (const { state } of jobs) {
    countByState[state] += 1;
  }
  return { jobs: [...jobs], countByState, isPaused };
}
