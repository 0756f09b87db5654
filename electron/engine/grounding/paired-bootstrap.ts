import { seededRandom } from '../../../native-models/policy/seeded-random.ts';
import { mean } from './metrics.ts';

/** Mean of some paired differences, and where 95 % of the means of resampled ones lie. */
export interface PairedInterval {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

const resampleCount = 10_000;

/**
 * A 95 % interval of the mean difference between two answers to the same queries, by drawing queries again with
 * replacement; always the same for the same numbers. Null without queries. An interval across 0 is no difference.
 */
export function pairedBootstrap(differences: readonly number[], seed = 1): PairedInterval | null {
  const difference = mean(differences);
  if (difference === null) {
    return null;
  }
  const random = seededRandom(seed);
  const means = Float64Array.from({ length: resampleCount }, () => {
    let sum = 0;
    for (let draw = 0; draw < differences.length; draw += 1) {
      sum += differences[Math.floor(random() * differences.length)]!;
    }
    return sum / differences.length;
  }).sort();
  return {
    difference,
    low: means[Math.floor(0.025 * resampleCount)]!,
    high: means[Math.ceil(0.975 * resampleCount) - 1]!,
  };
}
