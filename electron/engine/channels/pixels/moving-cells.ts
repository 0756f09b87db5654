import type { PicturePair } from './camera-fit.ts';

/** A tile of 4 × 4 thumb pixels moves when a quarter of it differs from what the camera alone would have left there. */
const TILE = 4;
const MOVING_TILE_SHARE = 1 / 4;
/** Levels above which a pixel differs, besides the share of its gradient that an alignment may be off. */
const DIFFERENT_LEVELS = 9;
const DIFFERENT_PIXELS = 0.5;

/**
 * Share of moving tiles in each of 3 × 3 cells of the frame, row by row. A tile counts where the thing is now and
 * where it has just uncovered the background. NaN for a cell that was out of view before.
 */
export function movingCells(residual: Float32Array, { current, texture }: PicturePair): Float32Array {
  const { width, height } = current;
  const moving = new Float32Array(9);
  const seen = new Float32Array(9);
  for (let top = 0; top + TILE <= height; top += TILE) {
    for (let left = 0; left + TILE <= width; left += TILE) {
      let different = 0;
      let known = 0;
      for (let y = top; y < top + TILE; y++) {
        for (let i = y * width + left; i < y * width + left + TILE; i++) {
          const value = residual[i]!;
          if (!Number.isNaN(value)) {
            known += 1;
            const gradient = Math.abs(texture.gradientX[i]!) + Math.abs(texture.gradientY[i]!);
            different += value > DIFFERENT_LEVELS + DIFFERENT_PIXELS * gradient ? 1 : 0;
          }
        }
      }
      if (known * 2 >= TILE * TILE) {
        const column = Math.min(2, (((left + TILE / 2) * 3) / width) | 0);
        const cell = Math.min(2, (((top + TILE / 2) * 3) / height) | 0) * 3 + column;
        seen[cell]! += 1;
        moving[cell]! += different >= known * MOVING_TILE_SHARE ? 1 : 0;
      }
    }
  }
  return moving.map((count, cell) => (seen[cell]! === 0 ? Number.NaN : count / seen[cell]!));
}
