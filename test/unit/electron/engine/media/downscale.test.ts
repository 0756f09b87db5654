import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaleByArea, thumbOf } from '../../../../../electron/engine/media/downscale.ts';
import type { RgbImage } from '../../../../../electron/engine/base/rgb-image.ts';

function imageOf(width: number, height: number, value: (x: number, y: number, channel: number) => number): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, k) => {
    const pixel = Math.floor(k / 3);
    return value(pixel % width, Math.floor(pixel / width), k % 3);
  });
  return { width, height, data };
}

const mean = ({ data }: RgbImage) => data.reduce((sum, value) => sum + value, 0) / data.length;

describe('scaleByArea', () => {
  test('gives each pixel the mean of what it covers, each colour apart', () => {
    const image = imageOf(4, 2, (x, y, channel) => (channel === 0 ? x * 10 : channel === 1 ? y * 100 : 7));
    expect([...scaleByArea(image, { width: 2, height: 1 }).data]).toEqual([5, 50, 7, 25, 50, 7]);
  });

  test('shares pixels that lie on a border by area', () => {
    const image = imageOf(3, 1, (x) => [0, 90, 240][x] as number);
    // Each half covers one and a half pixels.
    expect([...scaleByArea(image, { width: 2, height: 1 }).data]).toEqual([30, 30, 30, 190, 190, 190]);
  });

  test('keeps the mean of any picture at any size', () => {
    const sizes = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(sizes, sizes, fc.integer(), (from, to, seed) => {
        const image = imageOf(
          from.width,
          from.height,
          (x, y, channel) => Math.abs(seed + x * 7919 + y * 31 * x + channel) % 256,
        );
        expect(Math.abs(mean(scaleByArea(image, to)) - mean(image))).toBeLessThan(1);
      }),
    );
  });

  test('leaves a flat picture flat', () => {
    const image = imageOf(417, 233, () => 255);
    expect(new Set(scaleByArea(image, { width: 96, height: 54 }).data)).toEqual(new Set([255]));
  });
});

describe('thumbOf', () => {
  test('fits into 96 pixels, keeps the shape, and enlarges nothing', () => {
    const sizeOf = (width: number, height: number) => {
      const thumb = thumbOf(imageOf(width, height, () => 1));
      expect(thumb.data.length).toBe(thumb.width * thumb.height * 3);
      return [thumb.width, thumb.height];
    };
    expect(sizeOf(416, 234)).toEqual([96, 54]);
    expect(sizeOf(234, 416)).toEqual([54, 96]);
    expect(sizeOf(416, 1)).toEqual([96, 1]);
    expect(sizeOf(2, 2)).toEqual([2, 2]);
  });
});
