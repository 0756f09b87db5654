import { expect, test, vi } from 'vitest';
import { QueueWatch } from '../../../../renderer/state/queue-watch.svelte.ts';
import { connectLoopback } from '../../../helpers/loopback.ts';
import { jobOf, queueOf } from '../../../helpers/queue-of.ts';

test('follows the queue, and forgets it with the connection', async () => {
  let push = (_queue: ReturnType<typeof queueOf>): void => {};
  const { callEngine, close } = connectLoopback({
    'jobs.watch': (_params, { onProgress }) => {
      push = onProgress;
      onProgress(queueOf([jobOf('v1')]));
      return new Promise(() => {});
    },
  });
  const watch = new QueueWatch(callEngine);
  const ended = watch.start();
  await vi.waitFor(() => expect(watch.queue?.countByState.queued).toBe(1));

  push(queueOf([jobOf('v1', { doneSeconds: 5 })]));
  await vi.waitFor(() => expect(watch.queue?.jobs[0]?.doneSeconds).toBe(5));

  push(queueOf([jobOf('v1', { state: 'done' })]));
  await vi.waitFor(() => expect(watch.queue?.countByState.done).toBe(1));

  close();
  await ended;
  expect(watch.queue).toBeNull();
});
