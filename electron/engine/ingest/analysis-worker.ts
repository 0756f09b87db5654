/** Entry of the worker thread that decodes and analyses one video. Pixels never leave it, but for the detector's input. */
import { parentPort, workerData } from 'node:worker_threads';
import { EngineError, toWireError } from '../../contract/errors.ts';
import type { Detection, DetectorInput } from '../../../native-models/api/object-detector.ts';
import { letterbox } from '../../../native-models/families/yolox/preprocess.ts';
import type { AnalysisFrame, CoveringRow, RgbImage } from '../channels/channel.ts';
import { isNearIdentical } from '../channels/near-identical.ts';
import { detectionsToRow } from '../channels/objects/rows.ts';
import { createAnalysers, pixelChannels } from '../channels/registry.ts';
import { decodeFrames } from '../media/decode-frames.ts';
import { thumbOf } from '../media/downscale.ts';
import { analyseFrames, type AnalysisSummary, type ObjectStage } from './analyse-frames.ts';
import type { AnalysisRequest, FromWorker, Tile, ToWorker } from './analysis-messages.ts';
import { StepAssembler } from './step-assembler.ts';

const port = parentPort!;
const request = workerData as AnalysisRequest;
const controller = new AbortController();

/** Steps that may be on their way to the database; more would only fill memory. */
const uncommittedLimit = 2;
const tileLongSidePixels = 160;

const waitingDetections = new Map<number, PromiseWithResolvers<readonly Detection[]>>();
let nextDetectId = 1;
let uncommittedCount = 0;
let onCommitted = (): void => {};

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'committed':
      uncommittedCount -= 1;
      onCommitted();
      break;
    case 'detected':
      takeWaiting(message.detectId)?.resolve(message.detections);
      break;
    case 'detect-failed':
      takeWaiting(message.detectId)?.reject(EngineError.fromWire(message.error));
      break;
    case 'stop':
      controller.abort();
      onCommitted();
      break;
  }
});

function takeWaiting(detectId: number): PromiseWithResolvers<readonly Detection[]> | undefined {
  const waiting = waitingDetections.get(detectId);
  waitingDetections.delete(detectId);
  return waiting;
}

function post(message: FromWorker, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, transfer as ArrayBuffer[]);
}

function detect(input: DetectorInput): Promise<readonly Detection[]> {
  const detectId = nextDetectId;
  nextDetectId += 1;
  const waiting = Promise.withResolvers<readonly Detection[]>();
  waitingDetections.set(detectId, waiting);
  post({ kind: 'detect', detectId, input }, [input.pixels.buffer as ArrayBuffer]);
  return waiting.promise;
}

function objectStage(inputSize: number): ObjectStage {
  return {
    detect: (image) => detect(timed('detectorSideMs', () => letterbox(image, inputSize))),
    toRow: (frame, endSeconds, detections) =>
      timed('detectorSideMs', () => detectionsToRow({ frame, endSeconds, detections })),
    isNearIdentical,
  };
}

const times = { wholeMs: 0, decodeWaitMs: 0, analyseMs: 0, detectorSideMs: 0, commitWaitMs: 0 };

function timed<T>(part: keyof typeof times, work: () => T): T {
  const before = performance.now();
  const result = work();
  times[part] += performance.now() - before;
  return result;
}

async function* timedFrames<T>(frames: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  let before = performance.now();
  for await (const frame of frames) {
    times.decodeWaitMs += performance.now() - before;
    yield frame;
    before = performance.now();
  }
  times.decodeWaitMs += performance.now() - before;
}

/** Collects one small picture for each tile of the sprite sheet. */
class TileCollector {
  #tiles: Tile[] = [];
  #lastIndex: number;
  readonly #secondsPerTile: number;

  constructor(secondsPerTile: number, lastIndex: number) {
    this.#secondsPerTile = secondsPerTile;
    this.#lastIndex = lastIndex;
  }

  look(frame: AnalysisFrame): void {
    const tileIndex = Math.floor(frame.timeSeconds / this.#secondsPerTile);
    if (tileIndex > this.#lastIndex) {
      this.#lastIndex = tileIndex;
      this.#tiles.push({ tileIndex, image: thumbOf(frame.image, tileLongSidePixels) });
    }
  }

  take(): readonly Tile[] {
    const tiles = this.#tiles;
    this.#tiles = [];
    return tiles;
  }
}

async function waitForRoom(): Promise<void> {
  const before = performance.now();
  while (uncommittedCount >= uncommittedLimit && !controller.signal.aborted) {
    await new Promise<void>((resolve) => (onCommitted = resolve));
  }
  times.commitWaitMs += performance.now() - before;
  controller.signal.throwIfAborted();
}

async function run(): Promise<void> {
  const { facts, stepSeconds, firstStepIndex, detectorInputSize, secondsPerTile } = request;
  const startMs = performance.now();
  const decoding = decodeFrames({ ...request, signal: controller.signal });
  const tiles = secondsPerTile === null ? null : new TileCollector(secondsPerTile, request.lastTileIndex);
  const summary: AnalysisSummary = {
    sampleCount: 0,
    detectedCount: 0,
    carriedCount: 0,
    largestGapSeconds: 0,
    lastTimeSeconds: 0,
    endSeconds: 0,
  };
  const analysers = new Map(
    [...createAnalysers()].map(([channel, analyser]) => [
      channel,
      {
        push: (frame: AnalysisFrame, end: number): readonly CoveringRow[] =>
          timed('analyseMs', () => analyser.push(frame, end)),
      },
    ]),
  );
  const steps = analyseFrames(
    {
      frames: timedFrames(decoding.frames),
      toThumb: (image: RgbImage) => timed('analyseMs', () => thumbOf(image)),
      analysers,
      objects: detectorInputSize === null ? null : objectStage(detectorInputSize),
      assembler: new StepAssembler({
        stepSeconds,
        firstStepIndex,
        channels: pixelChannels({ withObjects: detectorInputSize !== null }),
        trackPast: request.trackPast,
      }),
      stepSeconds,
      keptFromSeconds: firstStepIndex * stepSeconds,
      openObjectRow: request.openObjectRow,
      onSample: (frame) => tiles?.look(frame),
    },
    summary,
    () => (decoding.result().endedEarly ? null : facts.durationSeconds),
  );
  for await (const step of steps) {
    await waitForRoom();
    uncommittedCount += 1;
    const { lastTimeSeconds: untilSeconds, largestGapSeconds } = summary;
    post({ kind: 'step', step, tiles: tiles?.take() ?? [], untilSeconds, largestGapSeconds });
  }
  const { warningCount, endedEarly } = decoding.result();
  times.wholeMs = performance.now() - startMs;
  post({ kind: 'done', report: { ...summary, warningCount, endedEarly, times } });
}

try {
  await run();
} catch (error) {
  const wireError = toWireError(error);
  const isBug = wireError.code === 'internal' && error instanceof Error;
  post({ kind: 'failed', error: wireError, stack: isBug ? (error.stack ?? null) : null });
} finally {
  port.close();
}
