import type { RgbImage } from '../channel.ts';

const LUMA_BINS = 16;
const CHROMA_BINS = 12;

/**
 * How much of a picture has which luma, and which tint: two histograms with soft bins, so that a slight change of
 * exposure does not jump between bins. Blind to where things are, and therefore to motion.
 */
export interface PictureHistogram {
  readonly luma: Float32Array;
  /** Cb × Cr, row-major; finest around grey, where most pixels are. */
  readonly chroma: Float32Array;
  /** Mean luma, 0..1. */
  meanLuma: number;
  /** Standard deviation of luma, 0..1. */
  lumaSpread: number;
}

export function newHistogram(): PictureHistogram {
  return {
    luma: new Float32Array(LUMA_BINS),
    chroma: new Float32Array(CHROMA_BINS * CHROMA_BINS),
    meanLuma: 0,
    lumaSpread: 0,
  };
}

export function histogramInto(histogram: PictureHistogram, { data, width, height }: RgbImage): void {
  const { luma, chroma } = histogram;
  luma.fill(0);
  chroma.fill(0);
  const count = width * height;
  const share = 1 / count;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < count * 3; i += 3) {
    const red = data[i]!;
    const green = data[i + 1]!;
    const blue = data[i + 2]!;
    const y = 0.299 * red + 0.587 * green + 0.114 * blue;
    sum += y;
    squares += y * y;
    const place = (y * (LUMA_BINS - 1)) / 255;
    const bin = Math.min(LUMA_BINS - 2, place | 0);
    luma[bin]! += (bin + 1 - place) * share;
    luma[bin + 1]! += (place - bin) * share;
    const u = chromaPlace(0.564 * (blue - y));
    const v = chromaPlace(0.713 * (red - y));
    const row = Math.min(CHROMA_BINS - 2, u | 0);
    const column = Math.min(CHROMA_BINS - 2, v | 0);
    const at = row * CHROMA_BINS + column;
    const fu = u - row;
    const fv = v - column;
    chroma[at]! += (1 - fu) * (1 - fv) * share;
    chroma[at + 1]! += (1 - fu) * fv * share;
    chroma[at + CHROMA_BINS]! += fu * (1 - fv) * share;
    chroma[at + CHROMA_BINS + 1]! += fu * fv * share;
  }
  histogram.meanLuma = sum / count / 255;
  histogram.lumaSpread = Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)) / 255;
}

/** −128..127 to 0..11 by a square root, so that a bin is about 3 levels wide near grey and 40 at the ends. */
function chromaPlace(difference: number): number {
  const half = (CHROMA_BINS - 1) / 2;
  const bent = Math.sqrt(Math.min(128, Math.abs(difference)) / 128);
  return difference < 0 ? half - half * bent : half + half * bent;
}

/** 0 for the same distribution of luma and tint, 1 for two that share nothing. */
export function histogramDistance(a: PictureHistogram, b: PictureHistogram): number {
  return 0.5 * halfDifference(a.luma, b.luma) + 0.5 * halfDifference(a.chroma, b.chroma);
}

function halfDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum += Math.abs(a[i]! - b[i]!);
  }
  return sum / 2;
}
