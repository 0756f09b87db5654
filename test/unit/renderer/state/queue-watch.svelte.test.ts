import { describe, expect, test, vi } from 'vitest';
import type { QueueSummary } from '../../../../electron/contract/jobs.ts';
import { QueueWatch } from '../../../../renderer/state/queue-watch.svelte.ts';
import { connectLoopback } from '../../../helpers/loopback.ts';
import { jobOf, queueOf } from '../../../helpers/queue-of.ts';

/** A watch, and a way to show it queues. */
function watched() {
  let push: ((queue: QueueSummary) => void) | null = null;
  const { callEngine, close } = connectLoopback({
    'jobs.watch': (_params, { onProgress }) => {
      push = onProgress;
      return new Promise(() => {});
    },
  });
  const watch = new QueueWatch(callEngine);
  const ended = watch.start();
  const show = async (queue: QueueSummary) => {
    const told = await vi.waitUntil(() => push);
    told(queue);
    await vi.waitFor(() => expect(watch.queue).toEqual(queue));
  };
  return { watch, show, close, ended };
}

describe('QueueWatch', () => {
  test('follows the queue, and forgets it with the connection', async () => {
    const { watch, show, close, ended } = watched();
    await show(queueOf([jobOf('v1', { state: 'running', doneSeconds: 5 })]));
    close();
    await ended;
    expect([watch.queue, watch.share]).toEqual([null, null]);
  });

  test('tells how much is done of the work that goes on, and nothing of what was over before', async () => {
    const { watch, show } = watched();
    const old = jobOf('v0', { state: 'done' });
    await show(queueOf([old, jobOf('v1'), jobOf('v2')]));
    expect(watch.share).toBe(0);
    await show(queueOf([old, jobOf('v1', { state: 'running', doneSeconds: 30, totalSeconds: 60 }), jobOf('v2')]));
    expect(watch.share).toBe(0.25);
    await show(queueOf([old, jobOf('v1', { state: 'failed' }), jobOf('v2')]));
    expect(watch.share).toBe(0.5);
    await show(queueOf([old, jobOf('v1', { state: 'failed' }), jobOf('v2', { state: 'done' })]));
    expect(watch.share).toBeNull();
    await show(queueOf([old, jobOf('v1'), jobOf('v2', { state: 'done' })]));
    expect(watch.share).toBe(0);
  });

  test('knows no share of a job whose length is unknown', async () => {
    const { watch, show } = watched();
    await show(queueOf([jobOf('v1', { state: 'running', doneSeconds: 30, totalSeconds: null })]));
    expect(watch.share).toBe(0);
  });
});
