import { describe, expect, test } from 'vitest';
import {
  mostSpans,
  SpanDistribution,
  type PotentialGradients,
  type SpanPotentials,
  type StepSpan,
} from '../../../../native-models/policy/span-distribution.ts';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';

function potentialsOf(stepCount: number, seed: number, barrierSteps: readonly number[] = []): SpanPotentials {
  const random = seededRandom(seed);
  const draw = () => Float64Array.from({ length: stepCount }, () => 4 * random() - 2);
  return { inside: draw(), start: draw(), end: draw(), nothing: 2 * random() - 1, barrierSteps };
}

/** Every set there can be, by brute force. */
function allSets(stepCount: number, barrierSteps: readonly number[]): StepSpan[][] {
  const isBarrier = (step: number) => barrierSteps.includes(step);
  const sets: StepSpan[][] = [];
  const extend = (spans: StepSpan[], freeFrom: number): void => {
    sets.push(spans);
    if (spans.length === mostSpans) return;
    for (let fromStep = Math.max(0, freeFrom - 1); fromStep < stepCount; fromStep += 1) {
      if (fromStep < freeFrom && !(fromStep === freeFrom - 1 && spans.length > 0 && isBarrier(fromStep))) continue;
      for (let toStep = fromStep + 1; toStep <= stepCount; toStep += 1) {
        if (toStep - 1 > fromStep && isBarrier(toStep - 1)) break;
        extend([...spans, { fromStep, toStep }], toStep + 1);
      }
    }
  };
  extend([], 0);
  return sets;
}

const cases = [
  { stepCount: 1, barrierSteps: [] },
  { stepCount: 6, barrierSteps: [] },
  { stepCount: 7, barrierSteps: [3] },
  { stepCount: 6, barrierSteps: [1, 2, 5] },
  // More spans would fit than a set may hold.
  { stepCount: 10, barrierSteps: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
];

describe.each(cases)(
  'SpanDistribution over $stepCount steps, barriers $barrierSteps',
  ({ stepCount, barrierSteps }) => {
    const potentials = potentialsOf(stepCount, stepCount + barrierSteps.length, barrierSteps);
    const distribution = new SpanDistribution(potentials);
    const sets = allSets(stepCount, barrierSteps);

    test('gives all sets together a probability of one', () => {
      const sum = sets.reduce((total, set) => total + Math.exp(distribution.logProbability(set)), 0);
      expect(sum).toBeCloseTo(1, 10);
    });

    test('has the marginals that counting gives', () => {
      const marginals = distribution.marginals();
      const counted = {
        inside: new Float64Array(stepCount),
        start: new Float64Array(stepCount),
        end: new Float64Array(stepCount),
      };
      for (const set of sets) {
        const probability = Math.exp(distribution.logProbability(set));
        for (const { fromStep, toStep } of set) {
          counted.start[fromStep]! += probability;
          counted.end[toStep - 1]! += probability;
          for (let step = fromStep; step < toStep; step += 1) counted.inside[step]! += probability;
        }
      }
      for (const part of ['inside', 'start', 'end'] as const) {
        for (let step = 0; step < stepCount; step += 1) {
          expect(marginals[part][step], `${part} ${step}`).toBeCloseTo(counted[part][step]!, 10);
        }
      }
      expect(marginals.nothing).toBeCloseTo(Math.exp(distribution.logProbability([])), 12);
    });

    test('draws sets as often as they are probable', () => {
      const random = seededRandom(7);
      const drawCount = 20_000;
      const drawn = new Map<string, number>();
      for (let index = 0; index < drawCount; index += 1) {
        const key = JSON.stringify(distribution.sample(random));
        drawn.set(key, (drawn.get(key) ?? 0) + 1);
      }
      // Pearson's statistic over the sets that are expected at least five times stays near its degrees of freedom.
      const expected = sets.map((set) => ({
        key: JSON.stringify(set),
        count: drawCount * Math.exp(distribution.logProbability(set)),
      }));
      const often = expected.filter(({ count }) => count >= 5);
      const statistic = often.reduce((sum, { key, count }) => sum + ((drawn.get(key) ?? 0) - count) ** 2 / count, 0);
      expect(statistic).toBeLessThan(often.length + 5 * Math.sqrt(2 * often.length) + 5);
      expect([...drawn.keys()].every((key) => expected.some((set) => set.key === key))).toBe(true);
    });

    test('has the gradient that small changes of the scores show', () => {
      const random = seededRandom(3);
      const set = distribution.sample(random);
      for (const spans of [set, []]) {
        const gradient = distribution.gradient(spans);
        expectGradient(potentials, spans, gradient);
      }
    });
  },
);

function expectGradient(potentials: SpanPotentials, spans: readonly StepSpan[], gradient: PotentialGradients): void {
  const epsilon = 1e-5;
  const logProbability = (changed: Partial<SpanPotentials>) =>
    new SpanDistribution({ ...potentials, ...changed }).logProbability(spans);
  for (const part of ['inside', 'start', 'end'] as const) {
    for (let step = 0; step < potentials.inside.length; step += 1) {
      const moved = (by: number) => {
        const values = potentials[part].slice();
        values[step]! += by;
        return logProbability({ [part]: values });
      };
      const slope = (moved(epsilon) - moved(-epsilon)) / (2 * epsilon);
      expect(gradient[part][step], `${part} ${step}`).toBeCloseTo(slope, 6);
    }
  }
  const { nothing } = potentials;
  const slope =
    (logProbability({ nothing: nothing + epsilon }) - logProbability({ nothing: nothing - epsilon })) / (2 * epsilon);
  expect(gradient.nothing).toBeCloseTo(slope, 6);
}

describe('SpanDistribution', () => {
  const distribution = new SpanDistribution(potentialsOf(6, 1, [3]));

  test.each([
    [
      'out of order',
      [
        { fromStep: 4, toStep: 5 },
        { fromStep: 0, toStep: 1 },
      ],
    ],
    [
      'overlapping',
      [
        { fromStep: 0, toStep: 3 },
        { fromStep: 2, toStep: 4 },
      ],
    ],
    [
      'touching without a barrier',
      [
        { fromStep: 0, toStep: 1 },
        { fromStep: 1, toStep: 2 },
      ],
    ],
    ['over a barrier', [{ fromStep: 2, toStep: 4 }]],
    ['empty', [{ fromStep: 2, toStep: 2 }]],
    ['beyond the end', [{ fromStep: 5, toStep: 7 }]],
  ])('calls spans that are %s impossible', (_, spans) => {
    expect(distribution.logProbability(spans)).toBe(Number.NEGATIVE_INFINITY);
  });

  test('holds over ten thousand steps with extreme scores', () => {
    const stepCount = 10_000;
    const inside = Float64Array.from({ length: stepCount }, (_, step) => (step >= 4000 && step < 4100 ? 12 : -12));
    const flat = new Float64Array(stepCount);
    const long = new SpanDistribution({ inside, start: flat, end: flat, nothing: 0, barrierSteps: [] });
    expect(long.sample(seededRandom(1))).toEqual([{ fromStep: 4000, toStep: 4100 }]);
    expect(long.logProbability([{ fromStep: 4000, toStep: 4100 }])).toBeGreaterThan(-0.1);
    const { inside: marginal } = long.marginals();
    expect(marginal.every((value) => value >= 0 && value <= 1 + 1e-9)).toBe(true);
    expect(marginal[4050]).toBeCloseTo(1, 3);
    expect(marginal[10]).toBeLessThan(0.01);
  });

  test('without steps there is nothing', () => {
    const none = new SpanDistribution(potentialsOf(0, 1));
    expect(none.nothingProbability).toBe(1);
    expect(none.sample(seededRandom(1))).toEqual([]);
  });
});
