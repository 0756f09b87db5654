import { describe, expect, test } from 'vitest';
import {
  bestIou,
  coveredSeconds,
  isRecalled,
  mean,
  spansF1,
  temporalIou,
  unionIou,
} from '../../../../../electron/engine/grounding/metrics.ts';

const span = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds });

describe('temporalIou', () => {
  test('is the shared share of what either covers', () => {
    expect(temporalIou(span(0, 10), span(5, 15))).toBeCloseTo(1 / 3);
    expect(temporalIou(span(0, 10), span(2, 4))).toBeCloseTo(0.2);
    expect(temporalIou(span(3, 7), span(3, 7))).toBe(1);
  });

  test('is 0 for ranges that only touch, because ranges are half-open', () => {
    expect(temporalIou(span(0, 5), span(5, 9))).toBe(0);
    expect(temporalIou(span(0, 5), span(6, 9))).toBe(0);
  });
});

describe('unionIou', () => {
  test('counts every moment once, also where spans of one side overlap', () => {
    expect(unionIou([span(0, 6), span(4, 10)], [span(0, 10)])).toBe(1);
    expect(unionIou([span(0, 5), span(10, 15)], [span(0, 5)])).toBeCloseTo(0.5);
  });

  test('agrees that nothing is nothing, and gives nothing for a side alone', () => {
    expect(unionIou([], [])).toBe(1);
    expect(unionIou([], [span(0, 1)])).toBe(0);
    expect(unionIou([span(0, 1)], [])).toBe(0);
  });

  test('joins touching spans without counting their edge', () => {
    expect(coveredSeconds([span(5, 9), span(0, 5)])).toBe(9);
    expect(coveredSeconds([])).toBe(0);
  });
});

describe('recall', () => {
  test('looks at no more than the first predictions', () => {
    const predicted = [span(50, 60), span(0, 10)];
    expect(isRecalled(predicted, [span(0, 10)], { count: 1, iou: 0.5 })).toBe(false);
    expect(isRecalled(predicted, [span(0, 10)], { count: 5, iou: 0.5 })).toBe(true);
  });

  test('reaches a threshold that is met exactly', () => {
    expect(isRecalled([span(0, 5)], [span(0, 10)], { count: 1, iou: 0.5 })).toBe(true);
    expect(isRecalled([span(0, 4.99)], [span(0, 10)], { count: 1, iou: 0.5 })).toBe(false);
  });

  test('finds nothing without predictions or without truth', () => {
    expect(isRecalled([], [span(0, 1)], { count: 5, iou: 0.3 })).toBe(false);
    expect(bestIou(undefined, [span(0, 1)])).toBe(0);
    expect(bestIou(span(0, 1), [])).toBe(0);
  });
});

describe('spansF1', () => {
  test('pairs one to one: two predictions of one moment are one hit and one miss', () => {
    expect(spansF1([span(0, 10), span(1, 10)], [span(0, 10)], 0.5)).toBeCloseTo(2 / 3);
  });

  test('makes as many pairs as possible where a greedy pairing would block one', () => {
    const predicted = [span(4, 16), span(0, 9)];
    const truth = [span(3, 13), span(10, 16)];
    expect(temporalIou(predicted[0]!, truth[0]!)).toBeGreaterThan(temporalIou(predicted[0]!, truth[1]!));
    expect(temporalIou(predicted[1]!, truth[0]!)).toBeGreaterThanOrEqual(0.4);
    expect(spansF1(predicted, truth, 0.4)).toBe(1);
  });

  test('is 1 when both are empty and 0 when only one is', () => {
    expect(spansF1([], [], 0.5)).toBe(1);
    expect(spansF1([span(0, 1)], [], 0.5)).toBe(0);
    expect(spansF1([], [span(0, 1)], 0.5)).toBe(0);
  });
});

test('the mean of nothing is unknown, not 0', () => {
  expect(mean([])).toBeNull();
  expect(mean([1, 0])).toBe(0.5);
});
