import { Worker } from 'node:worker_threads';
import type { TrackingModel } from '../../../../native-models/api/tracking-model.ts';
import { EngineError, toWireError } from '../../../contract/errors.ts';
import type { FollowRequest, FromFollowWorker, ModelQuestion, ToFollowWorker } from './follow-messages.ts';

export type FollowNews = Exclude<FromFollowWorker, { readonly kind: 'done' | 'failed' | 'ask-model' }>;

/** A request with the model itself in place of what is known of it. */
export type FollowOrderWithModel = Omit<FollowRequest, 'model'> & { readonly model: TrackingModel | null };

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
export async function runFollow(
  { model, ...order }: FollowOrderWithModel,
  { onNews, signal }: RunFollowOptions,
): Promise<void> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./follow-worker.ts', import.meta.url), {
    workerData: { ...order, model: model === null ? null : { modelId: model.modelId, parameters: model.parameters } },
  });
  const tell = (message: ToFollowWorker): void => worker.postMessage(message);
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
        if (message.kind === 'ask-model') return void answer(model, message.question, signal).then(tell);
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

/** Runs the model for the worker; what fails is an answer too. */
async function answer(
  model: TrackingModel | null,
  question: ModelQuestion,
  signal: AbortSignal,
): Promise<ToFollowWorker> {
  const { questionId } = question;
  try {
    if (model === null) throw new EngineError('model-missing', 'No tracking model is installed.');
    const value =
      question.kind === 'embed'
        ? await model.embed(question.pixels, { signal })
        : await model.locate({ features: question.features, pixels: question.pixels }, { signal });
    return { kind: 'model-answer', questionId, value };
  } catch (error) {
    return { kind: 'model-failed', questionId, error: toWireError(error) };
  }
}
