import type { Box } from '../../../contract/time-range.ts';
import { distanceOf, overlapOf } from './box-overlap.ts';
import type { FoundObject, ObjectRow } from './rows.ts';

/** An object missing for at most so many samples, and not longer than this, was there. */
const MAX_MISSED = 2;
const MAX_MISSED_SECONDS = 1.1;
/** What a bridged object is worth against the weaker of its two witnesses. */
const BRIDGED_FACTOR = 0.9;

/**
 * Fills in what a detector misses of some classes for a moment: an object seen before and after, at nearly the same
 * place, while fewer of its class are seen between. It is put where it would be on the way, with a little less than the
 * weaker score. In the key-frame pass the samples are too far apart for that, and nothing changes.
 */
export function bridgeGaps(rows: readonly ObjectRow[], classes: readonly string[]): readonly ObjectRow[] {
  const added = new Map<number, FoundObject[]>();
  rows.forEach((row, index) => {
    for (const object of row.objects) {
      if (classes.includes(object.className)) {
        bridgeFrom(rows, { index, object, added });
      }
    }
  });
  if (added.size === 0) {
    return rows;
  }
  return rows.map((row, index) => {
    const more = added.get(index);
    return more === undefined ? row : { ...row, objects: [...row.objects, ...more] };
  });
}

interface Start {
  readonly index: number;
  readonly object: FoundObject;
  readonly added: Map<number, FoundObject[]>;
}

function bridgeFrom(rows: readonly ObjectRow[], { index, object, added }: Start): void {
  for (let ahead = 1; ahead <= MAX_MISSED + 1; ahead++) {
    const later = rows[index + ahead];
    if (later === undefined || later.startSeconds - rows[index]!.endSeconds > MAX_MISSED_SECONDS) {
      return;
    }
    const again = later.objects.find((other) => isSameObject(object, other));
    if (again === undefined) {
      continue;
    }
    for (let missed = 1; missed < ahead; missed++) {
      const between = added.get(index + missed) ?? [];
      const seen = countOf(rows[index + missed]!.objects, object.className) + countOf(between, object.className);
      const expected = Math.min(
        countOf(rows[index]!.objects, object.className),
        countOf(later.objects, object.className),
      );
      if (seen < expected) {
        added.set(index + missed, [...between, blend(object, again, missed / ahead)]);
      }
    }
    return;
  }
}

function isSameObject(a: FoundObject, b: FoundObject): boolean {
  return a.className === b.className && (overlapOf(a.box, b.box) >= 0.2 || isNear(a.box, b.box));
}

function isNear(a: Box, b: Box): boolean {
  const size = (Math.hypot(a.width, a.height) + Math.hypot(b.width, b.height)) / 2;
  return distanceOf(a, b) <= size / 2;
}

function countOf(objects: readonly FoundObject[], className: string): number {
  return objects.reduce((count, object) => count + (object.className === className ? 1 : 0), 0);
}

function blend(from: FoundObject, to: FoundObject, share: number): FoundObject {
  const mix = (side: keyof Box) => from.box[side] * (1 - share) + to.box[side] * share;
  const better = from.score >= to.score ? from : to;
  return {
    className: from.className,
    score: Math.min(from.score, to.score) * BRIDGED_FACTOR,
    box: { x: mix('x'), y: mix('y'), width: mix('width'), height: mix('height') },
    colours: better.colours,
  };
}
