import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { letterbox } from '../../../../../native-models/families/yolox/preprocess.ts';

const pictureOf = (width: number, height: number, colour: (x: number, y: number) => readonly number[]) => {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      data.set(colour(x, y), (y * width + x) * 3);
    }
  }
  return { width, height, data };
};

describe('letterbox', () => {
  test('turns red, green, blue into planes of blue, green, red, top left, with grey around', () => {
    const { pixels, contentWidth, contentHeight } = letterbox(
      pictureOf(4, 2, (x, y) => [10 * x, 100 + y, 200]),
      4,
    );
    expect([contentWidth, contentHeight]).toEqual([4, 2]);
    expect([...pixels]).toEqual([
      ...[200, 200, 200, 200, 200, 200, 200, 200, 114, 114, 114, 114, 114, 114, 114, 114],
      ...[100, 100, 100, 100, 101, 101, 101, 101, 114, 114, 114, 114, 114, 114, 114, 114],
      ...[0, 10, 20, 30, 0, 10, 20, 30, 114, 114, 114, 114, 114, 114, 114, 114],
    ]);
  });

  test('pads a tall picture on the right', () => {
    const { pixels, contentWidth, contentHeight } = letterbox(
      pictureOf(1, 2, () => [1, 2, 3]),
      2,
    );
    expect([contentWidth, contentHeight]).toEqual([1, 2]);
    expect([...pixels]).toEqual([3, 114, 3, 114, 2, 114, 2, 114, 1, 114, 1, 114]);
  });

  test('scales between pixel centres: halving averages two neighbours, doubling keeps the ends', () => {
    const halved = letterbox(
      pictureOf(4, 4, (x) => [x * 10, 0, 0]),
      2,
    );
    expect([...halved.pixels.subarray(8)]).toEqual([5, 25, 5, 25]);
    const doubled = letterbox(
      pictureOf(2, 1, (x) => [x * 100, 0, 0]),
      4,
    );
    expect([...doubled.pixels.subarray(32, 36)]).toEqual([0, 25, 75, 100]);
  });

  test('agrees with the float formula within one level, at any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 999 }),
        (width, height, seed) => {
          const picture = pictureOf(width, height, (x, y) => [
            (x * seed + y * 7) % 256,
            (y * seed) % 256,
            (x * y) % 256,
          ]);
          const { pixels, contentWidth, contentHeight } = letterbox(picture, 24);
          expect(Math.max(contentWidth, contentHeight)).toBe(24);
          const at = (x: number, y: number) => picture.data[(y * width + x) * 3]!;
          const axis = (index: number, source: number, target: number) => {
            const position = Math.max(0, ((index + 0.5) * source) / target - 0.5);
            const first = Math.min(Math.floor(position), source - 1);
            return { first, second: Math.min(first + 1, source - 1), weight: position - first };
          };
          for (let y = 0; y < contentHeight; y += 1) {
            for (let x = 0; x < contentWidth; x += 1) {
              const [h, v] = [axis(x, width, contentWidth), axis(y, height, contentHeight)];
              const top = at(h.first, v.first) * (1 - h.weight) + at(h.second, v.first) * h.weight;
              const bottom = at(h.first, v.second) * (1 - h.weight) + at(h.second, v.second) * h.weight;
              const expected = top * (1 - v.weight) + bottom * v.weight;
              expect(Math.abs(pixels[2 * 24 * 24 + y * 24 + x]! - expected)).toBeLessThanOrEqual(1);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('keeps a pixel of the thinnest strip', () => {
    const { contentWidth, contentHeight } = letterbox(
      pictureOf(1000, 1, () => [0, 0, 0]),
      32,
    );
    expect([contentWidth, contentHeight]).toEqual([32, 1]);
  });

  test('refuses bytes that are not the picture', () => {
    expect(() => letterbox({ width: 4, height: 4, data: new Uint8Array(47) }, 32)).toThrow(/47 bytes/);
    expect(() => letterbox({ width: 0, height: 4, data: new Uint8Array(0) }, 32)).toThrow(RangeError);
  });
});
