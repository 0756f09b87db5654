import type { Seed } from '../../../contract/tracks.ts';
import type { MediaFacts } from '../../media/media-facts.ts';

/** Mean side of the thing in the frames that a tracker is given: enough to tell it from others, little to decode. */
const targetPixels = 72;
const smallestLongSide = 320;
const largestLongSide = 1280;

/** Long side at which frames are decoded, so that the smallest of the boxes still holds enough pixels. */
export function longSideFor(seeds: readonly Seed[], { video }: MediaFacts): number {
  const { displayedWidth, displayedHeight } = video;
  const sides = seeds.map(({ box }) => Math.sqrt(box.width * displayedWidth * (box.height * displayedHeight)));
  const smallest = Math.max(1, Math.min(...sides));
  const longSide = Math.max(displayedWidth, displayedHeight);
  const wanted = Math.round((longSide * targetPixels) / smallest);
  return Math.min(longSide, Math.max(smallestLongSide, Math.min(largestLongSide, wanted)));
}
