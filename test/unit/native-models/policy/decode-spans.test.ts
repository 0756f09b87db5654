import { describe, expect, test } from 'vitest';
import { decodeSpans } from '../../../../native-models/policy/decode-spans.ts';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';

const options = { nothingLimit: 0.5, mostCount: 8, barrierSteps: [] };
const decode = (inside: readonly number[], more: Partial<typeof options & { start: number[]; nothing: number }> = {}) =>
  decodeSpans(
    {
      inside: Float64Array.from(inside),
      start: Float64Array.from(more.start ?? inside.map(() => 0)),
      nothing: more.nothing ?? 0,
    },
    { ...options, ...more },
  );
const stepsOf = (spans: ReturnType<typeof decode>) => spans.map(({ fromStep, toStep }) => [fromStep, toStep]);

describe('decodeSpans', () => {
  test('chooses the steps with the highest expected overlap, of all sets of steps there are', () => {
    const random = seededRandom(9);
    for (let round = 0; round < 200; round += 1) {
      const inside = Array.from({ length: 1 + Math.floor(random() * 10) }, () => random() ** 2);
      const all = inside.reduce((sum, value) => sum + value, 0);
      const ratioOf = (steps: readonly number[]) => {
        const chosen = steps.reduce((sum, step) => sum + inside[step]!, 0);
        return chosen / (steps.length + all - chosen);
      };
      let best = 0;
      for (let mask = 1; mask < 2 ** inside.length; mask += 1) {
        best = Math.max(best, ratioOf(inside.map((_, step) => step).filter((step) => (mask >> step) & 1)));
      }
      const chosen = decode(inside).flatMap(({ fromStep, toStep }) =>
        Array.from({ length: toStep - fromStep }, (_, index) => fromStep + index),
      );
      expect(ratioOf(chosen)).toBeCloseTo(best, 12);
    }
  });

  test('puts the most probable span first and says how probable its steps are', () => {
    const spans = decode([0, 0.8, 0.7, 0, 0, 0.9, 1, 0]);
    expect(stepsOf(spans)).toEqual([
      [5, 7],
      [1, 3],
    ]);
    expect(spans.map(({ probability }) => probability)).toEqual([0.95, 0.75]);
  });

  test('is empty when nothing is more probable than its limit, or nothing is probable at all', () => {
    expect(decode([1, 1, 1], { nothing: 0.51 })).toEqual([]);
    expect(decode([1, 1, 1], { nothing: 0.5 })).toHaveLength(1);
    expect(decode([0, 0, 0])).toEqual([]);
    expect(decode([])).toEqual([]);
  });

  test('parts spans at barriers and where a new one is likely to begin', () => {
    expect(stepsOf(decode([1, 1, 1, 1], { barrierSteps: [2] as never }))).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(stepsOf(decode([1, 1, 1, 1], { start: [1, 0, 0, 0.9] }))).toEqual([
      [0, 3],
      [3, 4],
    ]);
  });

  test('gives at most as many as are asked for', () => {
    expect(decode([0.9, 0, 0.8, 0, 1], { mostCount: 2 })).toHaveLength(2);
  });
});
