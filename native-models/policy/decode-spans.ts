import type { PotentialGradients, StepSpan } from './span-distribution.ts';

/** A span with how likely its steps are to lie in one, before calibration. */
export interface DecodedSpan extends StepSpan {
  /** Mean probability of its steps, 0..1. */
  readonly probability: number;
}

/**
 * The steps whose choice has the highest expected IoU with a draw from the distribution, as spans, most probable first.
 * The ratio of expectations stands for the expectation of the ratio, so that the best choice is one of the sets
 * {p ≥ threshold}: of the steps in falling order of p, those up to the highest `Σ p chosen ÷ (count chosen + Σ p left)`.
 * Where nothing is likely, the spans are those that there would be if there were any, and have little confidence: a weak
 * match is counted, not dropped. Empty only where the probability of nothing is above `nothingLimit`.
 */
export function decodeSpans(
  { inside, start, nothing }: Pick<PotentialGradients, 'inside' | 'start' | 'nothing'>,
  { nothingLimit, mostCount, barrierSteps }: DecodeOptions,
): DecodedSpan[] {
  const threshold = nothing > nothingLimit ? Number.POSITIVE_INFINITY : bestThreshold(inside, 1 - nothing);
  const isBarrier = new Set(barrierSteps);
  const spans: DecodedSpan[] = [];
  let fromStep = -1;
  const close = (toStep: number): void => {
    if (fromStep >= 0) {
      spans.push({ fromStep, toStep, probability: meanOf(inside, { fromStep, toStep }) });
      fromStep = -1;
    }
  };
  for (let step = 0; step < inside.length; step += 1) {
    const isIn = inside[step]! >= threshold;
    // Two spans that are likely to meet here are two, though every step between is likely to lie in one.
    if (!isIn || isBarrier.has(step) || (fromStep >= 0 && start[step]! > 0.5 * (1 - nothing))) {
      close(step);
    }
    if (isIn && fromStep < 0) {
      fromStep = step;
    }
  }
  close(inside.length);
  return spans.sort((a, b) => b.probability - a.probability).slice(0, mostCount);
}

export interface DecodeOptions {
  readonly nothingLimit: number;
  readonly mostCount: number;
  readonly barrierSteps: readonly number[];
}

/** `some` is the probability that there is any span, of which all of `inside` is a part. */
function bestThreshold(inside: Float64Array, some: number): number {
  const falling = Float64Array.from(inside).sort().reverse();
  const all = falling.reduce((sum, value) => sum + value, 0);
  let chosen = 0;
  let best = { ratio: 0, threshold: Number.POSITIVE_INFINITY };
  for (let count = 1; count <= falling.length; count += 1) {
    chosen += falling[count - 1]!;
    const ratio = chosen / (count * some + all - chosen);
    if (ratio > best.ratio) {
      best = { ratio, threshold: falling[count - 1]! };
    }
  }
  return best.threshold;
}

function meanOf(values: Float64Array, { fromStep, toStep }: StepSpan): number {
  let sum = 0;
  for (let step = fromStep; step < toStep; step += 1) {
    sum += values[step]!;
  }
  return sum / (toStep - fromStep);
}
