import type { TrackerFrame } from '../api/single-target-tracker.ts';

/** A rectangle of pixels around a middle; it may reach beyond the frame, where the frame's edge is repeated. */
export interface Region {
  readonly centreX: number;
  readonly centreY: number;
  readonly width: number;
  readonly height: number;
}

export interface Patch {
  readonly width: number;
  readonly height: number;
  /** rgb, row-major, 0..255. */
  readonly data: Float32Array;
}

export function newPatch(width: number, height: number): Patch {
  return { width, height, data: new Float32Array(width * height * 3) };
}

/**
 * Draws a region of a frame into a patch: means over the pixels that a patch pixel covers where the region is larger,
 * bilinear where it is smaller.
 */
export function drawPatch(frame: TrackerFrame, region: Region, patch: Patch): void {
  const columns = tapsOf(region.centreX - region.width / 2, region.width, { size: patch.width, limit: frame.width });
  const rows = tapsOf(region.centreY - region.height / 2, region.height, { size: patch.height, limit: frame.height });
  const { data } = patch;
  const { data: source, width } = frame;
  let at = 0;
  for (let y = 0; y < patch.height; y += 1) {
    for (let x = 0; x < patch.width; x += 1, at += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let v = y * rows.count; v < (y + 1) * rows.count; v += 1) {
        const row = rows.index[v]! * width;
        const down = rows.weight[v]!;
        for (let u = x * columns.count; u < (x + 1) * columns.count; u += 1) {
          const weight = down * columns.weight[u]!;
          const pixel = (row + columns.index[u]!) * 3;
          red += weight * source[pixel]!;
          green += weight * source[pixel + 1]!;
          blue += weight * source[pixel + 2]!;
        }
      }
      data[at] = red;
      data[at + 1] = green;
      data[at + 2] = blue;
    }
  }
}

/** Which pixels of a line make pixel k of the patch: those from `k · count` on, their weights summing to 1. */
interface Taps {
  readonly count: number;
  readonly index: Int32Array;
  readonly weight: Float32Array;
}

/** More samples a patch pixel than this add nothing that a feature sees. */
const mostTaps = 4;

function tapsOf(start: number, length: number, { size, limit }: { size: number; limit: number }): Taps {
  const step = length / size;
  const count = step <= 1 ? 2 : Math.min(mostTaps, Math.ceil(step));
  const index = new Int32Array(size * count);
  const weight = new Float32Array(size * count);
  const clamp = (value: number): number => Math.min(limit - 1, Math.max(0, value));
  for (let k = 0; k < size; k += 1) {
    for (let tap = 0; tap < count; tap += 1) {
      const at = k * count + tap;
      if (step <= 1) {
        const place = start + (k + 0.5) * step - 0.5;
        const low = Math.floor(place);
        index[at] = clamp(low + tap);
        weight[at] = tap === 0 ? 1 - (place - low) : place - low;
      } else {
        index[at] = clamp(Math.floor(start + (k + (tap + 0.5) / count) * step));
        weight[at] = 1 / count;
      }
    }
  }
  return { count, index, weight };
}
