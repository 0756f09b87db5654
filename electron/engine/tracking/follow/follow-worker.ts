/** Entry of the worker thread that decodes one video and follows one thing through it. Pixels never leave it. */
import { parentPort, workerData } from 'node:worker_threads';
import { toWireError } from '../../../contract/errors.ts';
import { followThing } from './follow-thing.ts';
import { RelayedModel } from './relayed-model.ts';
import type { FollowRequest, FromFollowWorker, ToFollowWorker, TrackerModule } from './follow-messages.ts';

const port = parentPort!;
const controller = new AbortController();
const post = (message: FromFollowWorker): void => port.postMessage(message);
const { model: facts } = workerData as FollowRequest;
const model = facts === null ? null : new RelayedModel(facts, (question) => post({ kind: 'ask-model', question }));
port.on('message', (message: ToFollowWorker) => {
  if (message.kind === 'stop') controller.abort();
  else model?.take(message);
});

try {
  const request = workerData as FollowRequest;
  const { createTracker } = (await import(request.trackerModule)) as TrackerModule;
  await followThing(request, { createTracker, model, post, signal: controller.signal });
  post({ kind: 'done' });
} catch (error) {
  const wireError = toWireError(error);
  const isBug = wireError.code === 'internal' && error instanceof Error;
  post({ kind: 'failed', error: wireError, stack: isBug ? (error.stack ?? null) : null });
} finally {
  port.close();
}
