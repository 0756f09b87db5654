import { describe, expect, test } from 'vitest';
import { isEnough } from '../../../../../electron/engine/search/enough-hits.ts';
import { notCurve } from '../../../../../electron/engine/search/not-curve.ts';
import { thenCurve } from '../../../../../electron/engine/search/then-curve.ts';

const unknown = Number.NaN;
/** Ten steps of half a second for each value. */
const curve = (...values: number[]) =>
  Float32Array.from(values.flatMap((value) => Array.from({ length: 10 }, () => value)));

describe('notCurve', () => {
  test('is high where a thing is absent, low where it is, unknown where nobody looked', () => {
    const values = notCurve(curve(0, 0.9, unknown), 0.5);
    expect(values[5]).toBe(1);
    expect(values[15]).toBeLessThan(0.1);
    expect(values[25]).toBeNaN();
  });

  test('does not take a flicker for absence, but a longer gap', () => {
    const flicker = curve(0.9, 0.9);
    flicker.fill(0, 10, 13);
    expect(Math.max(...notCurve(flicker, 0.5))).toBeLessThan(0.1);
    expect(Math.max(...notCurve(curve(0.9, 0, 0.9), 0.5))).toBe(1);
  });

  test('holds on to a thing that fades until it has clearly gone', () => {
    const values = notCurve(curve(0.8, 0.35, 0.1), 0.5);
    expect(values[15]).toBeLessThan(0.25);
    expect(values[25]).toBeCloseTo(0.9);
    expect(notCurve(curve(0.35), 0.5)[5]).toBeCloseTo(0.65);
  });
});

describe('thenCurve', () => {
  test('spans from the beginning of the first part to the end of the last', () => {
    const { values, barrierSteps } = thenCurve([curve(0, 0.9, 0, 0, 0), curve(0, 0, 0, 0.9, 0)], 0.5);
    expect(barrierSteps).toEqual([10, 40]);
    expect(values[9]).toBe(0);
    expect(values[10]).toBeGreaterThan(0.8);
    expect(values[39]).toBe(values[10]);
    expect(values[40]).toBe(0);
  });

  test('is nothing in the wrong order', () => {
    expect(Math.max(...thenCurve([curve(0, 0, 0.9), curve(0.9, 0, 0)], 0.5).values)).toBe(0);
  });

  test('chains three parts and prefers the shorter wait', () => {
    const parts = [curve(0.9, 0, 0.9, 0, 0), curve(0, 0, 0, 0.9, 0), curve(0, 0, 0, 0, 0.9)];
    expect(thenCurve(parts, 0.5).barrierSteps).toEqual([20, 50]);
  });

  test('leaves out a part that is unknown throughout and stays unknown where all are', () => {
    const { values } = thenCurve([curve(unknown, unknown), curve(unknown, 0.9)], 0.5);
    expect(values[5]).toBeNaN();
    expect(values[15]).toBeGreaterThan(0.8);
  });
});

describe('isEnough', () => {
  const soFar = { scores: [0.9, 0.8, 0.7], nextScore: 0.8, readWindowCount: 3, limit: 3, floor: 0.35 };

  test('stops once as many hits as asked for are nearly as good as what may come', () => {
    expect(isEnough(soFar)).toBe(true);
    expect(isEnough({ ...soFar, limit: 4 })).toBe(false);
    expect(isEnough({ ...soFar, nextScore: 1 })).toBe(false);
  });

  test('stops when nothing that is left can reach the floor, but reads a small library in full', () => {
    const hopeless = { ...soFar, limit: 50, nextScore: 0.1 };
    expect(isEnough({ ...hopeless, readWindowCount: 10 })).toBe(false);
    expect(isEnough({ ...hopeless, readWindowCount: 40 })).toBe(true);
    expect(isEnough({ ...hopeless, readWindowCount: 40, floor: 0 })).toBe(false);
  });
});
