/** Exact arithmetic under the functions of this folder: big integers, not reduced, never on a wire. `den` is above 0. */
export interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

/** The exact value of a double: every finite one is an integer over a power of two. Throws `RangeError` otherwise. */
export function fractionOfNumber(value: number): Fraction {
  if (!Number.isFinite(value)) {
    throw new RangeError(`A finite number is needed, not ${value}.`);
  }
  let scaled = value;
  let shift = 0;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift += 1;
  }
  return { num: BigInt(scaled), den: 1n << BigInt(shift) };
}

export function addFractions(a: Fraction, b: Fraction): Fraction {
  return { num: a.num * b.den + b.num * a.den, den: a.den * b.den };
}

export function multiplyFractions(a: Fraction, b: Fraction): Fraction {
  return { num: a.num * b.num, den: a.den * b.den };
}

/** Towards minus infinity, unlike the division of big integers, which cuts towards 0. */
export function floorFraction({ num, den }: Fraction): bigint {
  const quotient = num / den;
  return num < 0n && quotient * den !== num ? quotient - 1n : quotient;
}

export function ceilFraction({ num, den }: Fraction): bigint {
  return -floorFraction({ num: -num, den });
}

/** To the nearest integer, halves upwards. */
export function roundFraction({ num, den }: Fraction): bigint {
  return floorFraction({ num: 2n * num + den, den: 2n * den });
}

/**
 * The double nearest to a fraction, ties to even: one rounding, whatever the size of the two integers.
 * Exact within the normal range of doubles, which times never leave.
 */
export function numberOfFraction({ num, den }: Fraction): number {
  const numNumber = Number(num);
  const denNumber = Number(den);
  if (Number.isSafeInteger(numNumber) && Number.isSafeInteger(denNumber)) {
    return numNumber / denNumber;
  }
  const magnitude = num < 0n ? -num : num;
  // 64 bits or more of quotient, so that a last bit that stands for the rest cannot reach the rounding position.
  const shift = Math.max(0, 64 + bitLength(den) - bitLength(magnitude));
  const scaled = magnitude << BigInt(shift);
  const quotient = scaled / den;
  const sticky = quotient * den === scaled ? quotient : quotient | 1n;
  return (num < 0n ? -1 : 1) * Number(sticky) * 2 ** -shift;
}

/** A big integer as a number; throws `RangeError` where doubles have gaps between integers. */
export function safeInteger(value: bigint): number {
  const asNumber = Number(value);
  if (!Number.isSafeInteger(asNumber)) {
    throw new RangeError(`${value} is outside of the integers that a number holds exactly.`);
  }
  return asNumber;
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}
