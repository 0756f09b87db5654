import { describe, expect, test } from 'vitest';
import { contextSide, drawWindow, meanColour } from '../../../../../native-models/families/nanotrack/preprocess.ts';

/** 4 × 2 pixels: red rises from left to right, green is the row, blue is 200. */
const frame = {
  width: 4,
  height: 2,
  data: Uint8Array.from({ length: 24 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return [10 * (pixel % 4), pixel < 4 ? 0 : 100, 200][index % 3]!;
  }),
};
const mean = [1, 2, 3] as const;

describe('drawWindow', () => {
  test('gives whole pixels back as planes, blue first where the model wants it', () => {
    const window = { centreX: 2, centreY: 1, side: 2 };
    const pixels = drawWindow(frame, window, { size: 2, channelOrder: 'bgr', mean });
    expect([...pixels]).toEqual([200, 200, 200, 200, 0, 0, 100, 100, 10, 20, 10, 20]);
    const rgb = drawWindow(frame, window, { size: 2, channelOrder: 'rgb', mean });
    expect([...rgb.slice(0, 4)]).toEqual([10, 20, 10, 20]);
  });

  test('draws what lies beyond the frame in its mean colour', () => {
    const pixels = drawWindow(frame, { centreX: -4, centreY: 1, side: 2 }, { size: 2, channelOrder: 'rgb', mean });
    expect([...pixels]).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
  });
});

test('contextSide is the side of the square with half of both sides around', () => {
  expect(contextSide({ width: 60, height: 20 }, 0.5)).toBeCloseTo(Math.sqrt(100 * 60), 9);
});

test('meanColour is that of the pixels that it looks at', () => {
  expect(meanColour({ ...frame, data: Uint8Array.from({ length: 24 }, (_, index) => [9, 8, 7][index % 3]!) })).toEqual([
    9, 8, 7,
  ]);
});
