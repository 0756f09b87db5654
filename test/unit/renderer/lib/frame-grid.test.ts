import { describe, expect, test } from 'vitest';
import { constantGrid, listedGrid } from '../../../../renderer/lib/frame-grid.ts';

const ntsc = { num: 30_000, den: 1001 };
const at = (index: number) => (index * 1001) / 30_000;

describe('frames at equal distances', () => {
  const grid = constantGrid(ntsc, at(120));

  test('are shown from their start to that of the next', () => {
    expect(grid.frameAt(at(61)).startSeconds).toBe(at(61));
    expect(grid.frameAt(at(61) - 0.001).startSeconds).toBe(at(60));
    expect(grid.frameAt(at(61)).endSeconds).toBe(at(62));
  });

  test('are told from times that a container has rounded to milliseconds, either way', () => {
    for (let index = 0; index < 120; index += 1) {
      expect(grid.frameNear(Math.round(at(index) * 1000) / 1000).startSeconds).toBe(at(index));
      expect(grid.frameNear(Math.floor(at(index) * 1000) / 1000).startSeconds).toBe(at(index));
    }
  });

  test('end with the last one of the clip, and begin with the first', () => {
    expect(grid.stepped(at(118), 5).startSeconds).toBe(at(119));
    expect(grid.stepped(at(2), -5).startSeconds).toBe(0);
    expect(grid.frameAt(99).startSeconds).toBe(at(119));
  });

  test('go on where no end is known', () => {
    expect(constantGrid(ntsc, null).stepped(at(118), 5).startSeconds).toBe(at(123));
  });
});

describe('frames at any times', () => {
  const grid = listedGrid(Float64Array.of(0, 1.1152, 1.1569, 1.1818), 8);

  test('are stepped through one by one', () => {
    expect(grid.stepped(0.5, 1)).toEqual({ startSeconds: 1.1152, endSeconds: 1.1569 });
    expect(grid.stepped(1.16, -1)).toEqual({ startSeconds: 1.1152, endSeconds: 1.1569 });
    expect(grid.stepped(1.16, 9)).toEqual({ startSeconds: 1.1818, endSeconds: 8 });
  });

  test('are told from times a little before or after their start', () => {
    expect(grid.frameNear(1.115).startSeconds).toBe(1.1152);
    expect(grid.frameNear(1.1154).startSeconds).toBe(1.1152);
    expect(grid.frameNear(0.2).startSeconds).toBe(0);
  });
});
