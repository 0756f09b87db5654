import { expect, test } from 'vitest';
import { indexingText } from '../../../../../renderer/features/jobs/indexing-text.ts';
import { jobOf, queueOf } from '../../../../helpers/queue-of.ts';

const running = (videoId: string, realTimeFactor: number | null, remainingSeconds: number | null) =>
  jobOf(videoId, { state: 'running', realTimeFactor, remainingSeconds });

test.each([
  ['nothing waits', [jobOf('v1', { state: 'done' }), jobOf('v2', { state: 'failed' })], null],
  ['nothing is measured yet', [running('v1', null, null), jobOf('v2')], 'Indexing: 2 videos left'],
  [
    'one video has both passes to go',
    [running('v1', 4.25, 30), jobOf('v1', { kind: 'full', remainingSeconds: 20 })],
    'Indexing: 1 video left · 4.3 × real time · less than a minute left',
  ],
  [
    'two run side by side',
    [running('v1', 30.4, 300), running('v2', 10.2, 420)],
    'Indexing: 2 videos left · 41 × real time · about 12 min left',
  ],
  [
    'some do not know how long they take',
    [running('v1', 30, 300), jobOf('v2')],
    'Indexing: 2 videos left · 30 × real time',
  ],
  ['it takes hours', [running('v1', 1, 10_000)], 'Indexing: 1 video left · 1.0 × real time · about 3 h left'],
] as const)('when %s', (_name, jobs, text) => {
  expect(indexingText(queueOf(jobs))).toBe(text);
});

test('a list that was cut short is counted in passes', () => {
  const queue = queueOf([jobOf('v1'), jobOf('v2')]);
  expect(indexingText({ ...queue, jobs: queue.jobs.slice(0, 1) })).toBe('Indexing: 2 passes left');
});

test('a pause is said', () => {
  expect(indexingText(queueOf([jobOf('v1')], true))).toBe('Indexing is paused: 1 video left');
});
