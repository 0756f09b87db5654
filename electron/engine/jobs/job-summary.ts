import type { JobSummary } from '../../contract/jobs.ts';
import type { JobRow } from '../store/queries/job.ts';
import type { ProgressFigures } from './job-progress.ts';

/** The row of a job in the words of the contract; a running one with the figures of its attempt. */
export function summaryOf(row: JobRow, live: ProgressFigures | null): JobSummary {
  const { jobId, videoId, title, kind, state, priority, attemptCount, error } = row;
  const base = { jobId, videoId, title, kind, state, priority, attemptCount, error };
  if (live !== null && live.stage !== null) return { ...base, ...live };
  return {
    ...base,
    stage: state === 'running' ? row.stage : null,
    doneSeconds: row.doneSeconds,
    totalSeconds: row.totalSeconds,
    realTimeFactor: row.workSeconds > 0 && row.doneSeconds > 0 ? row.doneSeconds / row.workSeconds : null,
    remainingSeconds: null,
  };
}
