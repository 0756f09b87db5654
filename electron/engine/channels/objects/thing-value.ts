import type { AtomOf, Place, RelativeSize } from '../../../contract/plan.ts';
import type { Box } from '../../../contract/time-range.ts';
import { ramp } from '../evidence-grid.ts';
import { overlapOf } from './box-overlap.ts';
import { objectColourValue } from './object-colour.ts';
import type { PostureVerdict } from '../../../contract/finding.ts';
import { postureFit } from './posture-value.ts';
import type { FoundObject, ObjectRow } from './rows.ts';

/** How far a box lies in a part of the frame, 0..1, by its middle. */
export function placeValue(box: Box, place: Place): number {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  switch (place) {
    case 'left':
      return ramp(x, 0.52, 0.4);
    case 'right':
      return ramp(x, 0.48, 0.6);
    case 'top':
      return ramp(y, 0.52, 0.4);
    case 'bottom':
      return ramp(y, 0.48, 0.6);
    case 'centre':
      return ramp(Math.hypot(x - 0.5, y - 0.5), 0.32, 0.18);
  }
}

/** How small or large a box is, 0..1, by its share of the frame, whatever the thing. */
export function sizeValue({ width, height }: Box, size: RelativeSize): number {
  const share = width * height;
  return size === 'small' ? ramp(share, 0.06, 0.02) : ramp(share, 0.1, 0.25);
}

export type Wanted = Pick<
  AtomOf<'thing'>,
  'classes' | 'colour' | 'size' | 'place' | 'posture' | 'minCount' | 'maxCount'
>;

export interface MatchedObject {
  readonly object: FoundObject;
  /** How surely it is there (`presenceOf` its score) times how well each attribute fits. */
  readonly value: number;
  /** The detector's own score times the same fit: what counts against "only one", which one weak guess must not undo. */
  readonly guardedValue: number;
  /** Null where no posture was asked for. */
  readonly posture: PostureVerdict | null;
}

/** Scores from here on are as good as certain, below the other as good as nothing. */
const CERTAIN_SCORE = 0.95;
const CHANCE_SCORE = 0.15;

/**
 * Turns a detector's score into how surely the thing is there. Small detectors are timid: what they give 0.3 is there
 * about half of the time. 0.25 → 0.35, 0.3 → 0.43, 0.5 → 0.66, 0.8 → 0.90. Rising, so that no order is lost.
 */
export function presenceOf(score: number): number {
  return Math.sqrt(ramp(score, CHANCE_SCORE, CERTAIN_SCORE));
}

/** Boxes of different but wanted classes that overlap so much are one thing that the detector calls by two names. */
const SAME_THING_OVERLAP = 0.65;

const noMatches: readonly MatchedObject[] = [];

/** The objects of a frame that are what is wanted, best first, each thing once. */
export function matchObjects(
  { objects }: ObjectRow,
  wanted: Wanted,
  frameAspect: number | null,
): readonly MatchedObject[] {
  let matches: MatchedObject[] | null = null;
  for (const object of objects) {
    if (!wanted.classes.includes(object.className)) {
      continue;
    }
    const posture = wanted.posture === undefined ? null : postureFit(object.box, wanted.posture, frameAspect);
    const fit = fitOf(object, wanted) * (posture?.value ?? 1);
    const value = presenceOf(object.score) * fit;
    if (value > 0) {
      (matches ??= []).push({ object, value, guardedValue: object.score * fit, posture: posture?.verdict ?? null });
    }
  }
  if (matches === null || matches.length === 1) {
    return matches ?? noMatches;
  }
  matches.sort((a, b) => b.value - a.value);
  if (wanted.classes.length === 1) {
    return matches;
  }
  const kept: MatchedObject[] = [];
  for (const match of matches) {
    const isSame = (other: MatchedObject) =>
      other.object.className !== match.object.className &&
      overlapOf(other.object.box, match.object.box) >= SAME_THING_OVERLAP;
    if (!kept.some(isSame)) {
      kept.push(match);
    }
  }
  return kept;
}

function fitOf({ box, colours }: FoundObject, { colour, size, place }: Wanted): number {
  return (
    (colour === null ? 1 : objectColourValue(colours, colour)) *
    (size === null ? 1 : sizeValue(box, size)) *
    (place === null ? 1 : placeValue(box, place))
  );
}

/**
 * How surely a frame shows the wanted count: the value of the last one needed, and with an upper bound no more than
 * the evidence of one too many leaves.
 */
export function countValue(matches: readonly MatchedObject[], { minCount, maxCount }: Wanted): number {
  const enough = matches[minCount - 1]?.value ?? 0;
  return maxCount === null ? enough : Math.min(enough, 1 - (matches[maxCount]?.guardedValue ?? 0));
}
