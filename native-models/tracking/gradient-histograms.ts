import type { Patch } from './patch.ts';

/** Directions of a half turn; a whole turn has twice as many. */
const orientationCount = 9;
/** Contrast-sensitive, contrast-insensitive, texture. */
export const histogramFeatureCount = 3 * orientationCount + 4;
/** Grey of the cell, besides. */
export const cellFeatureCount = histogramFeatureCount + 1;
const truncation = 0.2;

/** Features of cells, channel by channel: `cellFeatureCount` planes of `rows × columns`. */
export interface CellFeatures {
  readonly columns: number;
  readonly rows: number;
  readonly data: Float32Array;
}

interface WorkSpace {
  readonly histograms: Float32Array;
  readonly energies: Float32Array;
}

/**
 * Histograms of oriented gradients as in Felzenszwalb et al., "Object detection with discriminatively trained part-based
 * models" (2010): 18 directions, 9 of them without sign, 4 texture energies, each normalised by the four blocks around the
 * cell and truncated at 0.2; then the mean grey, −0.5..0.5. Patches are whole cells; work space is kept for their size.
 */
export class CellFeatureExtractor {
  readonly cellSize: number;
  #space: WorkSpace = { histograms: new Float32Array(0), energies: new Float32Array(0) };
  #grey = new Float32Array(0);

  constructor(cellSize: number) {
    this.cellSize = cellSize;
  }

  extract({ width, height, data }: Patch): CellFeatures {
    const { cellSize } = this;
    const columns = Math.floor(width / cellSize);
    const rows = Math.floor(height / cellSize);
    this.#toGrey(data, width * height);
    this.#makeHistograms({ width, height, columns, rows });
    const features = { columns, rows, data: new Float32Array(cellFeatureCount * columns * rows) };
    this.#normalise(features);
    this.#addGrey(features, width);
    return features;
  }

  #toGrey(data: Float32Array, count: number): void {
    if (this.#grey.length !== count) {
      this.#grey = new Float32Array(count);
    }
    for (let index = 0, at = 0; index < count; index += 1, at += 3) {
      this.#grey[index] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
    }
  }

  #makeHistograms({ width, height, columns, rows }: { width: number; height: number; columns: number; rows: number }) {
    const bins = 2 * orientationCount;
    if (this.#space.energies.length !== columns * rows) {
      this.#space = {
        histograms: new Float32Array(columns * rows * bins),
        energies: new Float32Array(columns * rows),
      };
    }
    const { histograms, energies } = this.#space;
    histograms.fill(0);
    const grey = this.#grey;
    const { cellSize } = this;
    for (let y = 0; y < rows * cellSize; y += 1) {
      const up = Math.max(0, y - 1) * width;
      const down = Math.min(height - 1, y + 1) * width;
      const placeY = (y + 0.5) / cellSize - 0.5;
      const cellY = Math.floor(placeY);
      const partY = placeY - cellY;
      for (let x = 0; x < columns * cellSize; x += 1) {
        const dx = grey[y * width + Math.min(width - 1, x + 1)]! - grey[y * width + Math.max(0, x - 1)]!;
        const dy = grey[down + x]! - grey[up + x]!;
        const size = Math.sqrt(dx * dx + dy * dy);
        if (size === 0) {
          continue;
        }
        const bin = directionBin(dx, dy);
        const placeX = (x + 0.5) / cellSize - 0.5;
        const cellX = Math.floor(placeX);
        const partX = placeX - cellX;
        for (let v = 0; v < 2; v += 1) {
          const row = cellY + v;
          if (row < 0 || row >= rows) {
            continue;
          }
          const weightY = (v === 0 ? 1 - partY : partY) * size;
          const cell = (row * columns + cellX) * bins + bin;
          if (cellX >= 0) {
            histograms[cell]! += weightY * (1 - partX);
          }
          if (cellX + 1 < columns) {
            histograms[cell + bins]! += weightY * partX;
          }
        }
      }
    }
    for (let cell = 0; cell < columns * rows; cell += 1) {
      let energy = 0;
      for (let bin = 0; bin < orientationCount; bin += 1) {
        const sum = histograms[cell * bins + bin]! + histograms[cell * bins + bin + orientationCount]!;
        energy += sum * sum;
      }
      energies[cell] = energy;
    }
  }

  #normalise({ columns, rows, data }: CellFeatures): void {
    const { histograms } = this.#space;
    const count = columns * rows;
    const bins = 2 * orientationCount;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const cell = row * columns + column;
        const factors = [
          this.#blockFactor({ row: row - 1, column: column - 1 }, columns, rows),
          this.#blockFactor({ row: row - 1, column }, columns, rows),
          this.#blockFactor({ row, column: column - 1 }, columns, rows),
          this.#blockFactor({ row, column }, columns, rows),
        ] as const;
        const texture = [0, 0, 0, 0] as [number, number, number, number];
        for (let bin = 0; bin < bins; bin += 1) {
          const value = histograms[cell * bins + bin]!;
          let sum = 0;
          for (let block = 0; block < 4; block += 1) {
            const scaled = Math.min(truncation, value * factors[block]!);
            sum += scaled;
            texture[block]! += scaled;
          }
          data[bin * count + cell] = 0.5 * sum;
        }
        for (let bin = 0; bin < orientationCount; bin += 1) {
          const value = histograms[cell * bins + bin]! + histograms[cell * bins + bin + orientationCount]!;
          let sum = 0;
          for (let block = 0; block < 4; block += 1) {
            sum += Math.min(truncation, value * factors[block]!);
          }
          data[(bins + bin) * count + cell] = 0.5 * sum;
        }
        for (let block = 0; block < 4; block += 1) {
          data[(bins + orientationCount + block) * count + cell] = 0.2357 * texture[block]!;
        }
      }
    }
  }

  /** One over the length of the gradients of the block of four cells that begins at a cell; edges are repeated. */
  #blockFactor({ row, column }: { row: number; column: number }, columns: number, rows: number): number {
    const { energies } = this.#space;
    const top = Math.max(0, row);
    const bottom = Math.min(rows - 1, row + 1);
    const left = Math.max(0, column);
    const right = Math.min(columns - 1, column + 1);
    return (
      1 /
      Math.sqrt(
        energies[top * columns + left]! +
          energies[top * columns + right]! +
          energies[bottom * columns + left]! +
          energies[bottom * columns + right]! +
          1e-4,
      )
    );
  }

  #addGrey({ columns, rows, data }: CellFeatures, width: number): void {
    const { cellSize } = this;
    const offset = histogramFeatureCount * columns * rows;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        let sum = 0;
        for (let y = 0; y < cellSize; y += 1) {
          const from = (row * cellSize + y) * width + column * cellSize;
          for (let x = 0; x < cellSize; x += 1) {
            sum += this.#grey[from + x]!;
          }
        }
        data[offset + row * columns + column] = sum / (cellSize * cellSize * 255) - 0.5;
      }
    }
  }
}

/** Differences of grey are −255..255. */
const greyRange = 256;
const tableSide = 2 * greyRange;
/** The nearest of 18 directions of a gradient, by its rounded differences: exact enough for a bin, and quick. */
const directionTable = Uint8Array.from({ length: tableSide * tableSide }, (_, index) => {
  const dx = (index % tableSide) - greyRange;
  const dy = Math.floor(index / tableSide) - greyRange;
  const turn = Math.atan2(dy, dx) / (Math.PI / orientationCount);
  return (Math.round(turn) + 4 * orientationCount) % (2 * orientationCount);
});

function directionBin(dx: number, dy: number): number {
  return directionTable[(Math.round(dy) + greyRange) * tableSide + Math.round(dx) + greyRange]!;
}
