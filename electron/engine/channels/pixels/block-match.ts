import type { CameraFit, PicturePair } from './camera-fit.ts';

/** Side of a block in thumb pixels, and how far from the camera's own shift it is looked for. */
const BLOCK = 8;
const REACH = 12;
/** Mean difference (levels) up to which a block is the same one; texture allows more, for it is never aligned exactly. */
const SAME_LEVELS = 6;
const SAME_TEXTURE_SHARE = 0.25;
/** A block has moved when it fits there so much better than where the camera alone would have put it. */
const MOVED_RATIO = 0.6;

export interface BlockMatches {
  /** Share of blocks that are found nowhere near in the picture before. */
  readonly unmatchedShare: number;
  /** Share of blocks that the camera's motion did not explain. */
  readonly searchedShare: number;
  /** How far the moved blocks went besides the camera, in thumb pixels: their 70th percentile; NaN when none did. */
  readonly distancePixels: number;
}

/**
 * Where the blocks of a picture were in the one before. `residual` holds |luma − predicted| for each pixel once the
 * camera's motion is taken out, NaN where the camera had not yet seen it.
 */
export function matchBlocks(pair: PicturePair, fit: CameraFit, residual: Float32Array): BlockMatches {
  const { width, height } = pair.current;
  const distances: number[] = [];
  let blockCount = 0;
  let searchedCount = 0;
  let unmatchedCount = 0;
  for (let top = (height % BLOCK) >> 1; top + BLOCK <= height; top += BLOCK) {
    for (let left = (width % BLOCK) >> 1; left + BLOCK <= width; left += BLOCK) {
      const block = measureBlock(pair, residual, top * width + left);
      if (block === null) {
        continue;
      }
      blockCount += 1;
      const same = SAME_LEVELS + SAME_TEXTURE_SHARE * block.texture;
      if (block.difference <= same) {
        continue;
      }
      searchedCount += 1;
      const found = searchBlock(pair, fit, { left, top });
      if (found.difference > same) {
        unmatchedCount += 1;
      } else if (found.difference <= block.difference * MOVED_RATIO) {
        distances.push(found.distancePixels);
      }
    }
  }
  distances.sort((a, b) => a - b);
  return {
    unmatchedShare: blockCount === 0 ? Number.NaN : unmatchedCount / blockCount,
    searchedShare: searchedCount / Math.max(1, blockCount),
    distancePixels: distances.length === 0 ? Number.NaN : distances[Math.floor(distances.length * 0.7)]!,
  };
}

/** Mean residual and mean gradient of a block; null when less than half of it was in view before. */
function measureBlock({ current, texture }: PicturePair, residual: Float32Array, corner: number) {
  let difference = 0;
  let gradient = 0;
  let count = 0;
  for (let y = 0; y < BLOCK; y++) {
    const row = corner + y * current.width;
    for (let i = row; i < row + BLOCK; i++) {
      const value = residual[i]!;
      if (!Number.isNaN(value)) {
        difference += value;
        gradient += Math.abs(texture.gradientX[i]!) + Math.abs(texture.gradientY[i]!);
        count += 1;
      }
    }
  }
  return count * 2 < BLOCK * BLOCK ? null : { difference: difference / count, texture: gradient / count };
}

interface Corner {
  readonly left: number;
  readonly top: number;
}

/** Every second place within reach of where the camera would have put the block, then the places around the best. */
function searchBlock(pair: PicturePair, fit: CameraFit, { left, top }: Corner) {
  const { width, height } = pair.current;
  const dx = left + BLOCK / 2 - (width - 1) / 2;
  const dy = top + BLOCK / 2 - (height - 1) / 2;
  const homeX = Math.round(left + fit.shiftX + fit.scale * dx - fit.turn * dy);
  const homeY = Math.round(top + fit.shiftY + fit.scale * dy + fit.turn * dx);
  const best = { x: homeX, y: homeY, sum: Number.POSITIVE_INFINITY };
  const look = (x: number, y: number) => {
    if (x >= 0 && y >= 0 && x + BLOCK <= width && y + BLOCK <= height) {
      const sum = differenceAt(pair, fit, { from: top * width + left, to: y * width + x, limit: best.sum });
      if (sum < best.sum) {
        best.x = x;
        best.y = y;
        best.sum = sum;
      }
    }
  };
  for (let y = homeY - REACH; y <= homeY + REACH; y += 2) {
    for (let x = homeX - REACH; x <= homeX + REACH; x += 2) {
      look(x, y);
    }
  }
  const { x, y } = best;
  for (let k = 0; k < 9; k++) {
    look(x + (k % 3) - 1, y + Math.floor(k / 3) - 1);
  }
  return {
    difference: best.sum / (BLOCK * BLOCK),
    distancePixels: Math.hypot(best.x - homeX, best.y - homeY),
  };
}

/** Sum of absolute differences of two blocks, given up once it passes the limit. */
function differenceAt(
  { before, current }: PicturePair,
  { gain, offset }: CameraFit,
  { from, to, limit }: { readonly from: number; readonly to: number; readonly limit: number },
): number {
  let sum = 0;
  for (let y = 0; y < BLOCK && sum < limit; y++) {
    const a = from + y * current.width;
    const b = to + y * current.width;
    for (let x = 0; x < BLOCK; x++) {
      sum += Math.abs(current.data[a + x]! - gain * before.data[b + x]! - offset);
    }
  }
  return sum;
}
