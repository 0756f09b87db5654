import { expect, test } from 'vitest';
import { fitTimeMap } from '../../../../../../electron/engine/chat/servers/fit-time-map.ts';

const truth = [3, 6, 10, 12, 15, 20];
const named = (name: (seconds: number) => number) => truth.map((seconds) => ({ named: name(seconds), true: seconds }));

test('finds the line of times that are named too early and in another measure', () => {
  const fitted = fitTimeMap(named((seconds) => (seconds - 2) / 1.25))!;
  expect(fitted.map.scale).toBeCloseTo(1.25, 9);
  expect(fitted.map.offsetSeconds).toBeCloseTo(2, 9);
  expect(fitted.residualSeconds).toBeCloseTo(0, 9);
});

test('corrects nothing where times are right but for the noise', () => {
  const fitted = fitTimeMap(named((seconds) => seconds + (seconds % 2 === 0 ? 0.2 : -0.2)))!;
  expect(fitted.map).toEqual({ scale: 1, offsetSeconds: 0 });
  expect(fitted.residualSeconds).toBeCloseTo(0.2, 9);
});

test.each<[string, (seconds: number) => number]>([
  ['always the same', () => 5],
  ['in no order', (seconds) => (seconds * 7) % 11],
  ['backwards', (seconds) => 30 - seconds],
])('finds none in times that are %s', (_, name) => {
  expect(fitTimeMap(named(name))).toBeNull();
});

test('finds none in too few', () => {
  expect(fitTimeMap(named((seconds) => seconds).slice(0, 3))).toBeNull();
});
