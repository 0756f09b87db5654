import type { ChannelId } from '../../contract/channels.ts';
import type { Detection } from '../../../native-models/api/object-detector.ts';
import type { AnalysisFrame, CoveringRow, FrameAnalyser, RgbImage } from '../channels/channel.ts';
import type { AssembledStep, StepAssembler } from './step-assembler.ts';

/** Where things are found in frames: `detect` may have several frames under way; `toRow` sees the pixels again. */
export interface ObjectStage {
  detect(image: RgbImage): Promise<readonly Detection[]>;
  toRow(frame: AnalysisFrame, endSeconds: number, detections: readonly Detection[]): CoveringRow;
  /** Whether two thumbs are so alike that a second detection would say the same. */
  isNearIdentical(a: RgbImage, b: RgbImage): boolean;
}

export interface AnalyseFramesOptions {
  readonly frames: AsyncIterable<{ readonly timeSeconds: number; readonly image: RgbImage }>;
  readonly toThumb: (image: RgbImage) => RgbImage;
  readonly analysers: ReadonlyMap<ChannelId, FrameAnalyser<CoveringRow>>;
  /** Null without a detector: every other channel works. */
  readonly objects: ObjectStage | null;
  readonly assembler: StepAssembler;
  readonly stepSeconds: number;
  /** Frames before it only give the analysers their past: their rows are in the database already. */
  readonly keptFromSeconds: number;
  /** The row of `objects` that covers the time up to the first kept frame; null at the beginning. */
  readonly openObjectRow: CoveringRow | null;
  /** Called with every kept frame in order, for the sprite sheet. */
  readonly onSample: (frame: AnalysisFrame) => void;
}

/** What a run over the frames of one video came to. */
export interface AnalysisSummary {
  sampleCount: number;
  detectedCount: number;
  carriedCount: number;
  /** Longest time between two samples: how far an edge may be off. */
  largestGapSeconds: number;
  lastTimeSeconds: number;
  /** Where the last sample's cover ends: the length of the video as far as it was seen. */
  endSeconds: number;
}

interface Sample {
  readonly frame: AnalysisFrame;
  endSeconds: number | null;
  /** Null: nearly identical to the frame analysed last, or before the kept ones; the open row is lengthened. */
  readonly detections: Promise<readonly Detection[]> | null;
}

/** What a video of one frame is taken to last when nothing says it. */
const onlyFrameSeconds = 0.04;

/** Frames whose detections may be under way at once: enough to keep the other process busy, few enough for memory. */
const inFlightCount = 4;

/**
 * Feeds every analyser from one decode, and yields each step as soon as all of its rows are known.
 * The last sample covers the time up to the duration, which is asked for when the decoder has ended: a header may
 * promise more than there is, or nothing.
 */
export async function* analyseFrames(
  options: AnalyseFramesOptions,
  summary: AnalysisSummary,
  durationSeconds: () => number | null,
): AsyncGenerator<AssembledStep> {
  const run = new AnalysisRun(options, summary);
  for await (const { timeSeconds, image } of options.frames) {
    run.push({ timeSeconds, image, thumb: options.toThumb(image) });
    await run.settle(inFlightCount);
    yield* run.completeSteps();
  }
  summary.endSeconds = durationSeconds() ?? summary.lastTimeSeconds + run.lastGapSeconds;
  summary.endSeconds = Math.max(summary.endSeconds, summary.lastTimeSeconds);
  run.close(summary.endSeconds);
  await run.settle(0);
  yield* run.finish(summary.endSeconds);
}

class AnalysisRun {
  readonly #options: AnalyseFramesOptions;
  readonly #summary: AnalysisSummary;
  readonly #pending: Sample[] = [];
  #lastAnalysed: { readonly thumb: RgbImage; readonly step: number } | null = null;
  #openObjectRow: CoveringRow | null;
  #knownUntilSeconds = 0;
  #lastGapSeconds = onlyFrameSeconds;

  constructor(options: AnalyseFramesOptions, summary: AnalysisSummary) {
    this.#options = options;
    this.#summary = summary;
    this.#openObjectRow = options.openObjectRow;
  }

  /** What the last frame of a video of unknown length is taken to last. */
  get lastGapSeconds(): number {
    return Math.min(1, this.#lastGapSeconds);
  }

  push(frame: AnalysisFrame): void {
    const summary = this.#summary;
    this.close(frame.timeSeconds);
    if (summary.sampleCount > 0) {
      this.#lastGapSeconds = frame.timeSeconds - summary.lastTimeSeconds;
      summary.largestGapSeconds = Math.max(summary.largestGapSeconds, this.#lastGapSeconds);
    }
    summary.sampleCount += 1;
    summary.lastTimeSeconds = frame.timeSeconds;
    if (this.#isKept(frame)) {
      this.#options.onSample(frame);
    }
    this.#pending.push({ frame, endSeconds: null, detections: this.#startDetection(frame) });
  }

  /** Says where the last pushed sample ends. */
  close(endSeconds: number): void {
    const last = this.#pending.at(-1);
    if (last !== undefined) {
      last.endSeconds = Math.max(endSeconds, last.frame.timeSeconds);
    }
  }

  /** Turns closed samples into rows until at most `leaveCount` of them wait. */
  async settle(leaveCount: number): Promise<void> {
    for (let first = this.#pending[0]; first !== undefined && first.endSeconds !== null; first = this.#pending[0]) {
      if (this.#pending.length <= leaveCount) {
        return;
      }
      this.#pending.shift();
      await this.#toRows(first);
    }
  }

  completeSteps(): AssembledStep[] {
    return this.#options.assembler.takeUntil(this.#openObjectRow?.startSeconds ?? this.#knownUntilSeconds);
  }

  finish(endSeconds: number): AssembledStep[] {
    if (this.#openObjectRow !== null) {
      this.#options.assembler.add('objects', [this.#openObjectRow]);
      this.#openObjectRow = null;
    }
    return this.#options.assembler.finish(endSeconds);
  }

  #isKept({ timeSeconds }: AnalysisFrame): boolean {
    return timeSeconds >= this.#options.keptFromSeconds;
  }

  #startDetection(frame: AnalysisFrame): Promise<readonly Detection[]> | null {
    const { objects, stepSeconds } = this.#options;
    if (objects === null || !this.#isKept(frame)) {
      return null;
    }
    const step = Math.floor(frame.timeSeconds / stepSeconds);
    const last = this.#lastAnalysed;
    // The first frame of a step is always analysed, so that a step never waits for the one before it.
    if (last !== null && last.step === step && objects.isNearIdentical(last.thumb, frame.thumb)) {
      this.#summary.carriedCount += 1;
      return null;
    }
    this.#lastAnalysed = { thumb: frame.thumb, step };
    this.#summary.detectedCount += 1;
    const detections = objects.detect(frame.image);
    // Awaited in order later; until then a failure must not count as unhandled.
    detections.catch(() => {});
    return detections;
  }

  async #toRows({ frame, endSeconds, detections }: Sample): Promise<void> {
    const { analysers, objects, assembler } = this.#options;
    const end = endSeconds!;
    for (const [channel, analyser] of analysers) {
      assembler.add(channel, analyser.push(frame, end));
    }
    if (objects !== null) {
      if (detections === null && this.#openObjectRow !== null) {
        this.#openObjectRow = { ...this.#openObjectRow, endSeconds: end };
      } else if (this.#isKept(frame)) {
        if (this.#openObjectRow !== null) {
          assembler.add('objects', [this.#openObjectRow]);
        }
        this.#openObjectRow = objects.toRow(frame, end, (await detections) ?? []);
      }
    }
    this.#knownUntilSeconds = end;
  }
}
