import type { TimeRange } from '../../../contract/time-range.ts';
import { lengthOf, unionOf } from '../scope.ts';

/** Each side of a clue is widened by this share of it, but at least by the seconds: models cut close. */
const padShare = 0.15;
const leastPadSeconds = 1;
const leastSeconds = 4;
const mostSpans = 3;
/** Clues that cover more than this leave nothing to look at more closely. */
const mostShare = 0.8;

/**
 * What a second look should show: a model's clues clamped to what it saw, widened, merged, at most the three longest,
 * rising. Null when nothing usable is left, or when it is nearly all of it: then the first answer stands.
 */
export function closerSpans(clues: readonly TimeRange[], durationSeconds: number): TimeRange[] | null {
  const widened = clues.flatMap((clue) => {
    const startSeconds = Math.max(0, clue.startSeconds);
    const endSeconds = Math.min(durationSeconds, clue.endSeconds);
    return startSeconds < endSeconds ? [widen({ startSeconds, endSeconds }, durationSeconds)] : [];
  });
  const merged = unionOf(widened);
  const longest = [...merged].sort((a, b) => lengthOf([b]) - lengthOf([a])).slice(0, mostSpans);
  const kept = merged.filter((span) => longest.includes(span));
  return kept.length === 0 || lengthOf(kept) > mostShare * durationSeconds ? null : kept;
}

function widen({ startSeconds, endSeconds }: TimeRange, durationSeconds: number): TimeRange {
  const length = endSeconds - startSeconds;
  const pad = Math.max(leastPadSeconds, padShare * length, (leastSeconds - length) / 2);
  const from = Math.max(0, startSeconds - pad);
  const to = Math.min(durationSeconds, endSeconds + pad);
  // What an edge of the clip takes from one side is given to the other.
  return {
    startSeconds: Math.max(0, Math.min(from, to - leastSeconds)),
    endSeconds: Math.min(durationSeconds, Math.max(to, from + leastSeconds)),
  };
}
