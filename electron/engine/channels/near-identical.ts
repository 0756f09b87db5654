import type { RgbImage } from './channel.ts';

/** Mean absolute difference of all samples, in grey levels of 255. */
const MAX_MEAN_DIFFERENCE = 1;
/** Mean absolute difference inside the most changed block of 4 × 4 pixels, in grey levels of 255. */
const MAX_BLOCK_DIFFERENCE = 4;
const BLOCK_PIXELS = 4;

/**
 * Whether two thumbs show the same picture, so that analysing the second one would tell nothing new. Compare with the
 * last frame that was *analysed*, never with the last one seen: otherwise a slow fade would drift past unseen.
 *
 * In still stretches of real H.264 footage of fixed cameras the noise of the codec measures 0.1 to 0.7 mean and 1.3 to
 * 3.5 in the worst block (thumbs of long side 96, area-averaged). One pixel by two of a thumb that changes by 32 levels
 * is seen.
 * Pictures of different size are never identical.
 */
export function isNearIdentical(a: RgbImage, b: RgbImage): boolean {
  if (a.width !== b.width || a.height !== b.height) {
    return false;
  }
  const budget = MAX_MEAN_DIFFERENCE * a.width * a.height * 3;
  let total = 0;
  for (let top = 0; top < a.height; top += BLOCK_PIXELS) {
    const bottom = Math.min(a.height, top + BLOCK_PIXELS);
    for (let left = 0; left < a.width; left += BLOCK_PIXELS) {
      const right = Math.min(a.width, left + BLOCK_PIXELS);
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        const end = (y * a.width + right) * 3;
        for (let i = (y * a.width + left) * 3; i < end; i++) {
          sum += Math.abs(a.data[i]! - b.data[i]!);
        }
      }
      total += sum;
      if (sum > MAX_BLOCK_DIFFERENCE * (bottom - top) * (right - left) * 3 || total > budget) {
        return false;
      }
    }
  }
  return true;
}
