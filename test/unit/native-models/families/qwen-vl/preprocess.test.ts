import { describe, expect, test } from 'vitest';
import { gridOf, patchesOf, tokenCountOf } from '../../../../../native-models/families/qwen-vl/preprocess.ts';
import { resizePicture } from '../../../../../native-models/families/qwen-vl/preprocess-resize.ts';
import { roundHalfEven, smartResize } from '../../../../../native-models/families/qwen-vl/preprocess-size.ts';
import { formulaPicture, framesOf, readGolden, tinyConfiguration } from '../../../../helpers/tiny-qwen-vl.ts';

const golden = readGolden();
const { vision } = tinyConfiguration();

describe('smartResize', () => {
  test('gives the sizes of the published rule', () => {
    for (const { width, height, factor, minPixels, maxPixels, result } of golden.smartResize) {
      const size = smartResize({ width, height }, factor, { minPixels, maxPixels });
      expect([size.height, size.width], `${width} × ${height}, ${factor}`).toEqual(result);
    }
  });

  test('rounds a half to the even neighbour', () => {
    expect([0.5, 1.5, 2.5, 3.5, 2.4, 2.6].map(roundHalfEven)).toEqual([0, 2, 2, 4, 2, 3]);
  });

  test('refuses a picture that is longer than 200 to 1', () => {
    expect(() => smartResize({ width: 2010, height: 10 }, 28, { minPixels: 1, maxPixels: 1e6 })).toThrow('200 : 1');
  });
});

describe('resizePicture', () => {
  test.each(golden.bicubic)('gives Pillow’s bytes from $width × $height to $toWidth × $toHeight', (one) => {
    const source = formulaPicture(one.width, one.height, one.number);
    expect([...resizePicture(source, { width: one.toWidth, height: one.toHeight }).data]).toEqual(one.result);
  });
});

describe('patchesOf', () => {
  test('orders and normalises patches as torch does', () => {
    let clipCount = 0;
    for (const { name, messages, clips } of golden.cases) {
      const parts = messages.flatMap((message) => message.parts).filter(({ kind }) => kind !== 'text');
      for (const [index, part] of parts.entries()) {
        const clip = clips[index]!;
        const { values, grid } = patchesOf(framesOf(part), vision);
        const length = clip.patchRow.length;
        expect([grid.time, grid.rows, grid.columns], name).toEqual(clip.grid);
        const row = [...values.subarray(5 * length, 6 * length)];
        expect(largestDifference(row, clip.patchRow), name).toBeLessThan(1e-5);
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(clip.patchSum, 1);
        expect(values.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(clip.patchSquareSum, 0);
        clipCount += 1;
      }
    }
    expect(clipCount).toBeGreaterThan(6);
  });

  test('repeats the last frame for an odd count', () => {
    const [a, b, c] = [1, 2, 3].map((number) => formulaPicture(28, 28, number)) as [never, never, never];
    expect(patchesOf([a, b, c], vision)).toEqual(patchesOf([a, b, c, c], vision));
  });

  test('refuses frames that do not fill whole cells, and frames of two sizes', () => {
    expect(() => gridOf([formulaPicture(30, 28, 0)], vision)).toThrow('cells of 28');
    expect(() => gridOf([formulaPicture(28, 28, 0), formulaPicture(56, 28, 0)], vision)).toThrow('one size');
    expect(tokenCountOf(gridOf([formulaPicture(56, 84, 0)], vision), vision.mergeSize)).toBe(6);
  });
});

function largestDifference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, index) => Math.abs(value - b[index]!)));
}
