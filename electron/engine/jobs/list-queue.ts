import { jobStateSchema, type JobState, type JobSummary, type QueueSummary } from '../../contract/jobs.ts';
import type { ReadableDb } from '../store/database.ts';
import { countJobsByState, jobsInState } from '../store/queries/job.ts';
import { readSetting } from '../store/queries/setting.ts';
import type { ProgressFigures } from './job-progress.ts';
import { summaryOf } from './job-summary.ts';

/** Whether the whole queue is held, as a setting that outlives the process. */
export const queuePausedKey = 'queue-paused';

/** The order in which a list shows the states: what moves first, what is over last. */
const listOrder: readonly JobState[] = ['running', 'queued', 'paused', 'failed', 'skipped', 'done'];

export interface ListQueueOptions {
  readonly limit: number;
  /** Null lists all. What is counted stays the whole queue. */
  readonly states?: readonly JobState[] | null;
  /** Figures of the jobs that run in this process, by job key. */
  readonly liveFigures?: ReadonlyMap<number, () => ProgressFigures>;
}

/** The queue as it stands in the library; also beside another process that works on it. */
export function listQueue(db: ReadableDb, { limit, states = null, liveFigures }: ListQueueOptions): QueueSummary {
  const jobs: JobSummary[] = [];
  for (const state of listOrder.filter((one) => states === null || states.includes(one))) {
    if (jobs.length < limit) {
      const rows = jobsInState(db, state, limit - jobs.length);
      jobs.push(...rows.map((row) => summaryOf(row, liveFigures?.get(row.jobKey)?.() ?? null)));
    }
  }
  const counts = countJobsByState(db);
  const countByState = Object.fromEntries(
    jobStateSchema.options.map((state) => [state, counts.get(state) ?? 0]),
  ) as Record<JobState, number>;
  return { jobs, countByState, isPaused: readSetting(db, queuePausedKey) === '1' };
}
