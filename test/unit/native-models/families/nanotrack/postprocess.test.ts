import { describe, expect, test } from 'vitest';
import type { TrackingModelParameters } from '../../../../../native-models/api/tracking-model.ts';
import { bestTarget, cosineOf } from '../../../../../native-models/families/nanotrack/postprocess.ts';

const parameters: TrackingModelParameters = {
  ...{ channelOrder: 'bgr', templateSize: 127, searchSize: 255, featureCount: 1, scoreSize: 15, stride: 16 },
  ...{ contextAmount: 0.5, windowInfluence: 0.4, penalty: 0.1, learningRate: 0.5 },
};
const size = 15;
const count = size * size;

/** An answer that sees the target at some places, each with its logit and how far the box reaches. */
function answer(seen: readonly { place: readonly [number, number]; logit: number; reach: readonly number[] }[]) {
  const scores = new Float32Array(2 * count).fill(0, 0, count).fill(-8, count);
  const reaches = new Float32Array(4 * count).fill(20);
  for (const { place, logit, reach } of seen) {
    const at = place[1] * size + place[0];
    scores[count + at] = logit;
    reach.forEach((value, side) => {
      reaches[side * count + at] = value;
    });
  }
  return { size, scores, reaches };
}

const before = { width: 40, height: 40 };

describe('bestTarget', () => {
  test('measures from the middle of the window, in its pixels', () => {
    const found = bestTarget(answer([{ place: [9, 6], logit: 8, reach: [20, 10, 24, 26] }]), before, parameters);
    // Two places right and one up of the middle, and the box is off its place by half of what its sides differ.
    expect(found).toMatchObject({ x: 32 + 2, y: -16 + 8, width: 44, height: 36 });
    expect(found.score).toBeCloseTo(1 / (1 + Math.exp(-8)), 6);
  });

  test('prefers what is near the middle and of the same size among equals', () => {
    const reach = [20, 20, 20, 20];
    const near = { place: [7, 7], logit: 3, reach } as const;
    const far = { place: [0, 0], logit: 3.1, reach } as const;
    expect(bestTarget(answer([far, near]), before, parameters)).toMatchObject({ x: 0, y: 0 });
    const grown = { place: [7, 7], logit: 3, reach: [90, 90, 90, 90] } as const;
    const same = { place: [8, 7], logit: 3, reach } as const;
    expect(bestTarget(answer([grown, same]), before, { ...parameters, windowInfluence: 0 })).toMatchObject({ x: 16 });
  });

  test('takes over less of a size that it is less sure of', () => {
    const rateOf = (logit: number) =>
      bestTarget(answer([{ place: [7, 7], logit, reach: [20, 20, 20, 20] }]), before, parameters).rate;
    expect(rateOf(8)).toBeCloseTo(0.5, 2);
    expect(rateOf(0)).toBeCloseTo(0.25, 2);
  });
});

test('cosineOf compares directions and knows none of nothing', () => {
  expect(cosineOf(Float32Array.of(1, 2), Float32Array.of(2, 4))).toBeCloseTo(1, 6);
  expect(cosineOf(Float32Array.of(1, 0), Float32Array.of(0, 3))).toBe(0);
  expect(cosineOf(Float32Array.of(0, 0), Float32Array.of(1, 1))).toBe(0);
});
