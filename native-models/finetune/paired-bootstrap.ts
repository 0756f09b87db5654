import { seededRandom } from '../policy/seeded-random.ts';

/** Mean of some paired differences, and where most of the means of resampled ones lie. */
export interface PairedInterval {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly seed?: number;
  /** Share of the resampled means that the interval holds, 0..1. Default 0.95. */
  readonly level?: number;
}

const resampleCount = 10_000;

/**
 * An interval of the mean difference between two answers to the same queries, by drawing queries again with
 * replacement (percentile bootstrap); always the same for the same numbers. Null without queries. An interval across 0
 * is no difference.
 */
export function pairedBootstrap(
  differences: readonly number[],
  { seed = 1, level = 0.95 }: BootstrapOptions = {},
): PairedInterval | null {
  if (differences.length === 0) {
    return null;
  }
  const difference = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const random = seededRandom(seed);
  const means = Float64Array.from({ length: resampleCount }, () => {
    let sum = 0;
    for (let draw = 0; draw < differences.length; draw += 1) {
      sum += differences[Math.floor(random() * differences.length)]!;
    }
    return sum / differences.length;
  }).sort();
  const tail = (1 - level) / 2;
  return {
    difference,
    low: means[Math.floor(tail * resampleCount)]!,
    high: means[Math.ceil((1 - tail) * resampleCount) - 1]!,
  };
}
