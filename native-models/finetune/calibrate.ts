import { signCount, signValues, type Calibration, type SpanSigns } from '../policy/confidence.ts';

/** A chosen span, and whether it turned out right. */
export interface CalibrationSample {
  readonly signs: SpanSigns;
  readonly isRight: boolean;
}

/** Pulls weights towards 0 by this, so that they stay finite when right and wrong are parted without exception. */
const ridge = 1e-2;

/**
 * The logistic function that says how often spans with such signs are right: maximum likelihood by Newton's method,
 * with a slight pull towards 0. Deterministic.
 */
export function fitCalibration(samples: readonly CalibrationSample[]): Calibration {
  const size = signCount + 1;
  const rows = samples.map(({ signs }) => [...signValues(signs), 1]);
  const weights = new Array<number>(size).fill(0);
  for (let round = 0; round < 30; round += 1) {
    const slope = weights.map((weight) => -ridge * weight);
    const curvature = weights.map((_, index) => weights.map((__, other) => (index === other ? ridge : 0)));
    for (const [sample, row] of rows.entries()) {
      const sum = row.reduce((total, value, index) => total + value * weights[index]!, 0);
      const share = 1 / (1 + Math.exp(-sum));
      const missing = (samples[sample]!.isRight ? 1 : 0) - share;
      for (let index = 0; index < size; index += 1) {
        slope[index]! += missing * row[index]!;
        for (let other = 0; other < size; other += 1) {
          curvature[index]![other]! += share * (1 - share) * row[index]! * row[other]!;
        }
      }
    }
    solve(curvature, slope).forEach((step, index) => {
      weights[index]! += step;
    });
  }
  return weights;
}

/** x in A·x = b for a positive definite A: Gaussian elimination; both are used up. */
function solve(a: number[][], b: number[]): number[] {
  const size = b.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    for (let row = pivot + 1; row < size; row += 1) {
      const factor = a[row]![pivot]! / a[pivot]![pivot]!;
      for (let column = pivot; column < size; column += 1) {
        a[row]![column]! -= factor * a[pivot]![column]!;
      }
      b[row]! -= factor * b[pivot]!;
    }
  }
  const x = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row -= 1) {
    const known = x.reduce((sum, value, column) => sum + value * a[row]![column]!, 0);
    x[row] = (b[row]! - known) / a[row]![row]!;
  }
  return x;
}
