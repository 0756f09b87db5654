import type { ChatPicture } from '../../api/chat-model.ts';
import type { QwenVlVision } from './configuration.ts';

/** Grids of a clip: in time, in patches down, in patches across. */
export interface Grid {
  readonly time: number;
  readonly rows: number;
  readonly columns: number;
}

export interface Patches {
  /** [time · rows · columns, 3 · framesPerPatch · patchSize²], normalised. */
  readonly values: Float32Array;
  readonly grid: Grid;
}

/** Tokens that a clip becomes. */
export function tokenCountOf({ time, rows, columns }: Grid, mergeSize: number): number {
  return (time * rows * columns) / mergeSize ** 2;
}

/** The grid of frames of one size whose sides are multiples of patchSize · mergeSize. */
export function gridOf(frames: readonly ChatPicture[], vision: QwenVlVision): Grid {
  const first = frames[0];
  const { patchSize, mergeSize, framesPerPatch } = vision;
  const cell = patchSize * mergeSize;
  if (first === undefined || first.width % cell !== 0 || first.height % cell !== 0) {
    throw new RangeError(`Frames of ${first?.width ?? 0} × ${first?.height ?? 0} do not divide into cells of ${cell}.`);
  }
  if (frames.some(({ width, height }) => width !== first.width || height !== first.height)) {
    throw new RangeError('The frames of a clip must have one size.');
  }
  return {
    time: Math.ceil(frames.length / framesPerPatch),
    rows: first.height / patchSize,
    columns: first.width / patchSize,
  };
}

/**
 * Frames of one clip as the vision encoder reads them. Patches are ordered so that those of one token follow each
 * other: grid in time, block row, block column, row in the block, column in the block; inside a patch channel, time,
 * y, x. A last frame that is missing for a whole patch is repeated.
 */
export function patchesOf(frames: readonly ChatPicture[], vision: QwenVlVision): Patches {
  const { patchSize, mergeSize, framesPerPatch } = vision;
  const grid = gridOf(frames, vision);
  const values = new Float32Array(grid.time * grid.rows * grid.columns * 3 * framesPerPatch * patchSize ** 2);
  const levels = normalisedLevels(vision);
  let at = 0;
  for (let time = 0; time < grid.time; time += 1) {
    const ofPatch = Array.from({ length: framesPerPatch }, (_, index) => {
      return frames[Math.min(time * framesPerPatch + index, frames.length - 1)]!;
    });
    for (const { row, column } of mergeOrder(grid, mergeSize)) {
      const place = { left: column * patchSize, top: row * patchSize, patchSize };
      at = writePatch({ values, at, levels }, ofPatch, place);
    }
  }
  return { values, grid };
}

/** Rows and columns of one grid's patches, block by block. */
function* mergeOrder({ rows, columns }: Grid, mergeSize: number): Generator<{ row: number; column: number }> {
  for (let blockRow = 0; blockRow < rows; blockRow += mergeSize) {
    for (let blockColumn = 0; blockColumn < columns; blockColumn += mergeSize) {
      for (let inner = 0; inner < mergeSize ** 2; inner += 1) {
        yield { row: blockRow + Math.floor(inner / mergeSize), column: blockColumn + (inner % mergeSize) };
      }
    }
  }
}

interface PatchTarget {
  readonly values: Float32Array;
  readonly at: number;
  readonly levels: readonly Float32Array[];
}

interface PatchPlace {
  readonly left: number;
  readonly top: number;
  readonly patchSize: number;
}

/** Writes one patch; returns where the next begins. */
function writePatch(
  { values, at, levels }: PatchTarget,
  frames: readonly ChatPicture[],
  { left, top, patchSize }: PatchPlace,
): number {
  let target = at;
  for (let channel = 0; channel < 3; channel += 1) {
    const level = levels[channel]!;
    for (const { width, data } of frames) {
      for (let y = top; y < top + patchSize; y += 1) {
        let source = (y * width + left) * 3 + channel;
        for (let x = 0; x < patchSize; x += 1) {
          values[target] = level[data[source]!]!;
          target += 1;
          source += 3;
        }
      }
    }
  }
  return target;
}

/** What each byte becomes, a table a channel. */
function normalisedLevels({ mean, deviation }: QwenVlVision): readonly Float32Array[] {
  return [0, 1, 2].map((channel) =>
    Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean[channel]!) / deviation[channel]!),
  );
}
