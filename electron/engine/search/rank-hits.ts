import type { FoundHit } from './span-hits.ts';

export interface RankOptions {
  readonly limit: number;
  /** Hits that score less are only counted. */
  readonly floor: number;
}

export interface RankedHits {
  readonly hits: readonly FoundHit[];
  readonly weakerCount: number;
}

/** Best first over the library and disjoint within a video: a hit that overlaps a better one is not a second answer. */
export function rankHits(found: readonly FoundHit[], { limit, floor }: RankOptions): RankedHits {
  const sorted = [...found].sort(
    (a, b) => b.score - a.score || compareText(a.videoId, b.videoId) || a.range.startSeconds - b.range.startSeconds,
  );
  const keptByVideo = new Map<string, FoundHit[]>();
  const kept: FoundHit[] = [];
  for (const hit of sorted) {
    const others = keptByVideo.get(hit.videoId) ?? [];
    if (!others.some((other) => overlap(hit, other))) {
      keptByVideo.set(hit.videoId, [...others, hit]);
      kept.push(hit);
    }
  }
  const strong = kept.filter((hit) => hit.score >= floor);
  return { hits: strong.slice(0, limit), weakerCount: kept.length - strong.length };
}

function overlap({ range: a }: FoundHit, { range: b }: FoundHit): boolean {
  return a.startSeconds < b.endSeconds && b.startSeconds < a.endSeconds;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
