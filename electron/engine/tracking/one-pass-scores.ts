import type { Box } from '../../contract/time-range.ts';
import { boxIou } from './box-overlap.ts';

/** Scores of one run of a tracker from one start frame to the end of a sequence. */
export interface OnePassScores {
  /** Area under the success curve: mean over thresholds 0, 0.05 … 1 of the share of frames with an IoU above it. */
  readonly successAuc: number;
  /** Share of frames whose middle is at most 20 pixels from the true one. */
  readonly precision20: number;
  readonly meanIou: number;
  readonly frameCount: number;
}

const thresholds = Array.from({ length: 21 }, (_, index) => index / 20);
const precisionPixels = 20;

export interface ScoredFrame {
  /** In pixels; null where the tracker said nothing. */
  readonly predicted: Box | null;
  /** In pixels. */
  readonly truth: Box;
}

/**
 * One-pass evaluation as in Wu, Lim and Yang, "Online object tracking: a benchmark" (2013). Frames without a prediction
 * count as missed. The start frame, which is given, is not to be among the frames. Null without any frame.
 */
export function onePassScores(frames: readonly ScoredFrame[]): OnePassScores | null {
  if (frames.length === 0) {
    return null;
  }
  const overlaps = frames.map(({ predicted, truth }) => (predicted === null ? 0 : boxIou(predicted, truth)));
  const share = (isIn: (index: number) => boolean) => frames.filter((_, index) => isIn(index)).length / frames.length;
  const success = thresholds.map((threshold) => share((index) => overlaps[index]! > threshold));
  return {
    successAuc: meanOf(success),
    precision20: share((index) => middleDistance(frames[index]!) <= precisionPixels),
    meanIou: meanOf(overlaps),
    frameCount: frames.length,
  };
}

/** Frames to start from, spread evenly over the first nine tenths of a sequence, the first among them. */
export function startFrames(frameCount: number, count: number): number[] {
  const last = Math.floor((frameCount - 1) * 0.9);
  const wanted = Math.max(1, Math.min(count, last + 1));
  return Array.from({ length: wanted }, (_, index) => Math.floor((index * last) / Math.max(1, wanted - 1)));
}

/** Mean with the half width of its 95 % interval (1.96 standard errors); 0 wide for a single value. */
export function meanWithInterval(values: readonly number[]): { readonly mean: number; readonly halfWidth: number } {
  const mean = meanOf(values);
  if (values.length < 2) {
    return { mean, halfWidth: 0 };
  }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, halfWidth: 1.96 * Math.sqrt(variance / values.length) };
}

function middleDistance({ predicted, truth }: ScoredFrame): number {
  return predicted === null
    ? Number.POSITIVE_INFINITY
    : Math.hypot(
        predicted.x + predicted.width / 2 - truth.x - truth.width / 2,
        predicted.y + predicted.height / 2 - truth.y - truth.height / 2,
      );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
