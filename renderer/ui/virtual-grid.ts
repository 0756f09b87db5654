/** Cells that are mounted at once, at most: what a window shows, and some rows above and below. */
export const mostMountedCells = 96;

export interface GridSpace {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly gapPixels: number;
  /** Cells become wider, never narrower, unless there is no more room. Null makes one column. */
  readonly minCellWidthPixels: number | null;
  /** How high a row has to be for cells of a width, without the gap. */
  readonly rowHeightOf: (cellWidthPixels: number) => number;
}

export interface GridShape {
  readonly columnCount: number;
  readonly cellWidthPixels: number;
  /** From the top of a row to the top of the next. */
  readonly rowPitchPixels: number;
}

/** As many columns as fit, and fewer, larger ones on a screen that would otherwise show more cells than are mounted. */
export function gridShape(space: GridSpace): GridShape {
  const { widthPixels, heightPixels, gapPixels, minCellWidthPixels } = space;
  const most =
    minCellWidthPixels === null
      ? 1
      : Math.max(1, Math.floor((widthPixels + gapPixels) / (minCellWidthPixels + gapPixels)));
  for (let columnCount = most; ; columnCount -= 1) {
    const shape = shapeOf(columnCount, space);
    const seenCount = columnCount * (Math.ceil(heightPixels / shape.rowPitchPixels) + 1);
    if (columnCount === 1 || seenCount <= mostMountedCells) {
      return shape;
    }
  }
}

function shapeOf(columnCount: number, { widthPixels, gapPixels, rowHeightOf }: GridSpace): GridShape {
  const cellWidthPixels = Math.max(1, (widthPixels - (columnCount - 1) * gapPixels) / columnCount);
  return { columnCount, cellWidthPixels, rowPitchPixels: Math.max(1, rowHeightOf(cellWidthPixels) + gapPixels) };
}

export interface RowWindow {
  readonly firstRow: number;
  /** The row after the last one. */
  readonly endRow: number;
}

/** Which rows are mounted: those that are seen, and up to two on either side as far as the limit lets them. */
export function mountedRows(
  shape: GridShape,
  { scrollTopPixels, heightPixels, count }: { scrollTopPixels: number; heightPixels: number; count: number },
): RowWindow {
  const { columnCount, rowPitchPixels } = shape;
  const rowCount = Math.ceil(count / columnCount);
  const seenFirst = Math.max(0, Math.min(Math.floor(scrollTopPixels / rowPitchPixels), rowCount - 1));
  const seenEnd = Math.min(rowCount, Math.ceil((scrollTopPixels + heightPixels) / rowPitchPixels));
  const spareRows = Math.floor(mostMountedCells / columnCount) - Math.max(0, seenEnd - seenFirst);
  const beside = Math.max(0, Math.min(2, Math.floor(spareRows / 2)));
  return { firstRow: Math.max(0, seenFirst - beside), endRow: Math.min(rowCount, seenEnd + beside) };
}

export interface GridPlace {
  readonly index: number;
  readonly count: number;
  readonly columnCount: number;
  /** Whole rows that are seen at once. */
  readonly rowsPerPage: number;
}

/** Where a key leads from a cell; null for a key that leads nowhere in a grid. Stays inside. */
export function indexAfterKey(key: string, place: GridPlace): number | null {
  const target = targetOf(key, place);
  return target === null || place.count === 0 ? null : Math.max(0, Math.min(place.count - 1, target));
}

function targetOf(key: string, { index, count, columnCount, rowsPerPage }: GridPlace): number | null {
  const page = Math.max(1, rowsPerPage) * columnCount;
  const column = index % columnCount;
  const lastRowStart = Math.floor((count - 1) / columnCount) * columnCount;
  switch (key) {
    case 'ArrowLeft':
      return index - 1;
    case 'ArrowRight':
      return index + 1;
    case 'ArrowUp':
      return index - columnCount < 0 ? index : index - columnCount;
    case 'ArrowDown':
      return index >= lastRowStart ? index : index + columnCount;
    case 'PageUp':
      return index - page < 0 ? column : index - page;
    case 'PageDown':
      return index + page > count - 1 ? Math.min(count - 1, lastRowStart + column) : index + page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** How far to scroll so that a row is seen wholly: not at all when it is. */
export function scrollTopFor(
  row: number,
  { rowPitchPixels }: GridShape,
  { scrollTopPixels, heightPixels }: { scrollTopPixels: number; heightPixels: number },
): number {
  const top = row * rowPitchPixels;
  const bottom = top + rowPitchPixels;
  if (top < scrollTopPixels) {
    return top;
  }
  return bottom > scrollTopPixels + heightPixels ? bottom - heightPixels : scrollTopPixels;
}

export interface Reshape {
  readonly before: GridShape;
  readonly now: GridShape;
  /** The cell at the upper left before. */
  readonly topIndex: number;
  readonly activeIndex: number;
  readonly scrollTopPixels: number;
  readonly heightBeforePixels: number;
  readonly heightPixels: number;
}

/**
 * Where to scroll when rows hold another number of cells or the window another number of rows: the upper left cell
 * stays, unless the active one was seen before and would not be any more; then that one does.
 */
export function scrollTopAfterReshape(reshape: Reshape): number {
  const { before, now, topIndex, activeIndex, scrollTopPixels, heightBeforePixels, heightPixels } = reshape;
  const kept = Math.floor(topIndex / now.columnCount) * now.rowPitchPixels;
  const activeTop = Math.floor(activeIndex / before.columnCount) * before.rowPitchPixels;
  const wasSeen =
    activeIndex >= 0 &&
    activeTop + before.rowPitchPixels > scrollTopPixels &&
    activeTop < scrollTopPixels + heightBeforePixels;
  return wasSeen
    ? scrollTopFor(Math.floor(activeIndex / now.columnCount), now, { scrollTopPixels: kept, heightPixels })
    : kept;
}
