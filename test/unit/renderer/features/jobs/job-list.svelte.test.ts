import { describe, expect, test, vi } from 'vitest';
import type { QueueSummary } from '../../../../../electron/contract/jobs.ts';
import { JobList } from '../../../../../renderer/features/jobs/job-list.svelte.ts';
import { QueueWatch } from '../../../../../renderer/state/queue-watch.svelte.ts';
import { connectLoopback } from '../../../../helpers/loopback.ts';
import { jobOf, queueOf } from '../../../../helpers/queue-of.ts';

const failed = (index: number) => jobOf(`f${String(index)}`, { state: 'failed' });

async function listOf(queue: QueueSummary, all: QueueSummary = queue) {
  const asked = vi.fn(async ({ states }: { states: readonly string[] | null }) => ({
    ...all,
    jobs: all.jobs.filter(({ state }) => states?.includes(state) ?? true).slice(0, 100),
  }));
  const { callEngine } = connectLoopback({
    'jobs.watch': (_params, { onProgress }) => {
      onProgress(queue);
      return new Promise(() => {});
    },
    'jobs.list': asked,
  });
  const watch = new QueueWatch(callEngine);
  void watch.start();
  await vi.waitFor(() => expect(watch.queue).not.toBeNull());
  return { list: new JobList(watch, callEngine), asked };
}

describe('JobList', () => {
  test('lists what the filter lets through, as the watch tells it', async () => {
    const { list, asked } = await listOf(queueOf([jobOf('v1'), failed(1), jobOf('v3', { state: 'done' })]));
    list.filter = 'failed';
    await list.complete();
    expect(list.jobs.map(({ videoId }) => videoId)).toEqual(['f1']);
    expect([list.hiddenCount, asked.mock.calls.length]).toEqual([0, 0]);
  });

  test('asks for failures that a long queue has pushed out of the watch', async () => {
    const whole = queueOf([
      ...Array.from({ length: 250 }, (_, index) => jobOf(`v${String(index)}`)),
      failed(1),
      failed(2),
    ]);
    const { list } = await listOf({ ...whole, jobs: whole.jobs.slice(0, 200) }, whole);
    list.filter = 'failed';
    expect(list.jobs).toEqual([]);
    await list.complete();
    expect(list.jobs.map(({ videoId }) => videoId)).toEqual(['f1', 'f2']);
    list.filter = 'all';
    await list.complete();
    expect([list.jobs.length, list.hiddenCount]).toEqual([100, 152]);
  });
});
