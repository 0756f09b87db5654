import type { Box } from '../../../contract/time-range.ts';
import { overlapOf } from './box-overlap.ts';
import { MIN_SCORE, type FoundObject, type ObjectRow } from './rows.ts';

/** Looks at one place are of one thing from this overlap with their mean box on, and with no longer a break between. */
const SAME_PLACE_OVERLAP = 0.6;
const MAX_BREAK_SECONDS = 3;
/** So many looks make a thing steady, one of which the detector must have been sure enough of by itself. */
const MIN_LOOKS = 5;
/** What a row that missed a steady thing is worth against the others. */
const MISSED_FACTOR = 0.9;

/**
 * Track before detect, for what does not move by itself: a small detector sees the same table weakly in one frame and
 * not in the next, while it stands where it stood. Weak looks at one place are gathered; where enough of them agree,
 * each row from the first to the last shows the thing with what the looks say together. Frames of one place are far
 * from independent, so they count as two looks and no more: 1 − (1 − s)², s being their upper quartile. Weak looks
 * that do not agree are dropped. Other classes stay as they are.
 */
export function steadyRows(rows: readonly ObjectRow[], steadyClasses: ReadonlySet<string>): readonly ObjectRow[] {
  if (!rows.some(({ objects }) => objects.some(({ className }) => steadyClasses.has(className)))) {
    return rows;
  }
  const stands = standsIn(rows, steadyClasses).filter(isSteady);
  const taken = new Set(stands.flatMap(({ looks }) => looks.map(({ object }) => object)));
  return rows.map((row, index) => {
    const kept = row.objects.filter(({ className, score }) => score >= MIN_SCORE || !steadyClasses.has(className));
    const shown = stands
      .filter(({ looks }) => looks[0]!.index <= index && looks.at(-1)!.index >= index)
      .map((stand) => objectAt(stand, index));
    if (shown.length === 0) {
      return kept.length === row.objects.length ? row : { ...row, objects: kept };
    }
    const objects = [...kept.filter((object) => !taken.has(object)), ...shown].sort((a, b) => b.score - a.score);
    return { ...row, objects };
  });
}

interface Look {
  readonly index: number;
  readonly object: FoundObject;
}

/** What stands at one place. */
interface Stand {
  readonly className: string;
  readonly looks: Look[];
  box: Box;
  endSeconds: number;
}

function standsIn(rows: readonly ObjectRow[], steadyClasses: ReadonlySet<string>): Stand[] {
  const stands: Stand[] = [];
  rows.forEach(({ objects, startSeconds, endSeconds }, index) => {
    for (const object of objects) {
      if (!steadyClasses.has(object.className)) {
        continue;
      }
      const stand = nearest(stands, { index, object, startSeconds });
      if (stand === null) {
        const { className, box } = object;
        stands.push({ className, box, looks: [{ index, object }], endSeconds });
      } else {
        stand.looks.push({ index, object });
        stand.box = meanBox(stand.box, object.box, 1 / stand.looks.length);
        stand.endSeconds = endSeconds;
      }
    }
  });
  return stands;
}

/** The stand that an object of a row belongs to; each takes one a row. */
function nearest(
  stands: readonly Stand[],
  { index, object, startSeconds }: Look & { readonly startSeconds: number },
): Stand | null {
  let best: Stand | null = null;
  let bestOverlap = SAME_PLACE_OVERLAP;
  for (const stand of stands) {
    const isOpen =
      stand.className === object.className &&
      startSeconds - stand.endSeconds <= MAX_BREAK_SECONDS &&
      stand.looks.at(-1)!.index !== index;
    const overlap = isOpen ? overlapOf(stand.box, object.box) : 0;
    if (overlap >= bestOverlap) {
      best = stand;
      bestOverlap = overlap;
    }
  }
  return best;
}

function isSteady({ looks }: Stand): boolean {
  return looks.length >= MIN_LOOKS && looks.some(({ object }) => object.score >= MIN_SCORE);
}

function objectAt(stand: Stand, index: number): FoundObject {
  const { className, box, looks } = stand;
  const steady = steadyScore(looks.map(({ object }) => object.score));
  const own = looks.find((look) => look.index === index)?.object;
  if (own !== undefined) {
    return { ...own, score: Math.max(own.score, steady) };
  }
  const before = looks.findLast((look) => look.index < index)!.object;
  return { className, box, score: Math.max(MIN_SCORE, steady * MISSED_FACTOR), colours: before.colours };
}

function steadyScore(scores: readonly number[]): number {
  const sorted = scores.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor((sorted.length - 1) * 0.75)]!;
  return 1 - (1 - upper) ** 2;
}

function meanBox(mean: Box, box: Box, share: number): Box {
  const mix = (side: keyof Box): number => mean[side] * (1 - share) + box[side] * share;
  return { x: mix('x'), y: mix('y'), width: mix('width'), height: mix('height') };
}
