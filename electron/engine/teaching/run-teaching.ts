import { Worker } from 'node:worker_threads';
import type { TeachOutcome, TeachStep } from '../../../native-models/finetune/teach.ts';
import { EngineError } from '../../contract/errors.ts';
import type { FromTeachWorker, TeachTask, ToTeachWorker } from './teach-messages.ts';

export interface TeachingHandle {
  readonly outcome: Promise<TeachOutcome>;
  pause(): void;
  resume(): void;
}

export interface TeachingListener {
  readonly onStep: (step: TeachStep) => void;
  readonly signal: AbortSignal;
}

/** Teaches in a worker thread. The outcome rejects with EngineError, or the abort reason when the signal aborts. */
export function runTeaching(task: TeachTask, { onStep, signal }: TeachingListener): TeachingHandle {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./teach-worker.ts', import.meta.url), { workerData: task });
  const send = (message: ToTeachWorker): void => worker.postMessage(message);
  const outcome = new Promise<TeachOutcome>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    worker.on('error', reject);
    worker.on('exit', () => reject(new EngineError('internal', 'The teaching ended without an answer.')));
    worker.on('message', (message: FromTeachWorker) => {
      switch (message.kind) {
        case 'step':
          onStep(message.step);
          break;
        case 'done':
          resolve(message.outcome);
          break;
        case 'failed':
          reject(EngineError.fromWire(message.error));
          break;
      }
    });
  }).finally(() => worker.terminate());
  return { outcome, pause: () => send({ kind: 'pause' }), resume: () => send({ kind: 'resume' }) };
}
