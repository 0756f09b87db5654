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
/** The analysers are given this much of the past before the first step that is kept. */
const prerollSeconds = request.pass === 'full' ? 2 : 12;
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
    detect: (image) => detect(letterbox(image, inputSize)),
    toRow: (frame, endSeconds, detections) => detectionsToRow({ frame, endSeconds, detections }),
    isNearIdentical,
  };
}

/** Collects one small picture for each tile of the sprite sheet. */
class TileCollector {
  #tiles: Tile[] = [];
  #lastIndex = -1;
  readonly #secondsPerTile: number;

  constructor(secondsPerTile: number) {
    this.#secondsPerTile = secondsPerTile;
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
  while (uncommittedCount >= uncommittedLimit && !controller.signal.aborted) {
    await new Promise<void>((resolve) => (onCommitted = resolve));
  }
  controller.signal.throwIfAborted();
}

async function run(): Promise<void> {
  const { facts, stepSeconds, firstStepIndex, detectorInputSize, secondsPerTile } = request;
  const startSeconds = Math.max(0, firstStepIndex * stepSeconds - prerollSeconds);
  const decoding = decodeFrames({ ...request, startSeconds, signal: controller.signal });
  const tiles = secondsPerTile === null ? null : new TileCollector(secondsPerTile);
  const summary: AnalysisSummary = {
    sampleCount: 0,
    detectedCount: 0,
    carriedCount: 0,
    largestGapSeconds: 0,
    lastTimeSeconds: 0,
    endSeconds: 0,
  };
  let analyseMs = 0;
  const timed = <T>(work: () => T): T => {
    const before = performance.now();
    const result = work();
    analyseMs += performance.now() - before;
    return result;
  };
  const analysers = new Map(
    [...createAnalysers()].map(([channel, analyser]) => [
      channel,
      { push: (frame: AnalysisFrame, end: number): readonly CoveringRow[] => timed(() => analyser.push(frame, end)) },
    ]),
  );
  const steps = analyseFrames(
    {
      frames: decoding.frames,
      toThumb: (image: RgbImage) => timed(() => thumbOf(image)),
      analysers,
      objects: detectorInputSize === null ? null : objectStage(detectorInputSize),
      assembler: new StepAssembler({
        stepSeconds,
        firstStepIndex,
        channels: pixelChannels({ withObjects: detectorInputSize !== null }),
      }),
      stepSeconds,
      onSample: (frame) => tiles?.look(frame),
    },
    summary,
    () => (decoding.result().endedEarly ? null : facts.durationSeconds),
  );
  for await (const step of steps) {
    await waitForRoom();
    uncommittedCount += 1;
    post({ kind: 'step', step, tiles: tiles?.take() ?? [], untilSeconds: summary.lastTimeSeconds });
  }
  const { warningCount, endedEarly } = decoding.result();
  post({ kind: 'done', report: { ...summary, warningCount, endedEarly, analyseMs } });
}

try {
  await run();
} catch (error) {
  post({ kind: 'failed', error: toWireError(error) });
} finally {
  port.close();
}
