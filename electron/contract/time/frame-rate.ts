import { areRationalsEqual, rational, rationalToNumber, type Rational } from './rational.ts';

/** A rate that people know by name. `rate` is in frames a second. */
export interface StandardRate {
  readonly name: string;
  readonly rate: Rational;
}

const named = (name: string, num: number, den = 1): StandardRate => ({ name, rate: rational(num, den) });

/** The rates of film, television and cameras, slowest first. Any other positive rational counts as well. */
export const standardRates: readonly StandardRate[] = [
  named('23.976', 24000, 1001),
  named('24', 24),
  named('25', 25),
  named('29.97', 30000, 1001),
  named('30', 30),
  named('47.952', 48000, 1001),
  named('48', 48),
  named('50', 50),
  named('59.94', 60000, 1001),
  named('60', 60),
  named('100', 100),
  named('119.88', 120000, 1001),
  named('120', 120),
];

/** A quarter of the step between 24 and 24000/1001, so that no rate is near two names. */
const nearnessRelative = 0.00025;

/**
 * The standard rate that a measured or written one stands for: 2997/100 and 19001/317 are sloppy ways to write
 * 30000/1001 and 60000/1001. Null when none is within 0.025 %: such a rate is kept as it is.
 */
export function standardRateNear(rate: Rational): StandardRate | null {
  const value = rationalToNumber(assertRate(rate));
  const near = standardRates.find((standard) => {
    const standardValue = rationalToNumber(standard.rate);
    return Math.abs(value - standardValue) <= standardValue * nearnessRelative;
  });
  return near ?? null;
}

/**
 * How many frames a second of timecode counts: the nearest whole number, at least 1 (24 for 24000/1001).
 * The labels of a rate that is not whole run slower or faster than the clock; only drop frame corrects that.
 */
export function nominalRate(rate: Rational): number {
  const { num, den } = assertRate(rate);
  return Math.max(1, Number((2n * BigInt(num) + BigInt(den)) / (2n * BigInt(den))));
}

/** Drop frame exists for 30000/1001 and its multiples only (SMPTE ST 12-1 and 12-3). */
export function isDropFrameLegal(rate: Rational): boolean {
  const nominal = nominalRate(rate);
  return nominal % 30 === 0 && areRationalsEqual(rate, rational(nominal * 1000, 1001));
}

/**
 * Whether timecode of this rate is read as a time of day: whole rates and the standard ones do, with the drift that
 * everybody knows of. At 12.5 frames a second labels count 13 in a second, and "00:00:29:00" would be at 30.2 s.
 */
export function isTimecodeUsual(rate: Rational): boolean {
  return assertRate(rate).den === 1 || standardRates.some((standard) => areRationalsEqual(standard.rate, rate));
}

/** Labels left out at the start of nine minutes in ten: 2 of 30, 4 of 60, 8 of 120. 0 where drop frame is not legal. */
export function droppedLabelsPerMinute(rate: Rational): number {
  return isDropFrameLegal(rate) ? nominalRate(rate) / 15 : 0;
}

/** A rate as people read it: its standard name, otherwise at most three decimals (`12.5`, `15.015`). */
export function frameRateName(rate: Rational): string {
  const standard = standardRates.find((candidate) => areRationalsEqual(candidate.rate, rate));
  return standard?.name ?? String(Math.round(rationalToNumber(assertRate(rate)) * 1000) / 1000);
}

/** Throws `RangeError` for a rate of 0 or below. */
export function assertRate(rate: Rational): Rational {
  if (!(rate.num > 0 && rate.den > 0)) {
    throw new RangeError(`A frame rate is above 0, not ${rate.num}/${rate.den}.`);
  }
  return rate;
}
