import type { Handlers } from '../../contract/index.ts';
import type { JobQueue } from './job-queue.ts';

type JobHandlers = Pick<Handlers, Extract<keyof Handlers, `jobs.${string}`>>;

/** At most ten pictures of the queue a second. */
const watchEveryMs = 100;

/** What the contract calls `jobs.*`, on a queue. */
export function jobHandlers(queue: JobQueue): JobHandlers {
  return {
    'jobs.list': async ({ limit, states }) => queue.list(limit, states),
    'jobs.watch': async (_params, { signal, onProgress }) => {
      await watchQueue(queue, signal, () => {
        onProgress(queue.list(200));
      });
      return {};
    },
    'jobs.pause': async ({ jobId }) => queue.pause(jobId),
    'jobs.resume': async ({ jobId }) => queue.resume(jobId),
    'jobs.cancel': async ({ jobId }) => queue.cancel(jobId),
    'jobs.retry': async ({ jobId }) => queue.retry(jobId),
    'jobs.setPriority': async ({ jobId, priority }) => queue.setPriority(jobId, priority),
    'jobs.pauseAll': async () => queue.pauseAll(),
    'jobs.resumeAll': async () => queue.resumeAll(),
  };
}

/** Tells the queue's state at once and after every change, held back to ten a second, until the signal aborts. */
function watchQueue(queue: JobQueue, signal: AbortSignal, tell: () => void): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | null = null;
    let isDue = false;
    const tellSoon = () => {
      if (timer !== null) {
        isDue = true;
        return;
      }
      isDue = false;
      timer = setTimeout(() => {
        timer = null;
        if (isDue) tellSoon();
      }, watchEveryMs);
      tell();
    };
    const stopListening = queue.onChange(tellSoon);
    const stop = () => {
      stopListening();
      if (timer !== null) clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    tellSoon();
  });
}
