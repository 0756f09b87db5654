import { expect, test } from 'vitest';
import { shiftedBy } from '../../../../native-models/policy/edge-habit.ts';

const stretch = { startSeconds: 10, endSeconds: 40 };
const habit = { startSeconds: -0.5, endSeconds: 0.25 };
const shift = (startSeconds: number, endSeconds: number, by = habit) =>
  Object.values(shiftedBy({ startSeconds, endSeconds }, by, stretch));

test('a habit moves the edges that somebody would set', () => {
  expect(shift(20, 30)).toEqual([19.5, 30.25]);
});

test('where the footage ends, an edge stays', () => {
  expect(shift(10, 30)).toEqual([10, 30.25]);
  expect(shift(20, 40)).toEqual([19.5, 40]);
});

test('a span of which nothing would be left stays as it is', () => {
  expect(shift(20, 20.4, { startSeconds: 0.5, endSeconds: 0 })).toEqual([20, 20.4]);
});
