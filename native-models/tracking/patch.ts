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
  let at = 0;
  for (let y = 0; y < patch.height; y += 1) {
    for (let x = 0; x < patch.width; x += 1, at += 3) {
      let [red, green, blue] = [0, 0, 0];
      for (let v = rows.first[y]!; v < rows.first[y + 1]!; v += 1) {
        const row = rows.index[v]! * frame.width;
        for (let u = columns.first[x]!; u < columns.first[x + 1]!; u += 1) {
          const weight = rows.weight[v]! * columns.weight[u]!;
          const pixel = (row + columns.index[u]!) * 3;
          red += weight * frame.data[pixel]!;
          green += weight * frame.data[pixel + 1]!;
          blue += weight * frame.data[pixel + 2]!;
        }
      }
      patch.data[at] = red;
      patch.data[at + 1] = green;
      patch.data[at + 2] = blue;
    }
  }
}

/** Which pixels of a line make a pixel of the patch: those from `first[k]` up to `first[k + 1]`, weights summing to 1. */
interface Taps {
  readonly first: Int32Array;
  readonly index: Int32Array;
  readonly weight: Float32Array;
}

/** More samples a patch pixel than this add nothing that a feature sees. */
const mostTaps = 4;

function tapsOf(start: number, length: number, { size, limit }: { size: number; limit: number }): Taps {
  const step = length / size;
  const count = step <= 1 ? 2 : Math.min(mostTaps, Math.ceil(step));
  const first = new Int32Array(size + 1);
  const index = new Int32Array(size * count);
  const weight = new Float32Array(size * count);
  const clamp = (value: number): number => Math.min(limit - 1, Math.max(0, value));
  for (let k = 0; k < size; k += 1) {
    first[k + 1] = (k + 1) * count;
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
  return { first, index, weight };
}
