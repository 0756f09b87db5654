import { describe, expect, test } from 'vitest';
import {
  advantagesOf,
  lossSlope,
  paperOptions,
  startGrpo,
  trainGrpo,
  type GrpoCheckpoint,
  type GrpoOptions,
  type GrpoStep,
} from '../../../../native-models/finetune/grpo.ts';
import { never, tinyEpisodes, tinyWeights } from './tiny-training.ts';

const options: GrpoOptions = { ...paperOptions, learningRate: 0.02, episodesPerStep: 4, stepCount: 6, seed: 3 };

function run(checkpoint: GrpoCheckpoint, more: Partial<GrpoOptions> = {}, stopAfter = Number.POSITIVE_INFINITY) {
  const steps: GrpoStep[] = [];
  const training = trainGrpo({
    checkpoint,
    options: { ...options, ...more },
    episodesOf: tinyEpisodes(),
    signal: never,
  });
  for (const step of training) {
    steps.push(step);
    if (steps.length === stopAfter) break;
  }
  return steps;
}

describe('advantagesOf', () => {
  test('measures rewards in sample standard deviations of their group', () => {
    // Mean 0.5, deviation of the sample √(4 · 0.25 / 3) = 0.57735.
    const [high, low] = [0.5 / (Math.sqrt(1 / 3) + 1e-4), -0.5 / (Math.sqrt(1 / 3) + 1e-4)];
    for (const [index, advantage] of advantagesOf([1, 0, 1, 0], 1e-4).entries()) {
      expect(advantage).toBeCloseTo(index % 2 === 0 ? high : low, 12);
    }
    // Mean 0.125, deviation √((0.875² + 7 · 0.125²) / 7) = 0.353553.
    const one = advantagesOf([1, 0, 0, 0, 0, 0, 0, 0], 1e-4);
    expect(one[0]).toBeCloseTo(0.875 / (0.353553390593 + 1e-4), 9);
    expect(one[1]).toBeCloseTo(-0.125 / (0.353553390593 + 1e-4), 9);
  });

  test('are zero, not undefined, in a group whose rewards are equal', () => {
    expect(advantagesOf([0.3, 0.3, 0.3], 1e-4).every((advantage) => Math.abs(advantage) < 1e-9)).toBe(true);
  });

  test('do not change when all rewards rise by the same, as by a format reward that all samples get', () => {
    const rewards = [0.1, 0.4, 0.7, 0.2];
    const raised = advantagesOf(
      rewards.map((reward) => reward + 1),
      1e-4,
    );
    advantagesOf(rewards, 1e-4).forEach((advantage, index) => expect(raised[index]).toBeCloseTo(advantage, 9));
  });
});

describe('lossSlope', () => {
  const sample = { advantage: 0.8, logProbability: -3, referenceLogProbability: -2.5, nowLogProbability: -3.2 };
  const clipped = { ...options, clipRange: 0.2 };

  /** The loss of one sample, written out: −(min of ratios) · A + β · (e^d − d − 1). */
  const lossOf = (logProbability: number, given: typeof sample, { klWeight, clipRange }: GrpoOptions) => {
    const ratio = Math.exp(logProbability - given.logProbability);
    const cut = clipRange === null ? ratio : Math.min(1 + clipRange, Math.max(1 - clipRange, ratio));
    const away = given.referenceLogProbability - logProbability;
    const gain = Math.min(ratio * given.advantage, cut * given.advantage);
    return -gain + klWeight * (Math.exp(away) - away - 1);
  };

  test.each([
    ['as the paper has it', sample, options],
    ['for a bad sample', { ...sample, advantage: -1.3 }, options],
    ['inside the clipping range', { ...sample, nowLogProbability: -3.1 }, clipped],
    ['above the range with a good sample', { ...sample, nowLogProbability: -2.7 }, clipped],
    ['above the range with a bad sample', { ...sample, advantage: -1, nowLogProbability: -2.7 }, clipped],
    ['below the range with a good sample', { ...sample, nowLogProbability: -3.4 }, clipped],
    ['below the range with a bad sample', { ...sample, advantage: -1, nowLogProbability: -3.4 }, clipped],
  ])('is the slope of the loss by differences, %s', (_, given, with_) => {
    const at = given.nowLogProbability;
    const slope = (lossOf(at + 1e-6, given, with_) - lossOf(at - 1e-6, given, with_)) / 2e-6;
    expect(lossSlope(given, with_)).toBeCloseTo(slope, 7);
  });

  test('at the sample itself is −A, and the k3 term pulls towards the reference', () => {
    const same = { advantage: 0.8, logProbability: -3, referenceLogProbability: -3, nowLogProbability: -3 };
    expect(lossSlope(same, options)).toBeCloseTo(-0.8, 12);
    const still = { ...same, advantage: 0 };
    expect(lossSlope({ ...still, nowLogProbability: -2 }, options)).toBeGreaterThan(0);
    expect(lossSlope({ ...still, nowLogProbability: -4 }, options)).toBeLessThan(0);
  });
});

describe('trainGrpo', () => {
  test('has the curves that were recorded', () => {
    const steps = run(startGrpo(tinyWeights()));
    expect(steps.map(({ reward }) => Number(reward.toFixed(6)))).toEqual(goldenRewards);
    expect(steps.map(({ kl }) => Number(kl.toFixed(6)))).toEqual(goldenKl);
  });

  test('begins without any distance to its reference and leaves it where it was', () => {
    const start = startGrpo(tinyWeights());
    const [first, second] = run(start);
    expect(first!.kl).toBe(0);
    expect(second!.kl).toBeGreaterThan(0);
    expect(start.reference).toEqual(tinyWeights());
    expect(start.weights).not.toEqual(tinyWeights());
  });

  test('goes on from a checkpoint as if it had not stopped, bit for bit', () => {
    const whole = startGrpo(tinyWeights());
    run(whole);
    const stopped = startGrpo(tinyWeights());
    run(stopped, {}, 2);
    const kept = structuredClone(stopped);
    run(kept);
    expect(kept.weights).toEqual(whole.weights);
    expect(kept.adam).toEqual(whole.adam);
  });

  test('is decided by its seed', () => {
    const [one, same, other] = [startGrpo(tinyWeights()), startGrpo(tinyWeights()), startGrpo(tinyWeights())];
    run(one);
    run(same);
    run(other, { seed: 4 });
    expect(same.weights).toEqual(one.weights);
    expect(other.weights).not.toEqual(one.weights);
  });

  test('makes several updates of a batch when asked, and clipping then holds them back', () => {
    const [free, clipped] = [startGrpo(tinyWeights()), startGrpo(tinyWeights())];
    run(free, { updatesPerBatch: 4 });
    run(clipped, { updatesPerBatch: 4, clipRange: 0.05 });
    expect(free.adam.stepCount).toBe(24);
    expect(clipped.weights).not.toEqual(free.weights);
  });

  test('stops between steps once aborted, and keeps what was learnt', () => {
    const controller = new AbortController();
    const checkpoint = startGrpo(tinyWeights());
    const training = trainGrpo({ checkpoint, options, episodesOf: tinyEpisodes(), signal: controller.signal });
    training.next();
    const learnt = checkpoint.weights.slice();
    controller.abort();
    expect(() => training.next()).toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(checkpoint.weights).toEqual(learnt);
  });

  test('raises the reward of what it is trained on', () => {
    const steps = run(startGrpo(tinyWeights()), { stepCount: 60 });
    const mean = (some: readonly GrpoStep[]) => some.reduce((sum, { reward }) => sum + reward, 0) / some.length;
    expect(mean(steps.slice(-15))).toBeGreaterThan(mean(steps.slice(0, 15)) + 0.05);
  });
});

/** Six steps from the first weights, seed 3, Node 24: what they were when the trainer was first right. */
const goldenRewards = [0.12291, 0.386791, 0.167345, 0.065952, 0.224417, 0.09738];
const goldenKl = [0, 0.008323, 0.020571, 0.062474, 0.065198, 0.109841];
