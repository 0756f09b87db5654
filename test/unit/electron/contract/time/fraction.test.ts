import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ceilFraction,
  floorFraction,
  fractionOfNumber,
  numberOfFraction,
  roundFraction,
  safeInteger,
} from '../../../../../electron/contract/time/fraction.ts';

describe('fractions', () => {
  test('hold any finite double exactly', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        fc.pre(value === 0 || Math.abs(value) > 1e-290);
        expect(numberOfFraction(fractionOfNumber(value))).toBe(value + 0);
      }),
    );
    expect(() => fractionOfNumber(Number.NEGATIVE_INFINITY)).toThrow(RangeError);
  });

  test('become the nearest double with one rounding, however little lies above a tie', () => {
    const den = 1n << 90n;
    const tie = 2n ** 53n + 1n;

    expect(numberOfFraction({ num: tie * den, den })).toBe(2 ** 53);
    expect(numberOfFraction({ num: tie * den + 1n, den })).toBe(2 ** 53 + 2);
    expect(numberOfFraction({ num: -tie * den - 1n, den })).toBe(-(2 ** 53) - 2);
  });

  test('are rounded down, up and to the nearest, below 0 as above', () => {
    const halves = [-3n, -2n, -1n, 0n, 1n, 2n, 3n].map((num) => ({ num, den: 2n }));

    expect(halves.map(floorFraction)).toEqual([-2n, -1n, -1n, 0n, 0n, 1n, 1n]);
    expect(halves.map(ceilFraction)).toEqual([-1n, -1n, 0n, 0n, 1n, 1n, 2n]);
    expect(halves.map(roundFraction)).toEqual([-1n, -1n, 0n, 0n, 1n, 1n, 2n]);
  });

  test('refuse integers that a number would round', () => {
    expect(safeInteger(2n ** 53n - 1n)).toBe(2 ** 53 - 1);
    expect(() => safeInteger(2n ** 53n)).toThrow(RangeError);
  });
});
