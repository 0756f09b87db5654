import type {
  GroundedSpan,
  GroundingInput,
  GroundingPolicy,
  GroundingRange,
} from '../../../native-models/api/grounding-policy.ts';
import { barrierStepsOf, clipTo, edgesOffTheGrid, roomAround } from '../../../native-models/policy/span-edges.ts';
import { type PeakSpan, peakSpans } from './peak-spans.ts';

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
    const { maxDipSeconds, maxUnknownSeconds, ...thresholds } = this.#settings;
    const barrierSteps = new Set(barrierStepsOf(input));
    const peaks = peakSpans(smooth(input.combined, barrierSteps), {
      ...thresholds,
      maxDipSteps: Math.round(maxDipSeconds / input.stepSeconds),
      maxUnknownSteps: Math.round(maxUnknownSeconds / input.stepSeconds),
      barrierSteps,
    });
    const spans: GroundedSpan[] = [];
    for (const peak of peaks) {
      const range = clipTo(this.#shape(input, peak), roomAround(input, { span: peak, found: spans }));
      if (range !== null) {
        spans.push({ ...range, confidence: confidenceOf(input, peak) });
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

function confidenceOf({ combined }: GroundingInput, { fromStep, toStep }: PeakSpan): number {
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
