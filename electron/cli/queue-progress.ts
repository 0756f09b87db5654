import type { QueueSummary } from '../contract/jobs.ts';
import type { ProgressLine } from './output.ts';

const stageWords = {
  probe: 'reading',
  subtitles: 'reading subtitles of',
  analyse: 'analysing',
  posters: 'drawing pictures of',
  finish: 'finishing',
} as const;

/** The queue as one line: what runs, how far, how fast, and how long still; null when nothing runs. */
export function queueProgress(queue: QueueSummary): ProgressLine | null {
  const running = queue.jobs.filter(({ state }) => state === 'running');
  const current = running[0];
  if (current === undefined) {
    return null;
  }
  const waitingCount = queue.countByState.queued ?? 0;
  const share =
    current.totalSeconds === null || current.totalSeconds === 0 ? null : current.doneSeconds / current.totalSeconds;
  const pass = current.kind === 'key-frames' ? ' (quick pass)' : '';
  return {
    label: `${stageWords[current.stage ?? 'probe']} ${current.title}${pass}`,
    doneShare: share,
    detail: current.realTimeFactor === null ? '' : `${current.realTimeFactor.toFixed(1)} × real time`,
    remainingSeconds: current.remainingSeconds,
    waitingCount,
  };
}
