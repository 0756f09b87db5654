import type { FollowState, FollowSummary } from '../../../electron/contract/tracks.ts';
import type { JobState, JobSummary, QueueSummary } from '../../../electron/contract/jobs.ts';

/** What the line at the bottom says of the work that is left. */
export interface QueueFigures {
  /** Videos, or passes where the list was cut short and videos cannot be counted. A video has two passes. */
  readonly left: { readonly kind: 'videos' | 'passes'; readonly count: number };
  readonly isPaused: boolean;
  /** Of all that runs side by side; null while nothing was measured. */
  readonly realTimeFactor: number | null;
  /** Null unless every job knows its own: a sum of some would promise too much. */
  readonly remainingSeconds: number | null;
}

/** Null when nothing waits or runs. */
export function queueFigures({ jobs, countByState, isPaused }: QueueSummary): QueueFigures | null {
  const pending = jobs.filter(({ state }) => state === 'queued' || state === 'running');
  const pendingCount = countByState.queued + countByState.running;
  if (pendingCount === 0) {
    return null;
  }
  const isWhole = pending.length === pendingCount;
  const factor = pending
    .filter(({ state }) => state === 'running')
    .reduce((sum, { realTimeFactor }) => sum + (realTimeFactor ?? 0), 0);
  return {
    left: isWhole
      ? { kind: 'videos', count: new Set(pending.map(({ videoId }) => videoId)).size }
      : { kind: 'passes', count: pendingCount },
    isPaused,
    realTimeFactor: factor > 0 && !isPaused ? factor : null,
    remainingSeconds: isWhole && !isPaused ? remainingOf(pending) : null,
  };
}

function remainingOf(pending: readonly JobSummary[]): number | null {
  let total = 0;
  for (const { remainingSeconds } of pending) {
    if (remainingSeconds === null) {
      return null;
    }
    total += remainingSeconds;
  }
  return total;
}

/** Which jobs the tray lists. */
export const jobFilters = {
  all: ['running', 'queued', 'paused', 'failed', 'skipped', 'done'],
  active: ['running', 'queued', 'paused'],
  failed: ['failed'],
  over: ['done', 'skipped'],
} as const satisfies Record<string, readonly JobState[]>;
export type JobFilter = keyof typeof jobFilters;

export function countOf({ countByState }: QueueSummary, filter: JobFilter): number {
  return jobFilters[filter].reduce((sum, state) => sum + countByState[state], 0);
}

const followFilters = {
  all: ['running', 'queued', 'paused', 'failed', 'cancelled', 'done'],
  active: ['running', 'queued', 'paused'],
  failed: ['failed'],
  over: ['done', 'cancelled'],
} as const satisfies Record<JobFilter, readonly FollowState[]>;

/** Of what is followed, what the tray lists. */
export function followsOf(follows: readonly FollowSummary[], filter: JobFilter): readonly FollowSummary[] {
  const states: readonly FollowState[] = followFilters[filter];
  return follows.filter(({ state }) => states.includes(state));
}
