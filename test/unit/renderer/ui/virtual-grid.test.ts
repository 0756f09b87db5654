import { describe, expect, test } from 'vitest';
import {
  gridShape,
  indexAfterKey,
  mostMountedCells,
  mountedRows,
  scrollTopAfterReshape,
  scrollTopFor,
  type GridSpace,
} from '../../../../renderer/ui/virtual-grid.ts';

const space: GridSpace = {
  widthPixels: 1000,
  heightPixels: 700,
  gapPixels: 8,
  minCellWidthPixels: 200,
  rowHeightOf: (cellWidthPixels) => Math.round((cellWidthPixels * 9) / 16) + 70,
};

describe('gridShape', () => {
  test('takes as many columns as fit beside each other with their gaps', () => {
    expect(gridShape(space).columnCount).toBe(4);
    expect(gridShape({ ...space, widthPixels: 1032 }).columnCount).toBe(5);
    expect(gridShape({ ...space, widthPixels: 1031 }).columnCount).toBe(4);
  });

  test('shares the width among the columns and says how far rows are apart', () => {
    expect(gridShape(space)).toEqual({ columnCount: 4, cellWidthPixels: 244, rowPitchPixels: 137 + 70 + 8 });
  });

  test('keeps one column where not even one fits, and for a list', () => {
    expect(gridShape({ ...space, widthPixels: 90 }).columnCount).toBe(1);
    expect(gridShape({ ...space, minCellWidthPixels: null }).columnCount).toBe(1);
  });

  test('makes larger cells on a screen that would show more than are mounted', () => {
    const huge = { ...space, widthPixels: 5000, heightPixels: 2800, minCellWidthPixels: 160 };
    const shape = gridShape(huge);
    const { firstRow, endRow } = mountedRows(shape, { scrollTopPixels: 4321, heightPixels: 2800, count: 10_000 });
    expect((endRow - firstRow) * shape.columnCount).toBeLessThanOrEqual(mostMountedCells);
    expect(endRow * shape.rowPitchPixels).toBeGreaterThanOrEqual(4321 + 2800);
  });
});

describe('mountedRows', () => {
  const shape = { columnCount: 4, cellWidthPixels: 244, rowPitchPixels: 200 };

  test('mounts what is seen and two rows on either side', () => {
    expect(mountedRows(shape, { scrollTopPixels: 1000, heightPixels: 600, count: 400 })).toEqual({
      firstRow: 3,
      endRow: 10,
    });
  });

  test('stays inside at both ends', () => {
    expect(mountedRows(shape, { scrollTopPixels: 0, heightPixels: 600, count: 6 })).toEqual({ firstRow: 0, endRow: 2 });
    expect(mountedRows(shape, { scrollTopPixels: 9000, heightPixels: 600, count: 6 }).endRow).toBe(2);
    expect(mountedRows(shape, { scrollTopPixels: 0, heightPixels: 600, count: 0 })).toEqual({ firstRow: 0, endRow: 0 });
  });

  test.each([0, 77, 12_345.5, 400_000])('never mounts more than the limit at %d pixels', (scrollTopPixels) => {
    for (const columnCount of [1, 3, 7, 12]) {
      const shape = { columnCount, cellWidthPixels: 100, rowPitchPixels: 120 };
      const { firstRow, endRow } = mountedRows(shape, { scrollTopPixels, heightPixels: 800, count: 10_000 });
      expect((endRow - firstRow) * columnCount).toBeLessThanOrEqual(mostMountedCells);
    }
  });
});

describe('indexAfterKey', () => {
  const place = { index: 5, count: 10, columnCount: 4, rowsPerPage: 2 };

  test.each([
    ['ArrowLeft', 4],
    ['ArrowRight', 6],
    ['ArrowUp', 1],
    ['ArrowDown', 9],
    ['Home', 0],
    ['End', 9],
    ['PageUp', 1],
    ['PageDown', 9],
  ])('%s leads from the sixth cell to index %d', (key, index) => {
    expect(indexAfterKey(key, place)).toBe(index);
  });

  test('stays where it is at the edges', () => {
    expect(indexAfterKey('ArrowUp', { ...place, index: 2 })).toBe(2);
    expect(indexAfterKey('ArrowLeft', { ...place, index: 0 })).toBe(0);
    expect(indexAfterKey('ArrowDown', { ...place, index: 9 })).toBe(9);
    expect(indexAfterKey('ArrowRight', { ...place, index: 9 })).toBe(9);
  });

  test('goes to the last cell when there is none below in the same column', () => {
    expect(indexAfterKey('ArrowDown', { ...place, index: 7 })).toBe(9);
  });

  test('knows no other keys, and leads nowhere in an empty grid', () => {
    expect(indexAfterKey('a', place)).toBeNull();
    expect(indexAfterKey('End', { ...place, count: 0 })).toBeNull();
  });
});

describe('scrollTopFor', () => {
  const shape = { columnCount: 4, cellWidthPixels: 244, rowPitchPixels: 200 };
  const view = { scrollTopPixels: 1000, heightPixels: 600 };

  test('scrolls as little as shows the whole row', () => {
    expect(scrollTopFor(3, shape, view)).toBe(600);
    expect(scrollTopFor(6, shape, view)).toBe(1000);
    expect(scrollTopFor(8, shape, view)).toBe(1200);
  });
});

describe('a grid that gets another shape', () => {
  const wide = { columnCount: 6, cellWidthPixels: 200, rowPitchPixels: 200 };
  const narrow = { columnCount: 2, cellWidthPixels: 200, rowPitchPixels: 200 };
  const reshape = (activeIndex: number, scrollTopPixels = 0, topIndex = 0) =>
    scrollTopAfterReshape({
      ...{ before: wide, now: narrow, topIndex, activeIndex, scrollTopPixels },
      ...{ heightBeforePixels: 800, heightPixels: 400 },
    });

  test('keeps the cell that was opened in sight', () => {
    // The 16th cell was in the third row and is in the eighth, which ends at 1600.
    expect(reshape(15)).toBe(1600 - 400);
  });

  test('keeps its upper left cell where the active one stays in sight, or was not', () => {
    expect(reshape(2)).toBe(0);
    expect(reshape(90)).toBe(0);
    expect(reshape(0, 1000, 30)).toBe(15 * 200);
    expect(reshape(-1, 1000, 30)).toBe(15 * 200);
  });
});
