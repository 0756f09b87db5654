import { describe, expect, test } from 'vitest';
import {
  meanWithInterval,
  onePassScores,
  startFrames,
} from '../../../../../electron/engine/tracking/one-pass-scores.ts';

const truth = { x: 0, y: 0, width: 10, height: 10 };

describe('onePassScores', () => {
  test('of a perfect run is 20 of 21 thresholds: no overlap is above 1', () => {
    const scores = onePassScores([{ predicted: truth, truth }]);
    expect(scores).toMatchObject({ precision20: 1, meanIou: 1, frameCount: 1 });
    expect(scores!.successAuc).toBeCloseTo(20 / 21, 12);
  });

  test('of half an overlap in one frame and none in the other, by hand', () => {
    // IoU 50 / 150 = 1/3: above 0, 0.05 … 0.3, which are 7 thresholds of 21, in one frame of two.
    const half = { x: 5, y: 0, width: 10, height: 10 };
    const scores = onePassScores([
      { predicted: half, truth },
      { predicted: { ...truth, x: 100 }, truth },
    ]);
    expect(scores!.successAuc).toBeCloseTo(7 / 42, 12);
    expect(scores!.precision20).toBe(0.5);
    expect(scores!.meanIou).toBeCloseTo(1 / 6, 12);
  });

  test('counts a frame without a prediction as missed, and knows no score of no frames', () => {
    expect(onePassScores([{ predicted: null, truth }])).toMatchObject({ successAuc: 0, precision20: 0 });
    expect(onePassScores([])).toBeNull();
  });
});

test('startFrames are spread over the first nine tenths, the first among them', () => {
  expect(startFrames(101, 4)).toEqual([0, 30, 60, 90]);
  expect(startFrames(3, 20)).toEqual([0, 1]);
  expect(startFrames(1, 5)).toEqual([0]);
});

test('meanWithInterval is 1.96 standard errors wide to each side', () => {
  expect(meanWithInterval([0.2, 0.4]).mean).toBeCloseTo(0.3, 12);
  expect(meanWithInterval([0.2, 0.4]).halfWidth).toBeCloseTo(1.96 * 0.1, 12);
  expect(meanWithInterval([0.5]).halfWidth).toBe(0);
});
