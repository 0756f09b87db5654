import type { VideoId } from '../../contract/ids.ts';
import type { TimeRange } from '../../contract/time-range.ts';

export interface Rankable {
  readonly videoId: VideoId;
  readonly range: TimeRange;
  readonly score: number;
}

export interface RankOptions {
  readonly limit: number;
  /** Hits that score less are only counted. */
  readonly floor: number;
}

export interface RankedHits<Hit> {
  readonly hits: readonly Hit[];
  readonly weakerCount: number;
}

/** Best first over the library and disjoint within a video: a hit that overlaps a better one is not a second answer. */
export function rankHits<Hit extends Rankable>(found: readonly Hit[], { limit, floor }: RankOptions): RankedHits<Hit> {
  const sorted = [...found].sort(
    (a, b) => b.score - a.score || compareText(a.videoId, b.videoId) || a.range.startSeconds - b.range.startSeconds,
  );
  const keptByVideo = new Map<string, Hit[]>();
  const kept: Hit[] = [];
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

function overlap({ range: a }: Rankable, { range: b }: Rankable): boolean {
  return a.startSeconds < b.endSeconds && b.startSeconds < a.endSeconds;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
