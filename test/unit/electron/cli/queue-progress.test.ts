import { describe, expect, test } from 'vitest';
import { queueProgress } from '../../../../electron/cli/queue-progress.ts';
import type { JobSummary, QueueSummary } from '../../../../electron/contract/jobs.ts';
import { jobIdSchema, videoIdSchema } from '../../../../electron/contract/ids.ts';

function job(changes: Partial<JobSummary>): JobSummary {
  return {
    jobId: jobIdSchema.parse('j1'),
    videoId: videoIdSchema.parse('v1'),
    title: 'a.mp4',
    kind: 'full',
    state: 'running',
    stage: 'analyse',
    priority: 0,
    doneSeconds: 30,
    totalSeconds: 120,
    realTimeFactor: 4.26,
    remainingSeconds: 21,
    attemptCount: 1,
    error: null,
    ...changes,
  };
}

function queue(jobs: readonly JobSummary[], queuedCount = 0): QueueSummary {
  const countByState = { queued: queuedCount, running: 0, paused: 0, done: 0, skipped: 0, failed: 0 };
  return { isPaused: false, jobs: [...jobs], countByState };
}

describe('queueProgress', () => {
  test('tells what runs, how far, how fast, how long still, and how many wait', () => {
    expect(queueProgress(queue([job({})], 3))).toEqual({
      label: 'analysing a.mp4',
      doneShare: 0.25,
      detail: '4.3 × real time',
      remainingSeconds: 21,
      waitingCount: 3,
    });
  });

  test('speaks of the first job that runs, not of those that wait, and says nothing when none does', () => {
    const waiting = job({ state: 'queued', title: 'first.mp4' });

    expect(queueProgress(queue([waiting, job({ title: 'second.mp4' }), job({ title: 'third.mp4' })]))).toMatchObject({
      label: 'analysing second.mp4',
      waitingCount: 0,
    });
    expect(queueProgress(queue([waiting, job({ state: 'paused' })]))).toBeNull();
    expect(queueProgress(queue([]))).toBeNull();
  });

  test('names the stage, and the quick pass as such; a job without a stage is being read', () => {
    const labels = [
      job({ stage: null }),
      job({ stage: 'subtitles' }),
      job({ stage: 'posters' }),
      job({ stage: 'finish', kind: 'key-frames' }),
    ].map((each) => queueProgress(queue([each]))?.label);

    expect(labels).toEqual([
      'reading a.mp4',
      'reading subtitles of a.mp4',
      'drawing pictures of a.mp4',
      'finishing a.mp4 (quick pass)',
    ]);
  });

  test('claims no share of an unknown or empty length, and no speed before one was measured', () => {
    const unmeasured = { realTimeFactor: null, remainingSeconds: null };

    for (const totalSeconds of [null, 0]) {
      expect(queueProgress(queue([job({ totalSeconds, ...unmeasured })]))).toMatchObject({
        doneShare: null,
        detail: '',
        remainingSeconds: null,
      });
    }
  });
});
