import { describe, expect, test } from 'vitest';
import {
  combineAll,
  combineAny,
  combineWitnesses,
  type PartRole,
} from '../../../../../electron/engine/index/combine-curves.ts';

const unknown = Number.NaN;
const part = (role: PartRole, ...values: number[]) => ({ role, values: Float32Array.from(values) });
const at0 = (...parts: ReturnType<typeof part>[]) => combineAll(parts)[0]!;

describe('combineAll', () => {
  test('keeps a value that all parts share and that of a lone part', () => {
    expect(at0(part('required', 0.6), part('negative', 0.6))).toBeCloseTo(0.6);
    expect(at0(part('required', 1), part('required', 1))).toBe(1);
    expect([...combineAll([part('required', 0, 0.3, 1)])]).toEqual([0, expect.closeTo(0.3), 1]);
  });

  test('is lowered by a missing part without being wiped out', () => {
    const missing = at0(part('required', 0.9), part('required', 0));
    expect(missing).toBeGreaterThan(0.1);
    expect(missing).toBeLessThan(0.3);
  });

  test('misses the first part more than a later one', () => {
    const withoutFirst = at0(part('required', 0), part('required', 0.9));
    expect(withoutFirst).toBeLessThan(at0(part('required', 0.9), part('required', 0)));
    expect(withoutFirst).toBeGreaterThan(0);
  });

  test('takes several words that are all said for nearly the whole story, and their silence for a doubt', () => {
    const withWords = (share: number) => at0(part('required', 0.5), part('witness', share));
    expect(withWords(1)).toBeGreaterThan(0.85);
    expect(withWords(0.5)).toBeLessThan(0.6);
    expect(withWords(0)).toBeLessThan(0.5);
    expect(withWords(0)).toBeGreaterThan(0.35);
    expect(withWords(unknown)).toBeCloseTo(0.5);
    expect(at0(part('required', 0.5), part('soft', 0))).toBeCloseTo(0.5);
  });

  test('leaves unknown parts out and is unknown when nothing is known', () => {
    expect(at0(part('required', 0.8), part('required', unknown))).toBeCloseTo(0.8);
    expect(at0(part('required', unknown), part('required', unknown))).toBeNaN();
  });

  test('does not take absence of what is excluded for presence of what is asked for', () => {
    expect(at0(part('required', unknown), part('negative', 1))).toBeNaN();
    expect(at0(part('required', 0), part('negative', 1))).toBeLessThan(0.2);
    expect(at0(part('negative', 0.7))).toBeCloseTo(0.7);
  });

  test('lets soft parts add and never exclude', () => {
    const base = at0(part('required', 0.6));
    expect(at0(part('required', 0.6), part('soft', 0))).toBeCloseTo(base);
    expect(at0(part('required', 0.6), part('soft', unknown))).toBeCloseTo(base);
    const lifted = at0(part('required', 0.6), part('soft', 1));
    expect(lifted).toBeGreaterThan(base);
    expect(lifted).toBeLessThan(1);
  });

  test('lets soft parts decide alone where nothing else was asked for, by how many match', () => {
    expect(at0(part('soft', 1), part('soft', 0))).toBeCloseTo(0.5);
    expect(at0(part('soft', 1), part('soft', 1))).toBeCloseTo(1);
  });

  test('shuts a gate on whatever does not match it, and lets it decide when it is alone', () => {
    expect(at0(part('required', 0.9), part('gate', 0))).toBe(0);
    expect(at0(part('required', 0.9), part('gate', unknown))).toBe(0);
    expect(at0(part('required', 0.9), part('gate', 1))).toBeCloseTo(0.9);
    expect(at0(part('gate', 1))).toBe(1);
    expect(at0(part('gate', 0))).toBe(0);
  });
});

test('an action is believed wholly wherever it stands, and silences what stands in for it', () => {
  const first = part('required', 1);
  // Half the geometric mean with a floor of 0.05, half the least; a later part is believed by 0.85 only.
  expect(at0(first, part('action', 0))).toBeCloseTo(0.5 * Math.sqrt(0.05));
  expect(at0(first, part('required', 0))).toBeCloseTo(0.5 * Math.sqrt(0.15) + 0.5 * 0.15);
  expect(at0(first, part('stand-in', 0.2), part('action', 0.9))).toBeCloseTo(at0(first, part('action', 0.9)));
  expect(at0(first, part('stand-in', 0.2), part('action', Number.NaN))).toBeCloseTo(at0(first, part('required', 0.2)));
  expect(at0(part('stand-in', 0.2))).toBeCloseTo(0.2);
});

test('combineAny takes the largest that is known', () => {
  const curves = [Float32Array.from([0.2, unknown, unknown]), Float32Array.from([0.7, 0.1, unknown])];
  expect([...combineAny(curves)]).toEqual([expect.closeTo(0.7), expect.closeTo(0.1), unknown]);
});

test('combineWitnesses lets two weak witnesses make a stronger one', () => {
  const curves = [Float32Array.from([0.5, 0.4, unknown]), Float32Array.from([0.5, unknown, unknown])];
  expect([...combineWitnesses(curves)]).toEqual([expect.closeTo(0.75), expect.closeTo(0.4), unknown]);
});
