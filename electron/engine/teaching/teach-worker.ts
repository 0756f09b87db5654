/** Entry of the worker thread that teaches a policy. */
import { setImmediate as breath } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { teach } from '../../../native-models/finetune/teach.ts';
import { toWireError } from '../../contract/errors.ts';
import type { FromTeachWorker, TeachTask, ToTeachWorker } from './teach-messages.ts';

const { options, ...task } = workerData as TeachTask;
const tell = (message: FromTeachWorker): void => parentPort!.postMessage(message);
let resume: (() => void) | null = null;
let paused: Promise<void> | null = null;

parentPort!.on('message', ({ kind }: ToTeachWorker) => {
  if (kind === 'pause') {
    paused ??= new Promise((resolve) => {
      resume = resolve;
    });
  } else {
    resume?.();
    paused = null;
  }
});

try {
  const signal = new AbortController().signal;
  const teaching = teach({ ...task, signal, ...(options === undefined ? {} : { options }) });
  for (let next = teaching.next(); ; next = teaching.next()) {
    if (next.done) {
      tell({ kind: 'done', outcome: next.value });
      break;
    }
    tell({ kind: 'step', step: next.value });
    // Hears whether to pause.
    await breath();
    await paused;
  }
} catch (error) {
  tell({ kind: 'failed', error: toWireError(error) });
}
parentPort!.close();
