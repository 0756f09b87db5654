/**
 * The assignment of rows to columns of the greatest sum of gains (Hungarian method, O(n²m), after Jonker and Volgenant).
 * `gain(row, column)` of 0 or less is no pair. Answers with the column of each row; −1 where it has none.
 */
export function bestAssignment(
  rowCount: number,
  columnCount: number,
  gain: (row: number, column: number) => number,
): readonly number[] {
  // A spare column for each row costs nothing, so that a row may stay without.
  const width = columnCount + rowCount;
  const cost = (row: number, column: number): number => (column < columnCount ? -Math.max(0, gain(row, column)) : 0);
  const rowPotential = new Float64Array(rowCount + 1);
  const columnPotential = new Float64Array(width + 1);
  const rowOf = new Int32Array(width + 1);
  for (let row = 1; row <= rowCount; row++) {
    augment({ row, width, cost, rowPotential, columnPotential, rowOf });
  }
  const columnOf = new Array<number>(rowCount).fill(-1);
  for (let column = 1; column <= columnCount; column++) {
    const row = rowOf[column]! - 1;
    if (row >= 0 && gain(row, column - 1) > 0) {
      columnOf[row] = column - 1;
    }
  }
  return columnOf;
}

interface Augmentation {
  readonly row: number;
  readonly width: number;
  readonly cost: (row: number, column: number) => number;
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
  /** From 1; 0 is none. */
  readonly rowOf: Int32Array;
}

/** Finds the shortest augmenting path for one more row. */
function augment({ row, width, cost, rowPotential, columnPotential, rowOf }: Augmentation): void {
  const least = new Float64Array(width + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(width + 1);
  const isUsed = new Uint8Array(width + 1);
  rowOf[0] = row;
  let column = 0;
  do {
    isUsed[column] = 1;
    const from = rowOf[column]!;
    let step = Number.POSITIVE_INFINITY;
    let next = 0;
    for (let other = 1; other <= width; other++) {
      if (isUsed[other] === 1) continue;
      const reduced = cost(from - 1, other - 1) - rowPotential[from]! - columnPotential[other]!;
      if (reduced < least[other]!) {
        least[other] = reduced;
        before[other] = column;
      }
      if (least[other]! < step) {
        step = least[other]!;
        next = other;
      }
    }
    for (let other = 0; other <= width; other++) {
      if (isUsed[other] === 1) {
        rowPotential[rowOf[other]!]! += step;
        columnPotential[other]! -= step;
      } else {
        least[other]! -= step;
      }
    }
    column = next;
  } while (rowOf[column] !== 0);
  while (column !== 0) {
    rowOf[column] = rowOf[before[column]!]!;
    column = before[column]!;
  }
}
