import { Readable } from 'node:stream';
import { EngineError } from '../../contract/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { scaleByArea } from './downscale.ts';
import type { MediaTools } from './media-tools.ts';
import { writePicture } from './write-picture.ts';

/** A small picture of the video at `tileIndex * secondsPerTile`. */
export interface SpriteTile {
  readonly tileIndex: number;
  readonly image: RgbImage;
}

export interface SpriteSheetRequest {
  /** In rising order; at least one. All of one size, at most 160 pixels on the long side. */
  readonly tiles: readonly SpriteTile[];
  readonly secondsPerTile: number;
  readonly outputFile: string;
  readonly tools: Pick<MediaTools, 'ffmpegPath'>;
  readonly signal?: AbortSignal | undefined;
}

/** Where the tile of a moment lies: tile k at column k mod columns, row k div columns. */
export interface SpriteSheetLayout {
  readonly columns: number;
  readonly rows: number;
  readonly tileCount: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly secondsPerTile: number;
}

const columnLimit = 10;
const tileLimit = 100;

/**
 * Draws the tiles into one JPEG, in place at once. A stretch without a tile shows the one before it; tiles from the
 * hundredth on are left out. Throws EngineError `no-frames` without a tile, `decode-failed`, `aborted`, `disk-full`.
 */
export async function writeSpriteSheet(request: SpriteSheetRequest): Promise<SpriteSheetLayout> {
  const { secondsPerTile, tools, outputFile, signal } = request;
  const tiles = request.tiles.filter(({ tileIndex }) => tileIndex >= 0 && tileIndex < tileLimit);
  const first = tiles[0];
  if (first === undefined) {
    throw new EngineError('no-frames', 'There is no picture for the sheet.');
  }
  const { width: tileWidth, height: tileHeight } = first.image;
  const tileCount = Math.max(...tiles.map(({ tileIndex }) => tileIndex)) + 1;
  const columns = Math.min(columnLimit, tileCount);
  const rows = Math.ceil(tileCount / columns);
  const layout = { columns, rows, tileCount, tileWidth, tileHeight, secondsPerTile };
  const bytes = drawSheet(tiles, layout);
  const size = `${columns * tileWidth}x${rows * tileHeight}`;
  await writePicture({
    input: {
      source: Readable.from([bytes], { objectMode: false }),
      options: ['-f', 'rawvideo', '-pixel_format', 'rgb24', '-video_size', size, '-framerate', '1'],
    },
    options: ['-filter:v', 'format=yuvj420p'],
    ...{ tools, outputFile, signal },
  });
  return layout;
}

function drawSheet(tiles: readonly SpriteTile[], layout: SpriteSheetLayout): Buffer {
  const { columns, rows, tileCount, tileWidth, tileHeight } = layout;
  const rowBytes = tileWidth * 3;
  const sheetRowBytes = columns * rowBytes;
  const sheet = Buffer.alloc(rows * tileHeight * sheetRowBytes);
  const byIndex = new Map(tiles.map(({ tileIndex, image }) => [tileIndex, image]));
  let image = (tiles[0] as SpriteTile).image;
  for (let tileIndex = 0; tileIndex < tileCount; tileIndex += 1) {
    image = scaleByArea(byIndex.get(tileIndex) ?? image, { width: tileWidth, height: tileHeight });
    const top = Math.floor(tileIndex / columns) * tileHeight;
    const leftBytes = (tileIndex % columns) * rowBytes;
    for (let y = 0; y < tileHeight; y += 1) {
      sheet.set(image.data.subarray(y * rowBytes, (y + 1) * rowBytes), (top + y) * sheetRowBytes + leftBytes);
    }
  }
  return sheet;
}
