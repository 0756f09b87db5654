import { describe, expect, test } from 'vitest';
import { readTruth } from '../../../../../electron/engine/tracking/read-truth.ts';

describe('readTruth', () => {
  test('reads OTB, whose first pixel is 1, with commas, tabs or blanks', () => {
    const box = { x: 69, y: 50, width: 107, height: 87 };
    for (const text of ['70,51,107,87\n', '70\t51\t107\t87', '70 51 107 87\r\n']) {
      expect(readTruth(text)).toEqual([{ name: '1', boxes: [box] }]);
    }
  });

  test('reads a frame without the target as none', () => {
    expect(readTruth('70,51,107,87\nNaN,NaN,NaN,NaN\n0,0,0,0')[0]!.boxes.slice(1)).toEqual([null, null]);
  });

  test('takes the upright box of a polygon of VOT', () => {
    expect(readTruth('10,5,30,10,25,40,5,35')).toEqual([{ name: '1', boxes: [{ x: 5, y: 5, width: 25, height: 35 }] }]);
  });

  test('reads MOTChallenge, a target an id, frames counting from 1', () => {
    const text = '1,7,11,21,5,6,-1\n3,7,12,22,5,6,-1\n2,3,1,1,4,4,1';
    expect(readTruth(text)).toEqual([
      { name: '3', boxes: [null, { x: 0, y: 0, width: 4, height: 4 }] },
      {
        name: '7',
        boxes: [{ x: 10, y: 20, width: 5, height: 6 }, null, { x: 11, y: 21, width: 5, height: 6 }],
      },
    ]);
  });

  test.each([
    ['nothing', ''],
    ['words', 'a,b,c,d'],
    ['three numbers', '1,2,3'],
    ['a frame of no number', '0,1,2,3,4,5'],
    ['lines of different lengths', '1,2,3,4\n1,2'],
  ])('refuses %s', (_, text) => {
    expect(() => readTruth(text)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});
