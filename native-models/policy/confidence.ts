/** What is known of a chosen span. */
export interface SpanSigns {
  /** Mean probability of its steps, 0..1. */
  readonly probability: number;
  /** Probability that there is nothing at all in its stretch, 0..1. */
  readonly nothing: number;
  /** Mean of the known evidence in it, 0..1. */
  readonly evidence: number;
  readonly stepCount: number;
}

/** A weight for each of `signValues`, then a constant. */
export type Calibration = readonly number[];

export const signCount = 4;

/** As the calibration weighs them; all finite. */
export function signValues({ probability, nothing, evidence, stepCount }: SpanSigns): number[] {
  return [logit(probability), logit(1 - nothing), evidence, Math.log(stepCount)];
}

/** Probability that a span overlaps a true one by half: a logistic function of its signs. */
export function calibratedConfidence(calibration: Calibration, signs: SpanSigns): number {
  const values = signValues(signs);
  const sum = values.reduce((total, value, index) => total + value * calibration[index]!, calibration[signCount]!);
  return 1 / (1 + Math.exp(-sum));
}

/** Probabilities are trusted up to one in a thousand. */
function logit(probability: number): number {
  const inside = Math.min(0.999, Math.max(0.001, probability));
  return Math.log(inside / (1 - inside));
}
