import type { TrackKey } from '../../../contract/tracks.ts';
import { simplifyKeys } from '../simplify-keys.ts';
import { blendPasses, type PassKeys } from './blend-passes.ts';

/**
 * The keys of a track after it was followed: what was said by hand as it was said, in the stretch that was followed
 * what came of it, and elsewhere what was known before.
 */
export function followedKeys(
  known: readonly TrackKey[],
  passes: readonly PassKeys[],
  seeds: readonly TrackKey[],
): TrackKey[] {
  const handFrames = new Set(seeds.map(({ frameIndex }) => frameIndex));
  const byHand = known.filter(({ isByHand, frameIndex }) => isByHand && !handFrames.has(frameIndex));
  const remembered = new Map(known.map((key) => [key.frameIndex, key.replacedBox]));
  const obeyed = seeds.map((seed): TrackKey => {
    const replacedBox = remembered.get(seed.frameIndex);
    return replacedBox === undefined ? seed : { ...seed, replacedBox };
  });
  const followed = blendPasses(passes, [...byHand, ...obeyed]);
  const all = passes.flatMap(({ keys }) => keys.map(({ frameIndex }) => frameIndex));
  const covered = all.reduce(
    (span, index) => ({ first: Math.min(span.first, index), last: Math.max(span.last, index) }),
    { first: Infinity, last: -Infinity },
  );
  const taken = new Set(followed.map(({ frameIndex }) => frameIndex));
  const outside = known.filter(
    ({ frameIndex }) => !taken.has(frameIndex) && (frameIndex < covered.first || frameIndex > covered.last),
  );
  return simplifyKeys([...outside, ...followed].sort((a, b) => a.timeSeconds - b.timeSeconds));
}
