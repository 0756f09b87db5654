import type {
  GroundedSpan,
  GroundingInput,
  GroundingPolicy,
  GroundingRange,
} from '../../../native-models/api/grounding-policy.ts';
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
    const barrierSteps = barrierStepsOf(input);
    const peaks = peakSpans(smooth(input.combined, barrierSteps), {
      ...thresholds,
      maxDipSteps: Math.round(maxDipSeconds / input.stepSeconds),
      maxUnknownSteps: Math.round(maxUnknownSeconds / input.stepSeconds),
      barrierSteps,
    });
    const spans: GroundedSpan[] = [];
    for (const peak of peaks) {
      const range = clipTo(this.#shape(input, peak), roomAround(input, { peak, spans }));
      if (range !== null) {
        spans.push({ ...range, confidence: confidenceOf(input, peak) });
      }
    }
    return spans.sort((a, b) => b.confidence - a.confidence || a.startSeconds - b.startSeconds);
  }

  #shape(input: GroundingInput, peak: PeakSpan): GroundingRange {
    const onGrid = gridRange(input, peak);
    const refined = input.refine(onGrid);
    const snapped = {
      startSeconds: nearestShotEdge(input, refined.startSeconds, this.#settings.snapSeconds),
      endSeconds: nearestShotEdge(input, refined.endSeconds, this.#settings.snapSeconds),
    };
    return this.#lengthen(snapped.startSeconds < snapped.endSeconds ? snapped : refined);
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

function barrierStepsOf({ barriersSeconds, startSeconds, stepSeconds }: GroundingInput): ReadonlySet<number> {
  return new Set(barriersSeconds.map((seconds) => Math.round((seconds - startSeconds) / stepSeconds)));
}

function gridRange({ startSeconds, stepSeconds, endSeconds }: GroundingInput, peak: PeakSpan): GroundingRange {
  return {
    startSeconds: startSeconds + peak.fromStep * stepSeconds,
    endSeconds: Math.min(endSeconds, startSeconds + peak.toStep * stepSeconds),
  };
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

/** The edge of a shot closest to a time, or the time itself where none is close enough. */
function nearestShotEdge(input: GroundingInput, seconds: number, toleranceSeconds: number): number {
  let best = seconds;
  let bestDistance = toleranceSeconds;
  const around = { startSeconds: seconds - toleranceSeconds, endSeconds: seconds + toleranceSeconds };
  for (const edge of input.shotEdgesIn(around)) {
    const distance = Math.abs(edge - seconds);
    if (distance <= bestDistance) {
      best = edge;
      bestDistance = distance;
    }
  }
  return best;
}

/** How far a span may reach: to the ends of the stretch, the barriers, and the spans that were found before it. */
function roomAround(
  input: GroundingInput,
  { peak, spans }: { readonly peak: PeakSpan; readonly spans: readonly GroundedSpan[] },
): GroundingRange {
  const { startSeconds, endSeconds } = gridRange(input, peak);
  const middle = (startSeconds + endSeconds) / 2;
  const room = { startSeconds: Number.NEGATIVE_INFINITY, endSeconds: Number.POSITIVE_INFINITY };
  const narrow = (edge: number): void => {
    if (edge <= middle) {
      room.startSeconds = Math.max(room.startSeconds, edge);
    } else {
      room.endSeconds = Math.min(room.endSeconds, edge);
    }
  };
  narrow(input.startSeconds);
  narrow(input.endSeconds);
  input.barriersSeconds.forEach(narrow);
  for (const span of spans) {
    narrow(span.startSeconds);
    narrow(span.endSeconds);
  }
  return room;
}

/** Null when nothing is left. */
function clipTo(range: GroundingRange, room: GroundingRange): GroundingRange | null {
  const startSeconds = Math.max(range.startSeconds, room.startSeconds);
  const endSeconds = Math.min(range.endSeconds, room.endSeconds);
  return startSeconds < endSeconds ? { startSeconds, endSeconds } : null;
}
