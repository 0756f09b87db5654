import type { GroundingInput } from '../api/grounding-policy.ts';
import { proposals } from './baseline-policy.ts';

/** What a step of a single curve is described by. */
export const curveFeatureCount = 4;
/** What a step of the stretch is described by, besides its curves. */
export const stepFeatureCount = 15;
/** What the stretch as a whole is described by. */
export const wholeFeatureCount = 5;

/** The evidence of one stretch as the policy sees it; rows are steps, all values finite. */
export interface EvidenceFeatures {
  readonly stepCount: number;
  /** `stepCount × stepFeatureCount`. */
  readonly steps: Float64Array;
  /** One for each curve, `stepCount × curveFeatureCount`; any number of them, in any order. */
  readonly curves: readonly Float64Array[];
  /** `wholeFeatureCount` values. */
  readonly whole: Float64Array;
}

const nearSeconds = 1;
const farSeconds = 4;

/**
 * Describes evidence on its own scale and at two scales of time, so that the same weights serve any number of channels,
 * any rate and weak as well as strong matches. Unknown steps are 0 with a mark of their own. What the hand-written rules
 * propose is a feature too: the policy has only to learn where they are wrong, and follows them where it has learnt nothing.
 */
export function evidenceFeatures(input: GroundingInput): EvidenceFeatures {
  const { combined, stepSeconds } = input;
  const stepCount = combined.length;
  const near = Math.max(1, Math.round(nearSeconds / stepSeconds));
  const far = Math.max(near + 1, Math.round(farSeconds / stepSeconds));
  const known = new KnownSums(combined);
  const peak = peakOf(combined);
  const edges = shotEdgeSteps(input);
  const steps = new Float64Array(stepCount * stepFeatureCount);
  for (let step = 0; step < stepCount; step += 1) {
    const value = combined[step]!;
    const isUnknown = Number.isNaN(value);
    const here = isUnknown ? known.mean(step - near, step + near + 1) : value;
    const offset = step * stepFeatureCount;
    steps[offset] = here;
    steps[offset + 1] = isUnknown ? 1 : 0;
    steps[offset + 2] = peak > 0 ? here / peak : 0;
    steps[offset + 3] = known.mean(step - near, step + near + 1);
    steps[offset + 4] = known.mean(step - far, step + far + 1);
    steps[offset + 5] = here - known.mean(step - near, step);
    steps[offset + 6] = here - known.mean(step + 1, step + 1 + near);
    steps[offset + 7] = here - known.mean(step - far, step);
    steps[offset + 8] = here - known.mean(step + 1, step + 1 + far);
    steps[offset + 9] = edges[step]!;
  }
  markProposals(input, steps);
  return {
    stepCount,
    steps,
    curves: input.curves.map(({ values }) => curveFeatures(values, near)),
    whole: wholeOf(input, peak),
  };
}

/** For each step: how sure the rules are, that as a share of their best, whether it is that best, begins one, ends one. */
function markProposals(input: GroundingInput, steps: Float64Array): void {
  const found = proposals(input);
  const best = found.reduce((highest, { confidence }) => Math.max(highest, confidence), 0);
  for (const { fromStep, toStep, confidence } of found) {
    for (let step = fromStep; step < toStep; step += 1) {
      const offset = step * stepFeatureCount;
      steps[offset + 10] = confidence;
      steps[offset + 11] = confidence / best;
      steps[offset + 12] = confidence === best ? 1 : 0;
    }
    steps[fromStep * stepFeatureCount + 13] = 1;
    steps[(toStep - 1) * stepFeatureCount + 14] = 1;
  }
}

function curveFeatures(values: Float32Array, near: number): Float64Array {
  const features = new Float64Array(values.length * curveFeatureCount);
  const known = new KnownSums(values);
  const peak = peakOf(values);
  for (let step = 0; step < values.length; step += 1) {
    const value = values[step]!;
    const isUnknown = Number.isNaN(value);
    const offset = step * curveFeatureCount;
    features[offset] = isUnknown ? 0 : value;
    features[offset + 1] = isUnknown ? 1 : 0;
    features[offset + 2] = isUnknown || peak === 0 ? 0 : value / peak;
    features[offset + 3] = isUnknown ? 0 : value - known.mean(step - near, step + near + 1);
  }
  return features;
}

function wholeOf({ combined, stepSeconds }: GroundingInput, peak: number): Float64Array {
  const { values, sum } = knownOf(combined);
  const mean = sum / Math.max(1, values.length);
  const median = values[values.length >> 1] ?? 0;
  const unknownShare = combined.length === 0 ? 1 : 1 - values.length / combined.length;
  return Float64Array.of(peak, mean, median, unknownShare, Math.log1p(combined.length * stepSeconds) / 6);
}

/** What is known, rising, and its sum. */
function knownOf(values: Float32Array): { values: Float32Array; sum: number } {
  const known = new Float32Array(values.length);
  let count = 0;
  let sum = 0;
  for (let step = 0; step < values.length; step += 1) {
    const value = values[step]!;
    if (!Number.isNaN(value)) {
      known[count] = value;
      count += 1;
      sum += value;
    }
  }
  return { values: known.subarray(0, count).sort(), sum };
}

/** 1 at a step with which a shot begins. */
function shotEdgeSteps(input: GroundingInput): Float64Array {
  const { startSeconds, endSeconds, stepSeconds, combined } = input;
  const edges = new Float64Array(combined.length);
  for (const edge of input.shotEdgesIn({ startSeconds, endSeconds })) {
    const step = Math.round((edge - startSeconds) / stepSeconds);
    if (step >= 0 && step < edges.length) {
      edges[step] = 1;
    }
  }
  return edges;
}

function peakOf(values: Float32Array): number {
  let peak = 0;
  for (const value of values) {
    // NaN is never larger.
    if (value > peak) {
      peak = value;
    }
  }
  return peak;
}

/** Means over the known steps of any range in constant time. */
class KnownSums {
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;

  constructor(values: Float32Array) {
    this.#sums = new Float64Array(values.length + 1);
    this.#counts = new Float64Array(values.length + 1);
    for (let step = 0; step < values.length; step += 1) {
      const isKnown = !Number.isNaN(values[step]!);
      this.#sums[step + 1] = this.#sums[step]! + (isKnown ? values[step]! : 0);
      this.#counts[step + 1] = this.#counts[step]! + (isKnown ? 1 : 0);
    }
  }

  /** Of the steps from one up to another, as far as there are any; 0 where none is known. */
  mean(fromStep: number, toStep: number): number {
    const from = Math.max(0, fromStep);
    const to = Math.min(this.#sums.length - 1, toStep);
    const count = to > from ? this.#counts[to]! - this.#counts[from]! : 0;
    return count === 0 ? 0 : (this.#sums[to]! - this.#sums[from]!) / count;
  }
}
