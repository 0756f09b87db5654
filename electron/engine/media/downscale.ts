import type { RgbImage } from '../base/rgb-image.ts';
import { fitLongSide } from './video-geometry.ts';
import type { Size } from './video-geometry.ts';

/** For each output cell, which input cells it covers and how much of the first and last of them. */
interface Cover {
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly firstShare: Float32Array;
  readonly lastShare: Float32Array;
}

function coverOf(inputCount: number, outputCount: number): Cover {
  const cover: Cover = {
    first: new Int32Array(outputCount),
    last: new Int32Array(outputCount),
    firstShare: new Float32Array(outputCount),
    lastShare: new Float32Array(outputCount),
  };
  const step = inputCount / outputCount;
  for (let k = 0; k < outputCount; k += 1) {
    const start = k * step;
    const end = Math.min((k + 1) * step, inputCount);
    const first = Math.min(Math.floor(start + 1e-9), inputCount - 1);
    const last = Math.max(first, Math.ceil(end - 1e-9) - 1);
    cover.first[k] = first;
    cover.last[k] = last;
    cover.firstShare[k] = first === last ? end - start : first + 1 - start;
    cover.lastShare[k] = first === last ? 0 : end - last;
  }
  return cover;
}

/**
 * Scales a picture so that each output pixel is the mean of the area that it covers. A target larger than the picture
 * in a direction repeats pixels there. Both sides of the target are at least 1.
 */
export function scaleByArea(image: RgbImage, target: Size): RgbImage {
  const { width, height, data } = image;
  if (target.width === width && target.height === height) {
    return image;
  }
  const columns = coverOf(width, target.width);
  const rows = coverOf(height, target.height);
  const output = new Uint8Array(target.width * target.height * 3);
  const sums = new Float32Array(target.width * 3);
  const perPixel = (target.width / width) * (target.height / height);
  for (let y = 0; y < target.height; y += 1) {
    sums.fill(0);
    const first = rows.first[y] as number;
    const last = rows.last[y] as number;
    for (let row = first; row <= last; row += 1) {
      const share = row === first ? rows.firstShare[y] : row === last ? rows.lastShare[y] : 1;
      addRow({ data, offset: row * width * 3, share: share as number }, columns, sums);
    }
    const outputOffset = y * target.width * 3;
    for (let k = 0; k < sums.length; k += 1) {
      output[outputOffset + k] = (sums[k] as number) * perPixel + 0.5;
    }
  }
  return { width: target.width, height: target.height, data: output };
}

interface WeightedRow {
  readonly data: Uint8Array;
  readonly offset: number;
  readonly share: number;
}

/** Adds one input row to the sums of an output row. */
function addRow({ data, offset, share }: WeightedRow, columns: Cover, sums: Float32Array): void {
  const { first, last, firstShare, lastShare } = columns;
  for (let x = 0; x < first.length; x += 1) {
    const start = first[x] as number;
    const end = last[x] as number;
    let at = offset + start * 3;
    let weight = firstShare[x] as number;
    let red = (data[at] as number) * weight;
    let green = (data[at + 1] as number) * weight;
    let blue = (data[at + 2] as number) * weight;
    for (let column = start + 1; column <= end; column += 1) {
      at += 3;
      weight = column === end ? (lastShare[x] as number) : 1;
      red += (data[at] as number) * weight;
      green += (data[at + 1] as number) * weight;
      blue += (data[at + 2] as number) * weight;
    }
    const k = x * 3;
    sums[k] = (sums[k] as number) + red * share;
    sums[k + 1] = (sums[k + 1] as number) + green * share;
    sums[k + 2] = (sums[k + 2] as number) + blue * share;
  }
}

/**
 * A smaller version of a picture, area-averaged, never enlarged: long side at most 96 pixels is what channels look at
 * first. A picture that is small enough already is given back as it is.
 */
export function thumbOf(image: RgbImage, longSidePixels = 96): RgbImage {
  return scaleByArea(image, fitLongSide(image, longSidePixels));
}
