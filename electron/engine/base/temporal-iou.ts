import type { TimeRange } from '../../contract/time-range.ts';

/** Intersection over union of two half-open ranges, 0..1; ranges that only touch share nothing. */
export function temporalIou(a: TimeRange, b: TimeRange): number {
  const shared = Math.min(a.endSeconds, b.endSeconds) - Math.max(a.startSeconds, b.startSeconds);
  if (shared <= 0) {
    return 0;
  }
  return shared / (a.endSeconds - a.startSeconds + (b.endSeconds - b.startSeconds) - shared);
}
