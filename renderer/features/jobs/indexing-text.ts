import type { QueueSummary } from '../../../electron/contract/jobs.ts';
import { countText } from '../../lib/count-text.ts';

/** "Indexing: 3 videos left · 42 × real time · about 2 min left"; null when nothing waits or runs. */
export function indexingText({ jobs, countByState, isPaused }: QueueSummary): string | null {
  const pending = jobs.filter(({ state }) => state === 'queued' || state === 'running');
  const pendingCount = countByState.queued + countByState.running;
  if (pendingCount === 0) {
    return null;
  }
  // A video has two passes. The list may be cut short; then only the passes can be counted.
  const isWhole = pending.length === pendingCount;
  const left = isWhole
    ? countText(new Set(pending.map(({ videoId }) => videoId)).size, 'video')
    : countText(pendingCount, 'pass', 'passes');
  if (isPaused) {
    return `Indexing is paused: ${left} left`;
  }
  return [`Indexing: ${left} left`, speedText(pending), isWhole ? remainingText(pending) : null]
    .filter((part) => part !== null)
    .join(' · ');
}

type Job = QueueSummary['jobs'][number];

/** What runs side by side adds up. */
function speedText(pending: readonly Job[]): string | null {
  const factors = pending.filter(({ state }) => state === 'running').map(({ realTimeFactor }) => realTimeFactor ?? 0);
  const factor = factors.reduce((sum, value) => sum + value, 0);
  return factor > 0 ? `${factor >= 10 ? Math.round(factor) : factor.toFixed(1)} × real time` : null;
}

/** Only where every job knows its own: a sum of some would promise too much. */
function remainingText(pending: readonly Job[]): string | null {
  let totalSeconds = 0;
  for (const { remainingSeconds } of pending) {
    if (remainingSeconds === null) {
      return null;
    }
    totalSeconds += remainingSeconds;
  }
  if (totalSeconds < 60) {
    return 'less than a minute left';
  }
  const minutes = Math.round(totalSeconds / 60);
  return minutes < 120 ? `about ${minutes} min left` : `about ${Math.round(minutes / 60)} h left`;
}
