import type { PixelLimits } from './configuration.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Longer pictures than this, one side to the other, are refused by the published rule. */
const aspectLimit = 200;

/** Python's `round`: a half goes to the even neighbour (2.5 → 2, 3.5 → 4). */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
}

/**
 * The size at which a picture is looked at: both sides multiples of `factor`, near its own proportions, its pixels
 * within the limits where that is possible (the published `smart_resize` of Qwen2-VL). Throws RangeError when one
 * side is more than 200 times the other.
 */
export function smartResize({ width, height }: PictureSize, factor: number, limits: PixelLimits): PictureSize {
  if (Math.max(width, height) / Math.min(width, height) > aspectLimit) {
    throw new RangeError(`A picture of ${width} × ${height} is longer than ${aspectLimit} : 1.`);
  }
  const nearest = (side: number): number => Math.max(factor, roundHalfEven(side / factor) * factor);
  const rounded = { width: nearest(width), height: nearest(height) };
  const pixelCount = rounded.width * rounded.height;
  if (pixelCount > limits.maxPixels) {
    const scale = Math.sqrt((height * width) / limits.maxPixels);
    const below = (side: number): number => Math.max(factor, Math.floor(side / scale / factor) * factor);
    return { width: below(width), height: below(height) };
  }
  if (pixelCount < limits.minPixels) {
    const scale = Math.sqrt(limits.minPixels / (height * width));
    const above = (side: number): number => Math.ceil((side * scale) / factor) * factor;
    return { width: above(width), height: above(height) };
  }
  return rounded;
}
