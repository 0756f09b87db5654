import { describe, expect, test } from 'vitest';
import {
  displayedSize,
  fitLongSide,
  isPlausiblePixelAspect,
  orientationFromDisplayMatrix,
} from '../../../../../electron/engine/media/video-geometry.ts';

const matrixText = ([a, b, c, d]: readonly [number, number, number, number]) =>
  `\n00000000: ${a} ${b} 0\n00000001: ${c} ${d} 0\n00000002: 0 0 1073741824\n`;

describe('orientationFromDisplayMatrix', () => {
  const one = 65536;
  test.each([
    [[one, 0, 0, one], 0, false],
    [[0, one, -one, 0], 90, false],
    [[-one, 0, 0, -one], 180, false],
    [[0, -one, one, 0], 270, false],
    [[-one, 0, 0, one], 0, true],
    [[one, 0, 0, -one], 180, true],
    [[0, 2 * one, -2 * one, 0], 90, false],
  ] as const)('reads %j as %i degrees, mirrored %j', (matrix, rotationDegrees, isMirrored) => {
    expect(orientationFromDisplayMatrix(matrixText(matrix))).toEqual({ rotationDegrees, isMirrored });
  });

  test.each([[[0, 0, 0, 0]], [[46341, 46341, -46341, 46341]], [[one, one, one, one]], [[one, 0, 0, 0]]] as const)(
    'knows that %j makes no sense',
    (matrix) => {
      expect(orientationFromDisplayMatrix(matrixText(matrix))).toBeNull();
    },
  );

  test('gives null for words', () => {
    expect(orientationFromDisplayMatrix('rotation of -90 degrees')).toBeNull();
  });
});

describe('Sizes', () => {
  test('are stretched in the shorter direction of a pixel, then turned', () => {
    expect(displayedSize({ width: 720, height: 576 }, { num: 64, den: 45 }, 0)).toEqual({ width: 1024, height: 576 });
    expect(displayedSize({ width: 854, height: 480 }, { num: 1, den: 2 }, 0)).toEqual({ width: 854, height: 960 });
    expect(displayedSize({ width: 720, height: 576 }, { num: 64, den: 45 }, 90)).toEqual({ width: 576, height: 1024 });
  });

  test('fit into a long side with at least one pixel each way', () => {
    expect(fitLongSide({ width: 1920, height: 1080 }, 416)).toEqual({ width: 416, height: 234 });
    expect(fitLongSide({ width: 2, height: 5000 }, 416)).toEqual({ width: 1, height: 416 });
    expect(fitLongSide({ width: 2, height: 2 }, 416)).toEqual({ width: 2, height: 2 });
  });

  test('ignore a pixel shape that nobody means', () => {
    expect(isPlausiblePixelAspect({ num: 16, den: 9 })).toBe(true);
    expect(isPlausiblePixelAspect({ num: 1, den: 65535 })).toBe(false);
  });
});
