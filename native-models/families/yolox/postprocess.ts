import type { Detection } from '../../api/object-detector.ts';
import { cocoClasses } from './coco-classes.ts';
import { suppressOverlaps } from './suppress-overlaps.ts';
import type { Candidate } from './suppress-overlaps.ts';

/** What of the card the decoding needs (`YoloxParameters` fits). */
export interface YoloxHead {
  readonly inputSize: number;
  readonly strides: readonly number[];
  readonly scoreThreshold: number;
  /** Classes of which weaker detections are given too, for who looks at a place many times. */
  readonly weak?: { readonly scoreThreshold: number; readonly classes: readonly string[] } | undefined;
  readonly overlapThreshold: number;
  readonly maxDetectionCount: number;
}

/** Size of the picture inside the input, in input pixels. */
export interface PictureSize {
  readonly contentWidth: number;
  readonly contentHeight: number;
}

/** x, y, log width, log height, objectness, then a probability a class. */
const cellValueCount = 5 + cocoClasses.length;

/** How many cells the raw head has: one for each place of each stride's grid. */
export function cellCountOf({ inputSize, strides }: Pick<YoloxHead, 'inputSize' | 'strides'>): number {
  return strides.reduce((count, stride) => count + (inputSize / stride) ** 2, 0);
}

/**
 * Decodes YOLOX's raw head: in the cell (gx, gy) of stride s the centre is ((x + gx)·s, (y + gy)·s) and the size
 * (eʷ·s, eʰ·s) in input pixels (`decode_outputs` of Megvii-BaseDetection/YOLOX). Keeps the best class of a cell when
 * objectness × class reaches the threshold of the class, drops overlaps within a class, and gives boxes as parts of the picture,
 * clipped to it, best first.
 *
 * Throws `RangeError` when the output has another length than the head. Cells that are not finite are dropped.
 */
export function decodeYolox(output: Float32Array, head: YoloxHead, picture: PictureSize): readonly Detection[] {
  const expectedLength = cellCountOf(head) * cellValueCount;
  if (output.length !== expectedLength) {
    throw new RangeError(`The head gave ${output.length} values in place of ${expectedLength}.`);
  }
  const candidates = collectCandidates(output, head, picture);
  return suppressOverlaps(candidates, head).map(({ classIndex, score, left, top, right, bottom }) => ({
    className: cocoClasses[classIndex]!,
    score,
    box: {
      x: left / picture.contentWidth,
      y: top / picture.contentHeight,
      width: (right - left) / picture.contentWidth,
      height: (bottom - top) / picture.contentHeight,
    },
  }));
}

function collectCandidates(output: Float32Array, head: YoloxHead, picture: PictureSize): Candidate[] {
  const candidates: Candidate[] = [];
  const thresholds = cocoClasses.map((name) =>
    head.weak?.classes.includes(name) === true ? head.weak.scoreThreshold : head.scoreThreshold,
  );
  const lowest = Math.min(...thresholds);
  let offset = 0;
  for (const stride of head.strides) {
    const side = head.inputSize / stride;
    for (let cell = 0; cell < side * side; cell += 1, offset += cellValueCount) {
      // No class is above 1, so most cells are settled by their objectness alone.
      if (output[offset + 4]! < lowest) {
        continue;
      }
      const classIndex = bestClass(output, offset);
      const score = Math.min(1, output[offset + 4]! * output[offset + 5 + classIndex]!);
      // NaN fails the comparison.
      if (score >= thresholds[classIndex]!) {
        const candidate = toCandidate({ output, offset, stride, column: cell % side, row: Math.floor(cell / side) });
        const clipped = clip({ ...candidate, classIndex, score }, picture);
        if (clipped !== null) {
          candidates.push(clipped);
        }
      }
    }
  }
  return candidates;
}

function bestClass(output: Float32Array, offset: number): number {
  let best = 0;
  for (let index = 1; index < cocoClasses.length; index += 1) {
    if (output[offset + 5 + index]! > output[offset + 5 + best]!) {
      best = index;
    }
  }
  return best;
}

interface Cell {
  readonly output: Float32Array;
  readonly offset: number;
  readonly stride: number;
  readonly column: number;
  readonly row: number;
}

function toCandidate({ output, offset, stride, column, row }: Cell): Omit<Candidate, 'classIndex' | 'score'> {
  const centreX = (output[offset]! + column) * stride;
  const centreY = (output[offset + 1]! + row) * stride;
  const width = Math.exp(output[offset + 2]!) * stride;
  const height = Math.exp(output[offset + 3]!) * stride;
  return {
    left: centreX - width / 2,
    top: centreY - height / 2,
    right: centreX + width / 2,
    bottom: centreY + height / 2,
  };
}

/** The part of the box inside the picture, or null when nothing of it is. */
function clip(candidate: Candidate, { contentWidth, contentHeight }: PictureSize): Candidate | null {
  const left = Math.max(0, candidate.left);
  const top = Math.max(0, candidate.top);
  const right = Math.min(contentWidth, candidate.right);
  const bottom = Math.min(contentHeight, candidate.bottom);
  // Written so that NaN, too, is dropped.
  return right > left && bottom > top ? { ...candidate, left, top, right, bottom } : null;
}
