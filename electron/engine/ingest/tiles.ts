import { EngineError } from '../../contract/errors.ts';
import type { Tile } from './analysis-messages.ts';

/** Tiles of a sprite sheet at most; longer videos get tiles further apart. */
const tileCountLimit = 100;
const shortestTileSeconds = 1;
const lengthlessTileSeconds = 10;

/** How much time one tile of the sprite sheet stands for. */
export function secondsPerTile(durationSeconds: number | null): number {
  return durationSeconds === null
    ? lengthlessTileSeconds
    : Math.max(shortestTileSeconds, durationSeconds / tileCountLimit);
}

const headBytes = 12;

/** Tiles as they wait in the database for the sheet: per tile index, width, height (uint32 LE each), then rgb24. */
export function packTiles(tiles: readonly Tile[]): Uint8Array {
  const packed = new Uint8Array(tiles.reduce((sum, { image }) => sum + headBytes + image.data.length, 0));
  const view = new DataView(packed.buffer);
  let offset = 0;
  for (const { tileIndex, image } of tiles) {
    view.setUint32(offset, tileIndex, true);
    view.setUint32(offset + 4, image.width, true);
    view.setUint32(offset + 8, image.height, true);
    packed.set(image.data, offset + headBytes);
    offset += headBytes + image.data.length;
  }
  return packed;
}

/** Throws EngineError `library-corrupt` for bytes that are no tiles. */
export function unpackTiles(packed: Uint8Array): Tile[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const tiles: Tile[] = [];
  let offset = 0;
  while (offset < packed.length) {
    if (offset + headBytes > packed.length) {
      throw new EngineError('library-corrupt', 'The pictures of a step are cut off.');
    }
    const width = view.getUint32(offset + 4, true);
    const height = view.getUint32(offset + 8, true);
    const end = offset + headBytes + width * height * 3;
    if (width > 4096 || height > 4096 || end > packed.length) {
      throw new EngineError('library-corrupt', 'The pictures of a step are cut off.');
    }
    const data = packed.subarray(offset + headBytes, end);
    tiles.push({ tileIndex: view.getUint32(offset, true), image: { width, height, data } });
    offset = end;
  }
  return tiles;
}
