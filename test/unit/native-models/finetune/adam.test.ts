import { describe, expect, test } from 'vitest';
import { adamStep, newAdamState } from '../../../../native-models/finetune/adam.ts';

describe('adamStep', () => {
  test('first goes by the learning rate against the sign of each slope', () => {
    const weights = Float64Array.of(1, 1, 1);
    const options = { learningRate: 0.1, largestNorm: null };
    adamStep(weights, Float64Array.of(5, -0.001, 0), { state: newAdamState(3), options });
    expect(weights[0]).toBeCloseTo(0.9, 6);
    expect(weights[1]).toBeCloseTo(1.1, 5);
    expect(weights[2]).toBe(1);
  });

  test('remembers a mean and a mean square of slopes, each corrected for its beginning', () => {
    const weights = Float64Array.of(0);
    const state = newAdamState(1);
    const options = { learningRate: 0.1, largestNorm: null };
    adamStep(weights, Float64Array.of(1), { state, options });
    adamStep(weights, Float64Array.of(3), { state, options });
    // m = 0.39 / 0.19, v = 0.009999 / 0.001999; the first step was 0.1.
    expect(weights[0]).toBeCloseTo(-0.1 - (0.1 * (0.39 / 0.19)) / Math.sqrt(0.009999 / 0.001999), 7);
  });

  test('follows a long gradient at the length that is allowed and says how long it was', () => {
    const state = newAdamState(2);
    const norm = adamStep(new Float64Array(2), Float64Array.of(30, 40), {
      state,
      options: { learningRate: 0.1, largestNorm: 1 },
    });
    expect(norm).toBe(50);
    expect([...state.mean].map((value) => value.toFixed(6))).toEqual(['0.060000', '0.080000']);
  });
});
