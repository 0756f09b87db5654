import type { MediaFacts, Rational } from '../media/media-facts.ts';

/** Frames of a video counted without looking at them: right at a constant rate, near at a variable one. */
export interface FrameClock {
  readonly rate: Rational;
  readonly timeBase: Rational;
  readonly isVariableRate: boolean;
  /** Of one frame, in the mean. */
  readonly frameSeconds: number;
  /** The frame that is shown at a time, from 0. */
  readonly frameIndexAt: (timeSeconds: number) => number;
}

/** Where nothing is known of a video. */
const assumedRate: Rational = { num: 25, den: 1 };
/** Containers that count in milliseconds write frames up to half of one early. */
const roundingSeconds = 0.00051;

export function frameClockOf(facts: MediaFacts | null): FrameClock {
  const video = facts?.video;
  const rate = video?.averageRate ?? video?.nominalRate ?? assumedRate;
  const perSecond = rate.num / rate.den;
  return {
    rate,
    timeBase: video?.timeBase ?? { num: rate.den, den: rate.num },
    isVariableRate: video?.isVariableRate ?? false,
    frameSeconds: 1 / perSecond,
    frameIndexAt: (timeSeconds) => Math.max(0, Math.floor((timeSeconds + roundingSeconds) * perSecond)),
  };
}
