import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addRationals,
  areRationalsEqual,
  compareRationals,
  countTimesRational,
  divideRationals,
  formatRational,
  invertRational,
  multiplyRationals,
  parseRational,
  rational,
  rationalToNumber,
} from '../../../../../electron/contract/time/rational.ts';

const smallRational = fc
  .tuple(fc.integer({ min: -100_000, max: 100_000 }), fc.integer({ min: 1, max: 100_000 }))
  .map(([num, den]) => rational(num, den));
const nonZero = smallRational.filter(({ num }) => num !== 0);

describe('rational', () => {
  test('reduces, and keeps the sign above', () => {
    expect(rational(60000, 2002)).toEqual({ num: 30000, den: 1001 });
    expect(rational(3, -6)).toEqual({ num: -1, den: 2 });
    expect(rational(0, -7)).toEqual({ num: 0, den: 1 });
  });

  test('refuses zero below, fractions and integers that doubles cannot hold', () => {
    expect(() => rational(1, 0)).toThrow(RangeError);
    expect(() => rational(29.97)).toThrow(RangeError);
    expect(() => rational(2 ** 53, 3)).toThrow(RangeError);
    expect(() => rational(Number.NaN)).toThrow(RangeError);
  });

  test('is refused rather than rounded when a product outgrows the safe integers', () => {
    const large = rational(2 ** 52 + 1, 3);

    expect(() => multiplyRationals(large, large)).toThrow(RangeError);
    expect(multiplyRationals(large, invertRational(large))).toEqual({ num: 1, den: 1 });
  });
});

describe('parseRational', () => {
  test.each([
    ['30000/1001', { num: 30000, den: 1001 }],
    ['1:90000', { num: 1, den: 90000 }],
    ['25', { num: 25, den: 1 }],
    ['29.97', { num: 2997, den: 100 }],
    ['-0.5', { num: -1, den: 2 }],
    [' 50/2 ', { num: 25, den: 1 }],
  ])('reads %s', (text, expected) => {
    expect(parseRational(text)).toEqual(expected);
  });

  test.each(['', '0/0', '1/0', 'N/A', '1e3', '25fps', '1/2/3', '0x10', 'Infinity', '99999999999999999999'])(
    'refuses %j',
    (text) => {
      expect(() => parseRational(text)).toThrow(RangeError);
    },
  );

  test('reads back what formatRational writes', () => {
    fc.assert(
      fc.property(smallRational, (value) => {
        expect(parseRational(formatRational(value))).toEqual(value);
      }),
    );
  });
});

describe('arithmetic', () => {
  test('adds, multiplies and divides without rounding', () => {
    fc.assert(
      fc.property(smallRational, smallRational, nonZero, (a, b, c) => {
        expect(multiplyRationals(divideRationals(a, c), c)).toEqual(a);
        expect(addRationals(a, b)).toEqual(addRationals(b, a));
        expect(areRationalsEqual(addRationals(addRationals(a, b), rational(-b.num, b.den)), a)).toBe(true);
      }),
    );
  });

  test('orders as numbers do, where doubles can tell', () => {
    fc.assert(
      fc.property(smallRational, smallRational, (a, b) => {
        const difference = rationalToNumber(a) - rationalToNumber(b);
        expect(compareRationals(a, b)).toBe(Math.sign(difference) + 0);
      }),
    );
  });

  test('tells apart what doubles cannot', () => {
    expect(compareRationals(rational(2 ** 53 - 1, 2 ** 53 - 2), rational(2 ** 53 - 2, 2 ** 53 - 3))).toBe(-1);
  });
});

describe('countTimesRational', () => {
  test('rounds once even where the product is no safe integer', () => {
    // Python: float(Fraction(9007199254740991 * 1001, 30000))
    expect(countTimesRational(Number.MAX_SAFE_INTEGER, rational(1001, 30000))).toBe(300540215133191.06);
    expect(countTimesRational(-3, rational(1001, 30000))).toBe(-0.1001);
  });

  test('gives doubles between those of its neighbours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 52 }), (count) => {
        const unit = rational(1001, 120000);
        expect(countTimesRational(count, unit)).toBeLessThanOrEqual(countTimesRational(count + 1, unit));
      }),
    );
  });
});
