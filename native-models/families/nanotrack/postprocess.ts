import type { TargetAnswer, TrackingModelParameters } from '../../api/tracking-model.ts';

/** Where the target is, in pixels of the window from its middle, and how sure the network is. */
export interface LocatedTarget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Probability, 0..1, of the place itself: before the window and the penalty. */
  readonly score: number;
  /** How much of the new size is to be taken over, 0..1. */
  readonly rate: number;
}

/**
 * The best place of an answer: probability, less for a box of another size or shape than before, and less far from the
 * middle (a Hann window), as SiamRPN and NanoTrack choose it. `width` and `height` are the target's in the window.
 */
export function bestTarget(
  { size, scores, reaches }: TargetAnswer,
  { width, height }: { readonly width: number; readonly height: number },
  { stride, windowInfluence, penalty, learningRate }: TrackingModelParameters,
): LocatedTarget {
  const count = size * size;
  const middle = Math.floor(size / 2);
  let best: LocatedTarget | null = null;
  let highest = -Infinity;
  for (let place = 0; place < count; place += 1) {
    const [column, row] = [place % size, Math.floor(place / size)];
    const [left, up, right, down] = [0, 1, 2, 3].map((side) => reaches[side * count + place]!) as Four;
    const [pointX, pointY] = [(column - middle) * stride, (row - middle) * stride];
    const box = { width: Math.max(1, left + right), height: Math.max(1, up + down) };
    const score = 1 / (1 + Math.exp(scores[place]! - scores[count + place]!));
    const sizeChange = ratioAbove1(paddedSide(box) / paddedSide({ width, height }));
    const shapeChange = ratioAbove1(width / height / (box.width / box.height));
    const kept = Math.exp(-(sizeChange * shapeChange - 1) * penalty);
    const value = (1 - windowInfluence) * kept * score + windowInfluence * hann(column, size) * hann(row, size);
    if (value > highest) {
      highest = value;
      best = {
        ...{ x: pointX + (right - left) / 2, y: pointY + (down - up) / 2 },
        ...box,
        score,
        rate: kept * score * learningRate,
      };
    }
  }
  return best!;
}

type Four = [number, number, number, number];

function ratioAbove1(ratio: number): number {
  return Math.max(ratio, 1 / ratio);
}

function paddedSide({ width, height }: { readonly width: number; readonly height: number }): number {
  const pad = (width + height) / 2;
  return Math.sqrt((width + pad) * (height + pad));
}

function hann(index: number, size: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / (size - 1));
}

/** Cosine of two features, −1..1; 0 where one of them is nothing. */
export function cosineOf(a: Float32Array, b: Float32Array): number {
  let [product, lengthA, lengthB] = [0, 0, 0];
  for (let index = 0; index < a.length; index += 1) {
    product += a[index]! * b[index]!;
    lengthA += a[index]! ** 2;
    lengthB += b[index]! ** 2;
  }
  return lengthA === 0 || lengthB === 0 ? 0 : product / Math.sqrt(lengthA * lengthB);
}
