import { z } from 'zod';
import type { TrackKey } from './tracks.ts';

const floats = z.instanceof(Float32Array);

/** Bits of `flags` of a key block. */
export const keyFlags = { lost: 1, byHand: 2, replaced: 4 } as const;

/** So many keys fit into one message; longer ones are told in parts, by range. */
export const maxKeyCount = 400_000;

/**
 * Keys of one or more tracks as columns, one element a key (four for boxes: x, y, width, height). Where `flags` has
 * `replaced`, the next four numbers of `replacedBoxes` are the box that a machine had given there.
 */
export const trackKeyBlockSchema = z
  .object({
    timesSeconds: z.instanceof(Float64Array),
    frameIndexes: z.instanceof(Int32Array),
    boxes: floats,
    confidences: floats,
    flags: z.instanceof(Uint8Array),
    replacedBoxes: floats,
  })
  .refine(isWhole, 'columns of a key block must fit each other')
  .readonly();
export type TrackKeyBlock = z.infer<typeof trackKeyBlockSchema>;

function isWhole(block: {
  readonly timesSeconds: Float64Array;
  readonly frameIndexes: Int32Array;
  readonly boxes: Float32Array;
  readonly confidences: Float32Array;
  readonly flags: Uint8Array;
  readonly replacedBoxes: Float32Array;
}): boolean {
  const count = block.timesSeconds.length;
  return (
    count <= maxKeyCount &&
    block.frameIndexes.length === count &&
    block.boxes.length === 4 * count &&
    block.confidences.length === count &&
    block.flags.length === count &&
    block.replacedBoxes.length === 4 * countReplaced(block.flags) &&
    block.timesSeconds.every((seconds) => seconds >= 0 && Number.isFinite(seconds)) &&
    block.boxes.every((side) => Number.isFinite(side)) &&
    block.replacedBoxes.every((side) => Number.isFinite(side)) &&
    block.confidences.every((confidence) => confidence >= 0 && confidence <= 1)
  );
}

function countReplaced(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + ((flag & keyFlags.replaced) === 0 ? 0 : 1), 0);
}

/** Keys as columns. Boxes and confidences keep the seven digits of a 32-bit float. */
export function packKeys(keys: readonly TrackKey[]): TrackKeyBlock {
  const replaced = keys.flatMap(({ replacedBox }) => (replacedBox === undefined ? [] : [replacedBox]));
  return {
    timesSeconds: Float64Array.from(keys, ({ timeSeconds }) => timeSeconds),
    frameIndexes: Int32Array.from(keys, ({ frameIndex }) => frameIndex),
    boxes: sidesOf(keys.map(({ box }) => box)),
    confidences: Float32Array.from(keys, ({ confidence }) => confidence),
    flags: Uint8Array.from(keys, flagsOf),
    replacedBoxes: sidesOf(replaced),
  };
}

/** The keys of a block, in its order. */
export function unpackKeys(block: TrackKeyBlock): TrackKey[] {
  let replacedCount = 0;
  return Array.from(block.timesSeconds, (timeSeconds, index): TrackKey => {
    const flags = block.flags[index] ?? 0;
    const isReplaced = (flags & keyFlags.replaced) !== 0;
    return {
      timeSeconds,
      frameIndex: block.frameIndexes[index] ?? 0,
      box: boxAt(block.boxes, index),
      confidence: block.confidences[index] ?? 0,
      state: (flags & keyFlags.lost) === 0 ? 'tracked' : 'lost',
      isByHand: (flags & keyFlags.byHand) !== 0,
      ...(isReplaced ? { replacedBox: boxAt(block.replacedBoxes, replacedCount++) } : {}),
    };
  });
}

function flagsOf({ state, isByHand, replacedBox }: TrackKey): number {
  return (
    (state === 'lost' ? keyFlags.lost : 0) |
    (isByHand ? keyFlags.byHand : 0) |
    (replacedBox === undefined ? 0 : keyFlags.replaced)
  );
}

function sidesOf(boxes: readonly TrackKey['box'][]): Float32Array<ArrayBuffer> {
  const sides = new Float32Array(4 * boxes.length);
  boxes.forEach(({ x, y, width, height }, index) => sides.set([x, y, width, height], 4 * index));
  return sides;
}

function boxAt(sides: Float32Array, index: number): TrackKey['box'] {
  const [x = 0, y = 0, width = 0, height = 0] = sides.subarray(4 * index, 4 * index + 4);
  return { x, y, width, height };
}
