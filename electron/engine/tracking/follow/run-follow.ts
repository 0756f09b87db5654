import { Worker } from 'node:worker_threads';
import { EngineError } from '../../../contract/errors.ts';
import type { FollowRequest, FromFollowWorker, ToFollowWorker } from './follow-messages.ts';

export type FollowNews = Exclude<FromFollowWorker, { readonly kind: 'done' | 'failed' }>;

export interface RunFollowOptions {
  readonly onNews: (news: FollowNews) => void;
  readonly signal: AbortSignal;
}

/** How long a worker that was asked to stop may take to end its ffmpeg before it is ended itself. */
const stopLimitMs = 3_000;

/**
 * Follows a thing in a worker thread. Throws EngineError what the worker met (`no-frames`, `decode-failed`,
 * `model-missing`, `bad-request`, …); the abort reason when stopped.
 */
export async function runFollow(request: FollowRequest, { onNews, signal }: RunFollowOptions): Promise<void> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./follow-worker.ts', import.meta.url), { workerData: request });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const stop = (): void => worker.postMessage({ kind: 'stop' } satisfies ToFollowWorker);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('exit', () => reject(new EngineError('internal', 'Following ended without an answer.')));
      worker.on('message', (message: FromFollowWorker) => {
        if (message.kind === 'done') return resolve();
        if (message.kind === 'failed') return reject(EngineError.fromWire(message.error));
        try {
          onNews(message);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    const timer = setTimeout(() => void worker.terminate(), stopLimitMs);
    await exited;
    clearTimeout(timer);
    signal.throwIfAborted();
  }
}
