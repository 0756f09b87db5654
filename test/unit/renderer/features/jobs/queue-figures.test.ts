import { describe, expect, test } from 'vitest';
import { countOf, queueFigures } from '../../../../../renderer/features/jobs/queue-figures.ts';
import { jobOf, queueOf } from '../../../../helpers/queue-of.ts';

const running = (videoId: string, realTimeFactor: number | null, remainingSeconds: number | null) =>
  jobOf(videoId, { state: 'running', realTimeFactor, remainingSeconds });

describe('queueFigures', () => {
  test('are none when nothing waits or runs', () => {
    expect(queueFigures(queueOf([jobOf('v1', { state: 'done' }), jobOf('v2', { state: 'failed' })]))).toBeNull();
  });

  const bothPasses = [running('v1', 4, 30), jobOf('v1', { kind: 'full', remainingSeconds: 20 })];

  test.each([
    { name: 'nothing is measured yet', jobs: [running('v1', null, null), jobOf('v2')], told: [2, null, null] },
    { name: 'a video has both passes to go', jobs: bothPasses, told: [1, 4, 50] },
    { name: 'two run side by side', jobs: [running('v1', 30.5, 300), running('v2', 10.5, 420)], told: [2, 41, 720] },
    { name: 'some do not know how long they take', jobs: [running('v1', 30, 300), jobOf('v2')], told: [2, 30, null] },
  ])('when $name', ({ jobs, told: [count, realTimeFactor, remainingSeconds] }) => {
    expect(queueFigures(queueOf(jobs))).toEqual({
      left: { kind: 'videos', count },
      isPaused: false,
      realTimeFactor,
      remainingSeconds,
    });
  });

  test('of a list that was cut short are counted in passes, without a time', () => {
    const queue = queueOf([running('v1', 3, 30), jobOf('v2', { remainingSeconds: 1 })]);
    expect(queueFigures({ ...queue, jobs: queue.jobs.slice(0, 1) })).toMatchObject({
      left: { kind: 'passes', count: 2 },
      remainingSeconds: null,
    });
  });

  test('promise no speed while all is held', () => {
    expect(queueFigures(queueOf([running('v1', 3, 30)], true))).toMatchObject({
      isPaused: true,
      realTimeFactor: null,
      remainingSeconds: null,
    });
  });
});

test('filters count by state, also what is not listed', () => {
  const queue = queueOf([jobOf('v1'), jobOf('v2', { state: 'failed' }), jobOf('v3', { state: 'skipped' })]);
  expect(
    (['all', 'active', 'failed', 'over'] as const).map((filter) => countOf({ ...queue, jobs: [] }, filter)),
  ).toEqual([3, 1, 1, 1]);
});
