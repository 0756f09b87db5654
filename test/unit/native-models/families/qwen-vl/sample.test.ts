import { describe, expect, test } from 'vitest';
import { likeliest, sampleToken } from '../../../../../native-models/families/qwen-vl/sample.ts';
import { seededRandom } from '../../../../../native-models/policy/seeded-random.ts';

const logits = Float32Array.from([0.1, 0.5, 0.3, 0.1].map(Math.log));
const all = { temperature: 1, topP: 1, topK: 0, seed: null };

/** Share of each token over many draws. */
function shares(sampling: typeof all): number[] {
  const random = seededRandom(7);
  const counts = [0, 0, 0, 0];
  for (let draw = 0; draw < 20_000; draw += 1) {
    counts[sampleToken(logits, sampling, random)]! += 1;
  }
  return counts.map((count) => count / 20_000);
}

function expectShares(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  for (const [index, share] of found.entries()) {
    expect(Math.abs(share - wanted[index]!)).toBeLessThan(0.02);
  }
}

describe('sampleToken', () => {
  test('draws each token as often as its probability says', () => {
    expectShares(shares(all), [0.1, 0.5, 0.3, 0.1]);
  });

  test('draws flatter at a higher temperature and sharper at a lower one', () => {
    const weights = [0.1, 0.5, 0.3, 0.1].map((p) => p ** 2);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    expectShares(
      shares({ ...all, temperature: 0.5 }),
      weights.map((weight) => weight / sum),
    );
  });

  test('keeps the likeliest topK', () => {
    expectShares(shares({ ...all, topK: 2 }), [0, 0.625, 0.375, 0]);
  });

  test('keeps the fewest whose probabilities reach topP', () => {
    expectShares(shares({ ...all, topP: 0.7 }), [0, 0.625, 0.375, 0]);
    expectShares(shares({ ...all, topP: 0.4 }), [0, 1, 0, 0]);
  });

  test('draws the same with the same seed', () => {
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => sampleToken(logits, all, random));
    };
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  test('takes the likeliest at temperature 0, the first of equals', () => {
    expect(sampleToken(Float32Array.of(1, 3, 3, 2), { ...all, temperature: 0 }, () => 0.9)).toBe(1);
  });

  test('refuses values that are no numbers', () => {
    expect(() => likeliest(Float32Array.of(Number.NaN, Number.NaN))).toThrow(RangeError);
  });
});
