import type { AnalysisFrame, FrameAnalyser } from '../channel.ts';
import { FrameGap } from '../frame-gap.ts';
import { SceneFlow } from '../pixels/scene-flow.ts';
import { histogramDistance, histogramInto, newHistogram } from './picture-histogram.ts';
import type { PictureHistogram } from './picture-histogram.ts';
import type { ShotRow } from './rows.ts';

export interface ShotsAnalyserOptions {
  /** Shared with the other analysers of the same video, so that frames are compared once. */
  readonly flow?: SceneFlow;
}

/** Measures how each frame differs from the two before it. One row a frame. */
export class ShotsAnalyser implements FrameAnalyser<ShotRow> {
  readonly #flow: SceneFlow;
  readonly #gap = new FrameGap();
  /** The histograms of this frame and of the two before it take turns. */
  readonly #histograms: readonly PictureHistogram[] = [newHistogram(), newHistogram(), newHistogram()];
  #frameCount = 0;

  constructor({ flow = new SceneFlow() }: ShotsAnalyserOptions = {}) {
    this.#flow = flow;
  }

  push(frame: AnalysisFrame, endSeconds: number, gapSeconds?: number): readonly ShotRow[] {
    const gap = this.#gap.next(frame, gapSeconds);
    const change = this.#flow.observe(frame);
    const histogram = this.#histograms[this.#frameCount % 3]!;
    histogramInto(histogram, frame.thumb);
    const distanceTo = (framesBack: number) =>
      this.#frameCount < framesBack
        ? Number.NaN
        : histogramDistance(histogram, this.#histograms[(this.#frameCount - framesBack) % 3]!);
    const row: ShotRow = {
      startSeconds: frame.timeSeconds,
      endSeconds,
      gapSeconds: gap,
      change: distanceTo(1),
      changeOverTwo: distanceTo(2),
      unmatchedShare: change?.unmatchedShare ?? Number.NaN,
      meanLuma: histogram.meanLuma,
      lumaSpread: histogram.lumaSpread,
    };
    this.#frameCount += 1;
    return [row];
  }
}
