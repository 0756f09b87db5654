import type { BlockSpace } from './block-space.ts';
import type { IndexedVideo } from './index-source.ts';

/** A stretch of one video that is worth looking at step by step: blocks [fromBlock, toBlock). */
export interface CandidateWindow {
  readonly video: IndexedVideo;
  readonly fromBlock: number;
  readonly toBlock: number;
  /** The value of its best block, 0..1. */
  readonly score: number;
}

export interface WindowLimits {
  readonly maxWindowCount: number;
  readonly maxWindowSeconds: number;
  /** So many windows of one video go first; more only where other videos leave room. */
  readonly maxWindowsPerVideo: number;
}

export const defaultWindowLimits: WindowLimits = {
  maxWindowCount: 64,
  maxWindowSeconds: 300,
  maxWindowsPerVideo: 8,
};

/** How far below the seed of a window a neighbouring block may be to be taken along. */
const neighbourRatio = 0.8;
const bucketCount = 1024;

export interface ScoredBlocks {
  readonly space: BlockSpace;
  /** 0..1; NaN and 0 are never chosen. */
  readonly scores: Float32Array;
  /** 1 where something that was asked for may be there. */
  readonly isCandidate: Uint8Array;
}

/**
 * Grows windows around the best blocks, best first: neighbours of the same video join that are about as good. Weaker
 * ones are read later, where a span turns out to reach the edge. Windows are disjoint; ties go to the earlier block, so
 * the choice is the same every time.
 */
export function selectWindows(blocks: ScoredBlocks, limits: WindowLimits = defaultWindowLimits): CandidateWindow[] {
  const { space } = blocks;
  const isTaken = new Uint8Array(space.blockCount);
  const countByVideo = new Map<number, number>();
  const windows: CandidateWindow[] = [];
  // A window takes few blocks, so this many seeds always suffice, also when one video holds all of the best.
  const seeds = bestBlocks(blocks, limits.maxWindowCount * 64);
  for (const isSecondRound of [false, true]) {
    for (const seed of seeds) {
      const videoIndex = space.videoIndexes[seed]!;
      const count = countByVideo.get(videoIndex) ?? 0;
      const isFull = windows.length >= limits.maxWindowCount;
      if (isFull || isTaken[seed] === 1 || (!isSecondRound && count >= limits.maxWindowsPerVideo)) {
        continue;
      }
      windows.push(growWindow(blocks, { seed, isTaken, maxWindowSeconds: limits.maxWindowSeconds }));
      countByVideo.set(videoIndex, count + 1);
    }
  }
  return windows;
}

interface Growth {
  readonly seed: number;
  readonly isTaken: Uint8Array;
  readonly maxWindowSeconds: number;
}

function growWindow({ space, scores, isCandidate }: ScoredBlocks, growth: Growth): CandidateWindow {
  const { seed, isTaken, maxWindowSeconds } = growth;
  const videoIndex = space.videoIndexes[seed]!;
  const video = space.videos[videoIndex]!;
  const first = space.firstOrdinals[videoIndex]!;
  const end = space.firstOrdinals[videoIndex + 1]!;
  const maxBlockCount = Math.max(1, Math.floor(maxWindowSeconds / video.blockSeconds));
  let from = seed;
  let to = seed + 1;
  const isFree = (ordinal: number) => ordinal >= first && ordinal < end && isTaken[ordinal] === 0;
  const isStrong = (ordinal: number) =>
    isFree(ordinal) && isCandidate[ordinal] === 1 && scores[ordinal]! >= neighbourRatio * scores[seed]!;

  for (let hasGrown = true; hasGrown && to - from < maxBlockCount;) {
    hasGrown = false;
    const before = isStrong(from - 1) ? scores[from - 1]! : -1;
    const after = isStrong(to) ? scores[to]! : -1;
    if (Math.max(before, after) >= 0) {
      hasGrown = true;
      from -= before > after ? 1 : 0;
      to += before > after ? 0 : 1;
    }
  }
  isTaken.fill(1, from, to);
  return { video, fromBlock: from - first, toBlock: to - first, score: scores[seed]! };
}

/** Up to `limit` blocks, best first (to 1/1024), earlier first among equals: a counting sort, because libraries are long. */
function bestBlocks({ scores, isCandidate }: ScoredBlocks, limit: number): Int32Array {
  const counts = new Int32Array(bucketCount + 1);
  const bucketOf = (ordinal: number): number => {
    const score = scores[ordinal]!;
    return score > 0 && isCandidate[ordinal] === 1 ? Math.min(bucketCount, Math.ceil(score * bucketCount)) : 0;
  };
  for (let ordinal = 0; ordinal < scores.length; ordinal += 1) {
    counts[bucketOf(ordinal)]! += 1;
  }
  const offsets = new Int32Array(bucketCount + 1);
  let offset = 0;
  for (let bucket = bucketCount; bucket >= 1; bucket -= 1) {
    offsets[bucket] = offset;
    offset += counts[bucket]!;
  }
  const best = new Int32Array(Math.min(limit, offset));
  for (let ordinal = 0; ordinal < scores.length; ordinal += 1) {
    const bucket = bucketOf(ordinal);
    if (bucket > 0) {
      const position = offsets[bucket]!;
      offsets[bucket] = position + 1;
      if (position < best.length) {
        best[position] = ordinal;
      }
    }
  }
  return best;
}
