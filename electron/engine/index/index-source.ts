import type { ChannelId } from '../../contract/channels.ts';
import type { VideoId } from '../../contract/ids.ts';

/** A video as the index sees it: its active generation and what that generation knows. */
export interface IndexedVideo {
  readonly videoId: VideoId;
  readonly videoKey: number;
  readonly generationKey: number;
  /** Tells two generations apart that were given the same key, one after the other. */
  readonly generationStamp: string;
  readonly title: string;
  readonly durationSeconds: number;
  /** Block k covers [k·blockSeconds, (k + 1)·blockSeconds), cut at the end of the video. */
  readonly blockSeconds: number;
  /** Blocks from here on are not analysed yet. */
  readonly doneBlockCount: number;
  readonly edgeUncertaintySeconds: number;
  /** Width by height of the frame as displayed; left out or null where it is not known. */
  readonly frameAspect?: number | null;
  /** Channels that can say something about this video; what any other channel would say is unknown. */
  readonly channels: ReadonlySet<ChannelId>;
}

/** Parallel arrays: which block of which generation shows a term, and how strongly (0..255 of 0..1). */
export interface PostingPage {
  readonly generationKeys: ArrayLike<number>;
  readonly blockIndexes: ArrayLike<number>;
  readonly strengths: ArrayLike<number>;
}

/** Words to be found together in one text: in this order without a gap (`phrase`), or anywhere in it (`all`). */
export interface TextQuery {
  readonly words: readonly string[];
  readonly mode: 'phrase' | 'all';
}

export interface CueHit {
  readonly videoKey: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What the candidate search reads. Implemented over SQLite, and over plain arrays in tests. */
export interface IndexSource {
  /** Differs from its last value whenever anything below may answer otherwise. */
  version(): number | string;
  videos(): readonly IndexedVideo[];
  /** Pages small enough that reading one never holds the main thread for long. */
  postingPages(channel: ChannelId, term: string): Iterable<PostingPage>;
  searchCues(query: TextQuery, limit: number): readonly CueHit[];
  /** Keys of the videos whose names match. */
  searchNames(query: TextQuery, limit: number): readonly number[];
}
