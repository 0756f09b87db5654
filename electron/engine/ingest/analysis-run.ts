import { Worker } from 'node:worker_threads';
import { EngineError, toWireError } from '../../contract/errors.ts';
import type { ObjectDetector } from '../../../native-models/api/object-detector.ts';
import type { AnalysisReport, AnalysisRequest, FromWorker, ToWorker } from './analysis-messages.ts';

/** What the worker has made of one step. */
export type FinishedStep = Omit<Extract<FromWorker, { kind: 'step' }>, 'kind'>;

export interface AnalysisHandlers {
  /** Null without a detector. */
  readonly detector: ObjectDetector | null;
  /** Writes a step; the worker goes on only as far ahead as its limit allows. */
  readonly onStep: (step: FinishedStep) => void;
  readonly signal: AbortSignal;
}

/** How long a worker that was asked to stop may take to end its ffmpeg before it is ended itself. */
const stopLimitMs = 3_000;

/**
 * Analyses one video in a worker thread and joins it with the detector's process.
 *
 * @throws EngineError what the worker met (`no-frames`, `decode-failed`, `model-failed`, …); the abort reason when stopped.
 */
export async function runAnalysis(request: AnalysisRequest, handlers: AnalysisHandlers): Promise<AnalysisReport> {
  const { signal, detector, onStep } = handlers;
  signal.throwIfAborted();
  const worker = new Worker(new URL('./analysis-worker.ts', import.meta.url), { workerData: request });
  const send = (message: ToWorker): void => worker.postMessage(message);
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const stop = (): void => send({ kind: 'stop' });
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<AnalysisReport>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('exit', () => reject(new EngineError('internal', 'The analysis ended without an answer.')));
      worker.on('message', (message: FromWorker) => {
        switch (message.kind) {
          case 'step':
            try {
              onStep(message);
              send({ kind: 'committed' });
            } catch (error) {
              reject(error instanceof Error ? error : new Error(String(error)));
            }
            break;
          case 'detect':
            void relayDetection(message, { detector, signal, send });
            break;
          case 'done':
            resolve(message.report);
            break;
          case 'failed':
            reject(EngineError.fromWire(message.error));
            break;
        }
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    await endWorker(worker, exited);
    signal.throwIfAborted();
  }
}

interface Relay {
  readonly detector: ObjectDetector | null;
  readonly signal: AbortSignal;
  readonly send: (message: ToWorker) => void;
}

async function relayDetection(
  { detectId, input }: Extract<FromWorker, { kind: 'detect' }>,
  { detector, signal, send }: Relay,
): Promise<void> {
  try {
    if (detector === null) {
      throw new EngineError('model-missing', 'The analysis asked for a detector that is not there.');
    }
    send({ kind: 'detected', detectId, detections: await detector.detect(input, { signal }) });
  } catch (error) {
    send({ kind: 'detect-failed', detectId, error: toWireError(error) });
  }
}

async function endWorker(worker: Worker, exited: Promise<void>): Promise<void> {
  const timer = setTimeout(() => void worker.terminate(), stopLimitMs);
  await exited;
  clearTimeout(timer);
}
