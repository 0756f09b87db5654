import type { RgbImage } from '../channel.ts';

/** A grey picture, 0..255, row-major. */
export interface LumaPlane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export function newPlane(width: number, height: number): LumaPlane {
  return { width, height, data: new Float32Array(width * height) };
}

/** Luma of ITU-R BT.601 (0.299 R + 0.587 G + 0.114 B) of gamma-coded samples, into a plane of the same size. */
export function lumaInto(plane: LumaPlane, { data }: RgbImage): void {
  const luma = plane.data;
  for (let pixel = 0, i = 0; pixel < luma.length; pixel++, i += 3) {
    luma[pixel] = 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!;
  }
}

/** Half the size by averaging 2 × 2; an odd last row or column is dropped. */
export function halveInto(half: LumaPlane, plane: LumaPlane): void {
  for (let y = 0; y < half.height; y++) {
    let above = 2 * y * plane.width;
    for (let x = 0; x < half.width; x++, above += 2) {
      half.data[y * half.width + x] =
        (plane.data[above]! +
          plane.data[above + 1]! +
          plane.data[above + plane.width]! +
          plane.data[above + plane.width + 1]!) /
        4;
    }
  }
}
