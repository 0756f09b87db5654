import type { GroundingRange } from '../api/grounding-policy.ts';

/**
 * How much later than the evidence the people of a library begin and end their spans, in seconds; negative is earlier.
 * It lies on top of the network: where somebody likes to set an edge is no property of what a channel saw, and to bend
 * the network until its edges lag costs it what it knows about evidence (build/decisions/010-edge-habit.md).
 */
export interface EdgeHabit {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export const noHabit: EdgeHabit = { startSeconds: 0, endSeconds: 0 };

/**
 * A range with its edges moved; as it was where nothing would be left. An edge at an end of the stretch stays: the
 * footage ends there, and nobody has set it.
 */
export function shiftedBy(
  { startSeconds, endSeconds }: GroundingRange,
  habit: EdgeHabit,
  stretch: GroundingRange,
): GroundingRange {
  const shifted = {
    startSeconds: startSeconds <= stretch.startSeconds ? startSeconds : startSeconds + habit.startSeconds,
    endSeconds: endSeconds >= stretch.endSeconds ? endSeconds : endSeconds + habit.endSeconds,
  };
  return shifted.startSeconds < shifted.endSeconds ? shifted : { startSeconds, endSeconds };
}
