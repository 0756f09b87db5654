import type { QueueSummary } from '../contract/jobs.ts';

export interface WorkShare {
  readonly isIndexing: boolean;
  /** How far the running jobs are together, 0 to 1; null while none of them knows how long it is. */
  readonly doneShare: number | null;
}

/** What the desktop shows of the queue: whether it must not fall asleep, and how long the bar is. */
export function workShareOf({ jobs, countByState, isPaused }: QueueSummary): WorkShare {
  const running = jobs.filter(({ state }) => state === 'running');
  let doneSeconds = 0;
  let totalSeconds = 0;
  for (const job of running) {
    if (job.totalSeconds !== null) {
      totalSeconds += job.totalSeconds;
      doneSeconds += Math.min(job.doneSeconds, job.totalSeconds);
    }
  }
  // Between two jobs nothing runs for a moment: what waits for its turn counts.
  const isWaiting = !isPaused && (countByState.queued ?? 0) > 0;
  return {
    isIndexing: running.length > 0 || isWaiting,
    doneShare: totalSeconds > 0 ? doneSeconds / totalSeconds : null,
  };
}
