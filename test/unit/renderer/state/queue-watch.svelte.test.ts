import { expect, test, vi } from 'vitest';
import { QueueWatch } from '../../../../renderer/state/queue-watch.svelte.ts';
import { connectLoopback } from '../../../helpers/loopback.ts';
import { jobOf, queueOf } from '../../../helpers/queue-of.ts';

test('follows the queue, tells when something is added or finished, and forgets it with the connection', async () => {
  let push = (_queue: ReturnType<typeof queueOf>): void => {};
  const { callEngine, close } = connectLoopback({
    'jobs.watch': (_params, { onProgress }) => {
      push = onProgress;
      onProgress(queueOf([jobOf('v1')]));
      return new Promise(() => {});
    },
  });
  const onSettled = vi.fn();
  const watch = new QueueWatch(callEngine, onSettled);
  const ended = watch.start();
  await vi.waitFor(() => expect(watch.queue?.countByState.queued).toBe(1));
  expect(onSettled).toHaveBeenCalledTimes(1);

  push(queueOf([jobOf('v1', { doneSeconds: 5 })]));
  await vi.waitFor(() => expect(watch.queue?.jobs[0]?.doneSeconds).toBe(5));
  expect(onSettled).toHaveBeenCalledTimes(1);

  push(queueOf([jobOf('v1', { state: 'done' })]));
  await vi.waitFor(() => expect(watch.queue?.countByState.done).toBe(1));
  expect(onSettled).toHaveBeenCalledTimes(2);

  close();
  await ended;
  expect(watch.queue).toBeNull();
});
