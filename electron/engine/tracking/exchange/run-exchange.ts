import { Worker } from 'node:worker_threads';
import { EngineError, type WireError } from '../../../contract/errors.ts';
import type { TrackFormat } from '../../../contract/tracks.ts';
import type { ExchangeTrack, ExchangeVideo, ReadTracks, WrittenTracks } from './exchange-track.ts';

export type ExchangeTask =
  | { readonly kind: 'read'; readonly format: TrackFormat | null; readonly text: string; readonly video: ExchangeVideo }
  | {
      readonly kind: 'write';
      readonly format: TrackFormat;
      readonly tracks: readonly ExchangeTrack[];
      readonly video: ExchangeVideo;
    };

export type ExchangeAnswer =
  | ({ readonly kind: 'read'; readonly format: TrackFormat } & ReadTracks)
  | ({ readonly kind: 'written' } & WrittenTracks)
  | { readonly kind: 'failed'; readonly error: WireError };

type AnswerTo<Task extends ExchangeTask> = Extract<
  ExchangeAnswer,
  { readonly kind: Task['kind'] extends 'read' ? 'read' : 'written' }
>;

/** Reads or writes a file of tracks in a worker thread: it may be long. Throws EngineError `bad-request`, the abort reason. */
export async function runExchange<Task extends ExchangeTask>(task: Task, signal: AbortSignal): Promise<AnswerTo<Task>> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./exchange-worker.ts', import.meta.url), {
    workerData: task,
    // A file that asks for more than this is not what it says.
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const answer = await new Promise<ExchangeAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (cause) =>
        reject(new EngineError('bad-request', 'This file is too much to be read.', { cause })),
      );
      worker.once('exit', () => reject(new EngineError('internal', 'Reading ended without an answer.')));
    });
    if (answer.kind === 'failed') throw EngineError.fromWire(answer.error);
    return answer as AnswerTo<Task>;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
