import type { TrackKey } from '../../contract/tracks.ts';
import { boxIou, keyAt } from './held-track.ts';

const sampleCount = 24;

/**
 * How much two tracks are the same thing, 0..1: the mean overlap of their boxes at evenly spaced moments of the time
 * that either of them covers, 0 where only one is there.
 */
export function trackOverlap(a: readonly TrackKey[], b: readonly TrackKey[]): number {
  const start = Math.min(a[0]!.timeSeconds, b[0]!.timeSeconds);
  const end = Math.max(a.at(-1)!.timeSeconds, b.at(-1)!.timeSeconds);
  let sum = 0;
  let count = 0;
  for (let index = 0; index < sampleCount; index += 1) {
    const seconds = start + ((end - start) * index) / (sampleCount - 1);
    const [mine, theirs] = [claimAt(a, seconds), claimAt(b, seconds)];
    if (mine === null && theirs === null) continue;
    sum += mine === null || theirs === null ? 0 : boxIou(mine.box, theirs.box);
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

function claimAt(keys: readonly TrackKey[], seconds: number): TrackKey | null {
  const key = keyAt(keys, seconds);
  return key?.state === 'tracked' ? key : null;
}

export interface Matchable {
  readonly keys: readonly TrackKey[];
}

/** Below this the two are not the same thing any more. */
const leastOverlap = 0.4;

/** For each of `olds` the one of `news` that is the same thing, best pairs first, none twice; null without one. */
export function matchTracks<New extends Matchable>(olds: readonly Matchable[], news: readonly New[]): (New | null)[] {
  const pairs = olds
    .flatMap((old, index) => news.map((one) => ({ index, one, overlap: trackOverlap(old.keys, one.keys) })))
    .filter(({ overlap }) => overlap >= leastOverlap)
    .sort((a, b) => b.overlap - a.overlap);
  const matched = new Array<New | null>(olds.length).fill(null);
  const taken = new Set<New>();
  for (const { index, one } of pairs) {
    if (matched[index] === null && !taken.has(one)) {
      matched[index] = one;
      taken.add(one);
    }
  }
  return matched;
}
