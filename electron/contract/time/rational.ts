import { fractionOfNumber, multiplyFractions, numberOfFraction, safeInteger, type Fraction } from './fraction.ts';

/**
 * An exact ratio, as rates and time bases are: reduced, `den` above 0, both safe integers. It goes through JSON and
 * every port as it is. Made by `rational` and `parseRational`; each function here is exact or throws `RangeError`.
 */
export interface Rational {
  readonly num: number;
  readonly den: number;
}

/** `num / den`, reduced, with the sign above. Throws `RangeError` for 0 below and for what is no safe integer. */
export function rational(num: number, den = 1): Rational {
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den)) {
    throw new RangeError(`A rational needs two safe integers, not ${num}/${den}.`);
  }
  return reduce(BigInt(num), BigInt(den));
}

/**
 * Reads `30000/1001`, `30000:1001`, `25` and `29.97` (which is 2997/100, and not 30000/1001).
 * Throws `RangeError` for anything else, `0/0` of an unknown rate included.
 */
export function parseRational(text: string): Rational {
  const ratio = /^\s*([+-]?\d{1,16})\s*[/:]\s*([+-]?\d{1,16})\s*$/.exec(text);
  if (ratio !== null) {
    return reduce(BigInt(ratio[1]!), BigInt(ratio[2]!));
  }
  const decimal = /^\s*([+-]?\d{1,16})(?:\.(\d{1,15}))?\s*$/.exec(text);
  if (decimal === null) {
    throw new RangeError(`"${text.slice(0, 60)}" is no ratio such as 30000/1001, 25 or 29.97.`);
  }
  const digits = decimal[2] ?? '';
  return reduce(BigInt(decimal[1]! + digits), 10n ** BigInt(digits.length));
}

/** `30000/1001`; whole numbers without a denominator. */
export function formatRational({ num, den }: Rational): string {
  return den === 1 ? String(num) : `${num}/${den}`;
}

/** Below 0, 0 or above 0 as `a` is less than, equal to or more than `b`. */
export function compareRationals(a: Rational, b: Rational): number {
  const left = BigInt(a.num) * BigInt(b.den);
  const right = BigInt(b.num) * BigInt(a.den);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function areRationalsEqual(a: Rational, b: Rational): boolean {
  return compareRationals(a, b) === 0;
}

export function addRationals(a: Rational, b: Rational): Rational {
  return reduce(BigInt(a.num) * BigInt(b.den) + BigInt(b.num) * BigInt(a.den), BigInt(a.den) * BigInt(b.den));
}

export function multiplyRationals(a: Rational, b: Rational): Rational {
  return reduce(BigInt(a.num) * BigInt(b.num), BigInt(a.den) * BigInt(b.den));
}

/** `1 / value`; throws `RangeError` for 0. */
export function invertRational({ num, den }: Rational): Rational {
  return reduce(BigInt(den), BigInt(num));
}

export function divideRationals(a: Rational, b: Rational): Rational {
  return reduce(BigInt(a.num) * BigInt(b.den), BigInt(a.den) * BigInt(b.num));
}

/** The nearest double: for display and for measuring, never to count with. */
export function rationalToNumber({ num, den }: Rational): number {
  return num / den;
}

/** The exact product of a double and a rational, for the functions of this folder. */
export function timesRational(value: number, factor: Rational): Fraction {
  return multiplyFractions(fractionOfNumber(value), fractionOfRational(factor));
}

export function fractionOfRational({ num, den }: Rational): Fraction {
  return { num: BigInt(num), den: BigInt(den) };
}

/** The double nearest to `count × unit`, with one rounding. `count` is a safe integer. */
export function countTimesRational(count: number, unit: Rational): number {
  if (!Number.isSafeInteger(count)) {
    throw new RangeError(`A count is a safe integer, not ${count}.`);
  }
  return numberOfFraction({ num: BigInt(count) * BigInt(unit.num), den: BigInt(unit.den) });
}

function reduce(num: bigint, den: bigint): Rational {
  if (den === 0n) {
    throw new RangeError(`${num}/0 is no number.`);
  }
  const divisor = greatestCommonDivisor(num, den) * (den < 0n ? -1n : 1n);
  return { num: safeInteger(num / divisor), den: safeInteger(den / divisor) };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let larger = a < 0n ? -a : a;
  let smaller = b < 0n ? -b : b;
  while (smaller !== 0n) {
    [larger, smaller] = [smaller, larger % smaller];
  }
  return larger;
}
