import type { ChannelId } from '../../contract/channels.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import type { IndexedVideo } from '../index/index-source.ts';

export interface StoredBlock {
  readonly blockIndex: number;
  readonly payload: Uint8Array;
}

/** Blocks [fromBlock, toBlock) of one channel of one video. */
export interface BlockRequest {
  readonly video: IndexedVideo;
  readonly channel: ChannelId;
  readonly fromBlock: number;
  readonly toBlock: number;
}

/** What a search reads to look at a window step by step. Implemented over SQLite, and over plain arrays in tests. */
export interface EvidenceSource {
  /** Blocks that were never written are left out. */
  blocks(request: BlockRequest): readonly StoredBlock[];
  /** Rows of the channels that are kept as text and not in blocks (`speech`: its cues; `names`), touching a range. */
  textRows(request: { video: IndexedVideo; channel: ChannelId; range: TimeRange }): readonly unknown[];
  /** Whether no copy of a video can be opened now. */
  isOffline(videoKey: number): boolean;
}
