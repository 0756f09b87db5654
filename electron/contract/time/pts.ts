import type { TimeRange } from '../time-range.ts';
import {
  addFractions,
  ceilFraction,
  floorFraction,
  fractionOfNumber,
  multiplyFractions,
  roundFraction,
  safeInteger,
  type Fraction,
} from './fraction.ts';
import { assertRate } from './frame-rate.ts';
import { countTimesRational, fractionOfRational, invertRational, timesRational, type Rational } from './rational.ts';

/**
 * Seconds arrive as doubles, and as text with six decimals (ffmpeg): a frame that starts at 0.0667333… s is also asked
 * for at 0.066733. A microsecond before its start therefore belongs to a frame; a quarter of a frame above 250,000 a second.
 */
const slack: Fraction = { num: 1n, den: 1_000_000n };

function slackAt({ num, den }: Rational): Fraction {
  const quarterFrame: Fraction = { num: BigInt(den), den: 4n * BigInt(num) };
  return slack.num * quarterFrame.den <= quarterFrame.num * slack.den ? slack : quarterFrame;
}

export interface TimeBase {
  /** Seconds a tick, such as 1/90000. */
  readonly timeBase: Rational;
  /** Presentation time of the first displayed frame, in ticks: second 0 of everything outside of `ingest`. */
  readonly startPts: number;
}

/** Seconds from the first displayed frame; below 0 for what lies before it. One rounding, at the end. */
export function ptsToSeconds(pts: number, { timeBase, startPts }: TimeBase): number {
  return countTimesRational(pts - startPts, timeBase);
}

/** The tick nearest to a time, halves upwards. Gives back every `pts` that `ptsToSeconds` was given. */
export function secondsToPts(seconds: number, { timeBase, startPts }: TimeBase): number {
  return safeInteger(roundFraction(timesRational(seconds, invertRational(timeBase)))) + startPts;
}

/**
 * The frame that is shown at a time, from 0: frame `k` is shown in `[k / rate, (k + 1) / rate)`.
 * Never falls as `seconds` rises, and gives `k` for `frameStartSeconds(k)`.
 */
export function frameIndexAt(seconds: number, rate: Rational): number {
  assertRate(rate);
  const moment = addFractions(fractionOfNumber(seconds), slackAt(rate));
  return safeInteger(floorFraction(multiplyFractions(moment, fractionOfRational(rate))));
}

/** When a frame begins to be shown. */
export function frameStartSeconds(frameIndex: number, rate: Rational): number {
  return countTimesRational(frameIndex, invertRational(assertRate(rate)));
}

/** When a frame is shown: `[k / rate, (k + 1) / rate)`. */
export function frameRange(frameIndex: number, rate: Rational): TimeRange {
  return { startSeconds: frameStartSeconds(frameIndex, rate), endSeconds: frameStartSeconds(frameIndex + 1, rate) };
}

export interface FrameSpan {
  readonly startFrameIndex: number;
  /** The first frame after the span. */
  readonly endFrameIndex: number;
}

/** The frames that are shown at some moment of a span, at least one; the span of `frameRange(k)` is frame `k` alone. */
export function frameSpanOf({ startSeconds, endSeconds }: TimeRange, rate: Rational): FrameSpan {
  const startFrameIndex = frameIndexAt(startSeconds, rate);
  const { num, den } = slackAt(rate);
  const end = addFractions(fractionOfNumber(endSeconds), { num: -num, den });
  const endFrameIndex = safeInteger(ceilFraction(multiplyFractions(end, fractionOfRational(rate))));
  return { startFrameIndex, endFrameIndex: Math.max(startFrameIndex + 1, endFrameIndex) };
}

/**
 * The same "played at" for frames at any times (variable rate): the index of the last frame that has begun, of
 * `startsSeconds` in rising order. Null before the first one.
 */
export function frameIndexPlayedAt(seconds: number, startsSeconds: ArrayLike<number>): number | null {
  const moment = seconds + 1e-6;
  let low = 0;
  let high = startsSeconds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startsSeconds[middle]! <= moment) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low === 0 ? null : low - 1;
}
