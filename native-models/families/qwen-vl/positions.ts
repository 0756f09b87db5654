import type { Grid } from './preprocess.ts';

/** A picture or video in the prompt. */
export interface PlacedClip {
  readonly grid: Grid;
  /** Seconds from one grid to the next; null for a still picture. */
  readonly secondsPerGrid: number | null;
}

export interface PositionOptions {
  /** Ids of the tokens that stand for a picture's or a video's cells. */
  readonly padIds: ReadonlySet<number>;
  readonly mergeSize: number;
  /** null: one step a grid, whatever its time. */
  readonly tokensPerSecond: number | null;
}

export interface Positions {
  /** [3, n] by rows: time, row, column of each token. */
  readonly values: BigInt64Array;
  /** Of the first token of the answer, in all three. */
  readonly next: number;
}

/**
 * Multimodal rotary positions of a prompt. Text counts the same in all three rows. A clip's cells lie at its start
 * moved by their time, row and column, and what follows goes on after the largest of them. Throws RangeError when
 * pads and clips do not fit together.
 */
export function positionsOf(ids: readonly number[], clips: readonly PlacedClip[], options: PositionOptions): Positions {
  const length = ids.length;
  const values = new BigInt64Array(3 * length);
  let position = 0;
  let clipIndex = 0;
  for (let index = 0; index < length;) {
    if (!options.padIds.has(ids[index]!)) {
      values.fill(BigInt(position), index, index + 1);
      values[length + index] = BigInt(position);
      values[2 * length + index] = BigInt(position);
      position += 1;
      index += 1;
      continue;
    }
    const clip = clips[clipIndex];
    clipIndex += 1;
    if (clip === undefined) {
      throw new RangeError('The prompt has a place for more pictures than were given.');
    }
    const cells = cellsOf(clip, options);
    checkPads(ids, { index, count: cells.length, padIds: options.padIds });
    let largest = 0;
    for (const [offset, cell] of cells.entries()) {
      for (const [axis, step] of cell.entries()) {
        values[axis * length + index + offset] = BigInt(position + step);
        largest = Math.max(largest, step);
      }
    }
    position += largest + 1;
    index += cells.length;
  }
  if (clipIndex !== clips.length) {
    throw new RangeError(`${clips.length} pictures were given and the prompt has places for ${clipIndex}.`);
  }
  return { values, next: position };
}

function checkPads(
  ids: readonly number[],
  { index, count, padIds }: { index: number; count: number; padIds: ReadonlySet<number> },
): void {
  if (index + count > ids.length || !ids.slice(index, index + count).every((id) => padIds.has(id))) {
    throw new RangeError(`A clip of ${count} tokens does not fit the places of the prompt.`);
  }
}

/** Time, row and column of each token of a clip, from its start. */
function cellsOf({ grid, secondsPerGrid }: PlacedClip, { mergeSize, tokensPerSecond }: PositionOptions): number[][] {
  const cells: number[][] = [];
  for (let time = 0; time < grid.time; time += 1) {
    const step = timeStep(time, secondsPerGrid, tokensPerSecond);
    for (let row = 0; row < grid.rows / mergeSize; row += 1) {
      for (let column = 0; column < grid.columns / mergeSize; column += 1) {
        cells.push([step, row, column]);
      }
    }
  }
  return cells;
}

/**
 * Where grid k lies in time: multiplied first and cut off then, so that rates above two frames a second do not all
 * fall on 0. In 32 bits and in this order, as the reference computes it: at some rates the last bit decides.
 */
export function timeStep(grid: number, secondsPerGrid: number | null, tokensPerSecond: number | null): number {
  if (secondsPerGrid === null || tokensPerSecond === null) {
    return secondsPerGrid === null ? 0 : grid;
  }
  return Math.floor(Math.fround(Math.fround(grid * Math.fround(secondsPerGrid)) * tokensPerSecond));
}
