import { firstAnswer } from '../parsing/answer-blocks.ts';
import { parseBoxList, type CornerBox } from '../parsing/box-text.ts';

/**
 * Mean IoU of the boxes of a tracking answer with the true ones, 0..1 (VideoChat-R1, tracking): the first `<answer>`
 * must hold as many boxes as the truth, eight in the paper; 0 otherwise. A pair that covers nothing counts 0, and so
 * does a box whose corners are in the wrong order.
 *
 * @throws RangeError when there is no true box.
 */
export function spatialIouReward(completion: string, truth: readonly CornerBox[]): number {
  if (truth.length === 0) {
    throw new RangeError('A tracking answer is compared with at least one true box.');
  }
  const answer = firstAnswer(completion);
  const boxes = answer === null ? null : parseBoxList(answer, truth.length);
  if (boxes === null) {
    return 0;
  }
  return boxes.reduce((sum, box, index) => sum + cornerBoxIou(box, truth[index]!), 0) / truth.length;
}

/** Intersection over union of two boxes by their corners, 0..1; 0 where there is no area or a box is inverted. */
export function cornerBoxIou(a: CornerBox, b: CornerBox): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const shared = width * height;
  return shared / (areaOf(a) + areaOf(b) - shared);
}

function areaOf([left, top, right, bottom]: CornerBox): number {
  return (right - left) * (bottom - top);
}
