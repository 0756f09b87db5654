import { expect, test } from 'vitest';
import { heatColumns } from '../../../../../renderer/features/search/heat-columns.ts';

const curve = (...values: number[]) => ({ startSeconds: 0, stepSeconds: 0.5, values: Float32Array.from(values) });

test('a short curve has a column a step, and unknown steps stay unknown', () => {
  expect(heatColumns(curve(0, Number.NaN, 1), 100)).toEqual([0, null, 1]);
});

test('a long curve keeps its highest moments', () => {
  const values = new Array<number>(1000).fill(0);
  values[517] = 1;
  const columns = heatColumns(curve(...values), 100);
  expect(columns).toHaveLength(100);
  expect(columns.filter((value) => value === 1)).toHaveLength(1);
  expect(columns[51]).toBe(1);
});

test('a column is unknown only where all of it is', () => {
  expect(heatColumns(curve(Number.NaN, 0.5, Number.NaN, Number.NaN), 2)).toEqual([0.5, null]);
});

test('an empty curve has no columns', () => {
  expect(heatColumns(curve(), 100)).toEqual([]);
});
