/** Entry of the worker thread that reads or writes one file of tracks. */
import { parentPort, workerData } from 'node:worker_threads';
import { toWireError } from '../../../contract/errors.ts';
import { readTracks, writeTracks } from './exchange-formats.ts';
import type { ExchangeAnswer, ExchangeTask } from './run-exchange.ts';

const task = workerData as ExchangeTask;
let answer: ExchangeAnswer;
try {
  answer =
    task.kind === 'read'
      ? { kind: 'read', ...readTracks(task.format, task.text, task.video) }
      : { kind: 'written', ...writeTracks(task.format, task.tracks, task.video) };
} catch (error) {
  answer = { kind: 'failed', error: toWireError(error) };
}
parentPort!.postMessage(answer);
