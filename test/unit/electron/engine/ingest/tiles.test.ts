import { describe, expect, test } from 'vitest';
import { packTiles, secondsPerTile, unpackTiles } from '../../../../../electron/engine/ingest/tiles.ts';

const tile = (tileIndex: number, width: number, height: number) => ({
  tileIndex,
  image: { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, k) => (k * 7 + tileIndex) % 256) },
});

describe('secondsPerTile', () => {
  test('never asks for more than a hundred tiles, nor for more than one a second', () => {
    expect(secondsPerTile(3)).toBe(1);
    expect(secondsPerTile(100)).toBe(1);
    expect(secondsPerTile(3600)).toBe(36);
    for (const durationSeconds of [0.04, 99.9, 100.1, 5_400, 86_400]) {
      expect(Math.ceil(durationSeconds / secondsPerTile(durationSeconds))).toBeLessThanOrEqual(100);
    }
  });

  test('guesses where nobody knows how long the video is', () => {
    expect(secondsPerTile(null)).toBe(10);
  });
});

describe('tiles in the database', () => {
  test('come back as they were, whatever their sizes', () => {
    const tiles = [tile(0, 4, 2), tile(7, 1, 1), tile(99, 160, 90)];
    expect(unpackTiles(packTiles(tiles))).toEqual(tiles);
    expect(unpackTiles(packTiles([]))).toEqual([]);
  });

  test('are read from the middle of a larger buffer', () => {
    const packed = packTiles([tile(3, 2, 2)]);
    const larger = new Uint8Array(packed.length + 16);
    larger.set(packed, 5);
    expect(unpackTiles(larger.subarray(5, 5 + packed.length))).toEqual([tile(3, 2, 2)]);
  });

  test('are refused when they are cut off or are none', () => {
    const packed = packTiles([tile(0, 4, 2), tile(1, 4, 2)]);
    for (const damaged of [packed.subarray(0, packed.length - 1), packed.subarray(0, 5), Uint8Array.of(1, 2, 3)]) {
      expect(() => unpackTiles(damaged)).toThrow(expect.objectContaining({ code: 'library-corrupt' }));
    }
    const absurd = packed.slice();
    new DataView(absurd.buffer).setUint32(4, 0xffff_ffff, true);
    expect(() => unpackTiles(absurd)).toThrow(expect.objectContaining({ code: 'library-corrupt' }));
  });
});
