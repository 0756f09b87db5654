import type { GroundedSpan, GroundingInput, GroundingPolicy, GroundingRange } from '../api/grounding-policy.ts';
import { type PeakSpan, peakSpans } from './peak-spans.ts';
import { barrierStepsOf, clipTo, edgesOffTheGrid, roomAround } from './span-edges.ts';

export interface BaselineSettings {
  /** Evidence below this is no match at all. */
  readonly highValue: number;
  readonly lowValue: number;
  readonly peakRatio: number;
  /** Dips this short do not end a span. */
  readonly maxDipSeconds: number;
  readonly maxUnknownSeconds: number;
  readonly minSpanSeconds: number;
  /** An edge this close to the edge of a shot is taken to be it. */
  readonly snapSeconds: number;
  readonly maxSpanCount: number;
}

export const defaultBaselineSettings: BaselineSettings = {
  highValue: 0.15,
  lowValue: 0.1,
  peakRatio: 0.55,
  maxDipSeconds: 1.5,
  maxUnknownSeconds: 4,
  minSpanSeconds: 0.5,
  snapSeconds: 0.75,
  maxSpanCount: 32,
};

/**
 * The policy without learning: smooth lightly, cut at thresholds that follow each peak, close short dips, move edges to
 * the times of what was seen and to cuts close by, keep a least length. Confidence is half the highest and half the mean
 * evidence of the span.
 */
export class BaselinePolicy implements GroundingPolicy {
  readonly policyId = 'baseline@1';
  readonly #settings: BaselineSettings;

  constructor(settings: Partial<BaselineSettings> = {}) {
    this.#settings = { ...defaultBaselineSettings, ...settings };
  }

  ground(input: GroundingInput): readonly GroundedSpan[] {
    const spans: GroundedSpan[] = [];
    for (const { confidence, ...peak } of proposals(input, this.#settings)) {
      const range = clipTo(this.#shape(input, peak), roomAround(input, { span: peak, found: spans }));
      if (range !== null) {
        spans.push({ ...range, confidence, strength: confidence });
      }
    }
    return spans.sort((a, b) => b.confidence - a.confidence || a.startSeconds - b.startSeconds);
  }

  #shape(input: GroundingInput, peak: PeakSpan): GroundingRange {
    return this.#lengthen(edgesOffTheGrid(input, peak, this.#settings.snapSeconds));
  }

  #lengthen(range: GroundingRange): GroundingRange {
    const missing = this.#settings.minSpanSeconds - (range.endSeconds - range.startSeconds);
    return missing <= 0
      ? range
      : { startSeconds: range.startSeconds - missing / 2, endSeconds: range.endSeconds + missing / 2 };
  }
}

/** A stretch of steps that the rules take for a match, before its edges leave the grid. */
export interface Proposal extends PeakSpan {
  /** 0..1: half the highest and half the mean evidence in it. */
  readonly confidence: number;
}

/** What the rules find on the grid, highest peak first and disjoint: all of the policy but the edges. */
export function proposals(
  input: Pick<GroundingInput, 'combined' | 'stepSeconds' | 'startSeconds' | 'barriersSeconds'>,
  settings: BaselineSettings = defaultBaselineSettings,
): Proposal[] {
  const { maxDipSeconds, maxUnknownSeconds, ...thresholds } = settings;
  const barrierSteps = new Set(barrierStepsOf(input));
  return peakSpans(smooth(input.combined, barrierSteps), {
    ...thresholds,
    maxDipSteps: Math.round(maxDipSeconds / input.stepSeconds),
    maxUnknownSteps: Math.round(maxUnknownSeconds / input.stepSeconds),
    barrierSteps,
  }).map((peak) => ({ ...peak, confidence: strengthOf(input, peak) }));
}

/** Weights 1 2 1 over the known steps among three; nothing flows over a barrier. Unknown stays unknown. */
export function smooth(values: Float32Array, barrierSteps: ReadonlySet<number>): Float32Array {
  const smoothed = new Float32Array(values.length);
  for (let step = 0; step < values.length; step += 1) {
    let sum = 2 * values[step]!;
    let weight = 2;
    const before = step > 0 && !barrierSteps.has(step) ? values[step - 1]! : Number.NaN;
    const after = step + 1 < values.length && !barrierSteps.has(step + 1) ? values[step + 1]! : Number.NaN;
    if (!Number.isNaN(before)) {
      sum += before;
      weight += 1;
    }
    if (!Number.isNaN(after)) {
      sum += after;
      weight += 1;
    }
    smoothed[step] = sum / weight;
  }
  return smoothed;
}

/** Half the highest and half the mean evidence of some steps, 0..1. */
export function strengthOf(
  { combined }: Pick<GroundingInput, 'combined'>,
  { fromStep, toStep }: Pick<PeakSpan, 'fromStep' | 'toStep'>,
): number {
  let highest = 0;
  let sum = 0;
  let count = 0;
  for (let step = fromStep; step < toStep; step += 1) {
    const value = combined[step]!;
    if (!Number.isNaN(value)) {
      highest = Math.max(highest, value);
      sum += value;
      count += 1;
    }
  }
  return Math.min(1, 0.5 * highest + (0.5 * sum) / Math.max(1, count));
}
