import type { EvidenceCurve } from '../../../electron/contract/search.ts';

/**
 * An evidence curve in at most `columnCount` columns: the maximum of each, null where nothing in it is known. The
 * maximum, because a short moment must not vanish in a long curve.
 */
export function heatColumns({ values }: EvidenceCurve, columnCount: number): (number | null)[] {
  const count = Math.min(columnCount, values.length);
  return Array.from({ length: count }, (_, column) => {
    const first = Math.floor((column * values.length) / count);
    const end = Math.floor(((column + 1) * values.length) / count);
    let highest: number | null = null;
    for (const value of values.subarray(first, end)) {
      if (!Number.isNaN(value) && (highest === null || value > highest)) {
        highest = value;
      }
    }
    return highest;
  });
}
