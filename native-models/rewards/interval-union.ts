/** A span `[startSeconds, endSeconds]` as models write it. */
export type TimeSpan = readonly [startSeconds: number, endSeconds: number];

/** The spans without overlaps, in order of time; spans that touch become one. Their order in the list does not matter. */
export function mergeSpans(spans: readonly TimeSpan[]): TimeSpan[] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) {
      last[1] = Math.max(last[1], end);
    } else {
      merged.push([start, end]);
    }
  }
  return merged;
}

/**
 * IoU of what two lists of spans cover, 0..1. Both empty: 1; one empty: 0. Where neither covers any time (only points
 * in time), it is 1 for the same points and 0 otherwise, since there is no length to compare.
 */
export function intervalUnionIou(a: readonly TimeSpan[], b: readonly TimeSpan[]): number {
  const [mergedA, mergedB] = [mergeSpans(a), mergeSpans(b)];
  const unionSeconds = lengthOf(mergeSpans([...mergedA, ...mergedB]));
  if (unionSeconds === 0) {
    return arePairwiseEqual(mergedA, mergedB) ? 1 : 0;
  }
  return Math.max(0, lengthOf(mergedA) + lengthOf(mergedB) - unionSeconds) / unionSeconds;
}

/** What of some spans lies outside others: merged, in order; spans without length are dropped where they lie inside. */
export function withoutSpans(spans: readonly TimeSpan[], taken: readonly TimeSpan[]): TimeSpan[] {
  let left = mergeSpans(spans);
  for (const [from, to] of mergeSpans(taken)) {
    left = left.flatMap(([start, end]): TimeSpan[] => {
      if (end <= from || start >= to) {
        return [[start, end]];
      }
      const sides: TimeSpan[] = [
        [start, from],
        [to, end],
      ];
      return sides.filter(([a, b]) => a < b);
    });
  }
  return left;
}

function lengthOf(merged: readonly TimeSpan[]): number {
  return merged.reduce((sum, [start, end]) => sum + end - start, 0);
}

function arePairwiseEqual(a: readonly TimeSpan[], b: readonly TimeSpan[]): boolean {
  return a.length === b.length && a.every(([start], index) => start === b[index]![0]);
}
