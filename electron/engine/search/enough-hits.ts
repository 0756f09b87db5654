/** What is known when a search asks itself whether to go on. */
export interface SearchSoFar {
  /** Scores of the hits found so far, in any order. */
  readonly scores: readonly number[];
  /** What the index promises of the best window that is still to be read, 0..1. */
  readonly nextScore: number;
  readonly readWindowCount: number;
  readonly limit: number;
  readonly floor: number;
}

/** Windows that are read whatever they promise, so that a small library is always read in full. */
const leastWindowCount = 24;
/** A window does not give more than it promises: the index keeps the best moment of each block. Some slack for rounding. */
const promiseSlack = 0.8;
/** A list is good enough when nothing that is left can be much better than its last hit. */
const lastHitRatio = 0.75;

/**
 * Whether reading further windows, best first, is no use: as many hits as were asked for are nearly as good as the best
 * that may still come, or nothing that is left can reach the floor.
 */
export function isEnough({ scores, nextScore, readWindowCount, limit, floor }: SearchSoFar): boolean {
  const needed = Math.max(floor, lastHitRatio * nextScore);
  const goodCount = scores.reduce((count, score) => count + (score >= needed ? 1 : 0), 0);
  return goodCount >= limit || (readWindowCount >= leastWindowCount && nextScore < promiseSlack * floor);
}
