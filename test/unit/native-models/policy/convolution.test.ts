import { describe, expect, test } from 'vitest';
import { convolve, convolutionSize } from '../../../../native-models/policy/convolution.ts';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';

describe('convolve', () => {
  test.each([
    { inputCount: 3, outputCount: 8, width: 3 },
    { inputCount: 2, outputCount: 5, width: 1 },
    { inputCount: 1, outputCount: 3, width: 5 },
  ])('is the weighted sum of the steps around each, zeros beyond the ends: %j', (layer) => {
    const random = seededRandom(2);
    const weights = Float64Array.from({ length: convolutionSize(layer) }, () => random() - 0.5);
    for (const stepCount of [1, 2, 9]) {
      const input = Float64Array.from({ length: stepCount * layer.inputCount }, () => random() - 0.5);
      const output = convolve(layer, weights, input);
      for (let step = 0; step < stepCount; step += 1) {
        for (let out = 0; out < layer.outputCount; out += 1) {
          let sum = weights[layer.outputCount * layer.width * layer.inputCount + out]!;
          for (let tap = 0; tap < layer.width; tap += 1) {
            for (let into = 0; into < layer.inputCount; into += 1) {
              const at = step + tap - (layer.width - 1) / 2;
              const value = at < 0 || at >= stepCount ? 0 : input[at * layer.inputCount + into]!;
              sum += weights[(out * layer.width + tap) * layer.inputCount + into]! * value;
            }
          }
          expect(output[step * layer.outputCount + out]).toBeCloseTo(sum, 12);
        }
      }
    }
  });
});
