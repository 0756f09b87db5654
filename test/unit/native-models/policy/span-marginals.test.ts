import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';
import { SpanDistribution, type SpanPotentials } from '../../../../native-models/policy/span-distribution.ts';
import { spanMarginals } from '../../../../native-models/policy/span-marginals.ts';

function potentialsOf(stepCount: number, barrierSteps: readonly number[], lift = 0): SpanPotentials {
  const random = seededRandom(stepCount);
  const draw = (level: number) => Float64Array.from({ length: stepCount }, () => level + 4 * random() - 2);
  return { inside: draw(0), start: draw(lift), end: draw(lift), nothing: 2 * random() - 1, barrierSteps };
}

describe('spanMarginals', () => {
  test.each([
    [0, []],
    [1, []],
    [6, []],
    [7, [3]],
    [8, [1, 2, 5]],
    [14, [9]],
  ])('agrees with the distribution over %d steps, barriers %j, where eight spans are all there can be', (count, at) => {
    const potentials = potentialsOf(count, at);
    const exact = new SpanDistribution(potentials).marginals();
    const quick = spanMarginals(potentials);
    expect(quick.nothing).toBeCloseTo(exact.nothing, 12);
    for (let step = 0; step < count; step += 1) {
      expect(quick.inside[step], `inside ${step}`).toBeCloseTo(exact.inside[step]!, 12);
      expect(quick.start[step], `start ${step}`).toBeCloseTo(exact.start[step]!, 12);
    }
  });

  test('comes close to it over a long stretch of few spans', () => {
    const potentials = potentialsOf(300, [40], -5);
    const exact = new SpanDistribution(potentials).marginals();
    const quick = spanMarginals(potentials);
    quick.inside.forEach((value, step) => expect(value).toBeCloseTo(exact.inside[step]!, 3));
  });

  test('holds over ten thousand steps with extreme scores', () => {
    const inside = Float64Array.from({ length: 10_000 }, (_, step) => (step >= 4000 && step < 4100 ? 12 : -12));
    const flat = new Float64Array(10_000);
    const marginals = spanMarginals({ inside, start: flat, end: flat, nothing: 0, barrierSteps: [] });
    expect(marginals.inside.every((value) => value >= 0 && value <= 1 + 1e-9)).toBe(true);
    expect(marginals.inside[4050]).toBeCloseTo(1, 3);
    expect(marginals.inside[10]).toBeLessThan(0.01);
    expect(marginals.nothing).toBeLessThan(1e-9);
  });
});
