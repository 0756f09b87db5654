import type { Patch } from './patch.ts';

const binsPerChannel = 16;
const binCount = binsPerChannel ** 3;
/** Of pixels that were never seen on either side. */
const unknownLikelihood = 0.5;

/** A rectangle of whole pixels in a patch. */
export interface PatchRectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * How likely a colour belongs to the target and not to what is around it: histograms of both, as in Bertinetto et al.,
 * "Staple: complementary learners for real-time tracking" (2016).
 */
export class ColourModel {
  #target = new Float32Array(binCount);
  #around = new Float32Array(binCount);
  #isEmpty = true;

  /** Learns from a patch: what is inside `target` and what is outside `near`; `rate` 1 forgets what was known. */
  learn(patch: Patch, { target, near, rate }: { target: PatchRectangle; near: PatchRectangle; rate: number }): void {
    const inside = new Float32Array(binCount);
    const outside = new Float32Array(binCount);
    let insideCount = 0;
    let outsideCount = 0;
    for (let y = 0; y < patch.height; y += 1) {
      for (let x = 0; x < patch.width; x += 1) {
        const bin = binOf(patch.data, (y * patch.width + x) * 3);
        if (contains(target, x, y)) {
          inside[bin]! += 1;
          insideCount += 1;
        } else if (!contains(near, x, y)) {
          outside[bin]! += 1;
          outsideCount += 1;
        }
      }
    }
    const weight = this.#isEmpty ? 1 : rate;
    this.#isEmpty = false;
    for (let bin = 0; bin < binCount; bin += 1) {
      this.#target[bin]! += weight * (inside[bin]! / Math.max(1, insideCount) - this.#target[bin]!);
      this.#around[bin]! += weight * (outside[bin]! / Math.max(1, outsideCount) - this.#around[bin]!);
    }
  }

  /** 0..1 for each pixel, row-major. */
  likelihoods(patch: Patch): Float32Array {
    const count = patch.width * patch.height;
    const values = new Float32Array(count);
    for (let index = 0; index < count; index += 1) {
      const bin = binOf(patch.data, index * 3);
      const inside = this.#target[bin]!;
      const all = inside + this.#around[bin]!;
      values[index] = all < 1e-6 ? unknownLikelihood : inside / all;
    }
    return values;
  }
}

function contains({ left, top, width, height }: PatchRectangle, x: number, y: number): boolean {
  return x >= left && x < left + width && y >= top && y < top + height;
}

function binOf(data: Float32Array, at: number): number {
  return ((data[at]! >> 4) * binsPerChannel + (data[at + 1]! >> 4)) * binsPerChannel + (data[at + 2]! >> 4);
}

/** Sums over all pixels above and to the left; `(height + 1) × (width + 1)`. */
export function integralImage(values: Float32Array, width: number, height: number): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += values[y * width + x]!;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  }
  return sums;
}
