import { lastAnswer, withoutTimesteps } from '../parsing/answer-blocks.ts';
import { lastSpanInWords } from '../parsing/span-text.ts';
import type { TimeSpan } from './interval-union.ts';

/**
 * Temporal IoU of a grounding answer with the true span, 0..1, in seconds, without clamping to the clip (VideoChat-R1,
 * temporal grounding; `max(0, min(e, e*) − max(s, s*)) / (max(e, e*) − min(s, s*))`). The last "x to y" of the last
 * `<answer>` counts; 0 without one, and for a span that ends before it begins. Two equal points in time give 1. The
 * released joint script lets reversed spans through and divides by zero at equal points; this one does not.
 *
 * @throws RangeError when the truth ends before it begins: such labels are dropped when data are read.
 */
export function temporalIouReward(completion: string, truth: TimeSpan): number {
  if (!(truth[0] <= truth[1])) {
    throw new RangeError(`The true span ${truth[0]} to ${truth[1]} ends before it begins.`);
  }
  const answer = lastAnswer(completion);
  const span = answer === null ? null : lastSpanInWords(withoutTimesteps(answer));
  return span === null ? 0 : spanIou(span, truth);
}

/** IoU of two spans by the formula of the paper's code; 0 when the first ends before it begins. */
export function spanIou([start, end]: TimeSpan, [trueStart, trueEnd]: TimeSpan): number {
  if (start > end) {
    return 0;
  }
  const hullSeconds = Math.max(end, trueEnd) - Math.min(start, trueStart);
  if (hullSeconds === 0) {
    return 1;
  }
  return Math.max(0, Math.min(end, trueEnd) - Math.max(start, trueStart)) / hullSeconds;
}
