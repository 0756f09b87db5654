import type { TimeRange } from '../../contract/time-range.ts';
import type { Channel } from '../channels/channel.ts';
import { ByteBoundedCache } from '../index/byte-bounded-cache.ts';
import type { IndexedVideo } from '../index/index-source.ts';
import type { BlockRows } from './block-rows.ts';

export interface ShotEdgesOptions {
  /** Null where no channel looks for shots. */
  readonly shots: Channel<unknown> | null;
  readonly blockRows: BlockRows;
  /** Where shots begin, from rows of channel `shots`. */
  readonly shotEdgesOf: (rows: readonly unknown[]) => readonly number[];
}

/** A cut shows by standing out from what is before and after it, so this much of either side is read too. */
const contextSeconds = 6;
const maxCacheBytes = 8 * 1024 * 1024;
const bytesPerBlock = 128;

/** Where shots begin and end, found block by block when somebody asks. */
export class ShotEdges {
  readonly #options: ShotEdgesOptions;
  readonly #cache = new ByteBoundedCache<readonly number[]>(maxCacheBytes);

  constructor(options: ShotEdgesOptions) {
    this.#options = options;
  }

  /** Edges inside a range, rising. The video's own start and end are edges in any case. */
  within(video: IndexedVideo, range: TimeRange): number[] {
    const edges = new Set([0, video.durationSeconds]);
    const { shots } = this.#options;
    if (shots !== null && video.channels.has('shots')) {
      const lastBlock = Math.floor(Math.min(range.endSeconds, video.durationSeconds) / video.blockSeconds);
      for (
        let block = Math.max(0, Math.floor(range.startSeconds / video.blockSeconds));
        block <= lastBlock;
        block += 1
      ) {
        this.#inBlock(shots, video, block).forEach((seconds) => edges.add(seconds));
      }
    }
    return [...edges]
      .filter((seconds) => seconds >= range.startSeconds && seconds <= range.endSeconds)
      .sort((a, b) => a - b);
  }

  #inBlock(shots: Channel<unknown>, video: IndexedVideo, block: number): readonly number[] {
    const key = `${video.generationStamp}/${String(block)}`;
    const known = this.#cache.get(key);
    if (known !== undefined) {
      return known;
    }
    const from = block * video.blockSeconds;
    const to = from + video.blockSeconds;
    const around = { startSeconds: from - contextSeconds, endSeconds: to + contextSeconds };
    const fromBlock = Math.max(0, Math.floor(around.startSeconds / video.blockSeconds));
    const toBlock = Math.ceil(around.endSeconds / video.blockSeconds);
    const rows = this.#options.blockRows.rowsNow(shots, { video, channel: 'shots', fromBlock, toBlock });
    const edges = this.#options
      .shotEdgesOf(rows.filter((row) => touches(row, around)))
      .filter((seconds) => seconds >= from && seconds < to);
    // The block after a running analysis is still to come, and may show that its neighbour holds a cut.
    if (toBlock <= video.doneBlockCount || toBlock * video.blockSeconds >= video.durationSeconds) {
      this.#cache.set(key, edges, bytesPerBlock + edges.length * 8);
    }
    return edges;
  }
}

function touches(row: unknown, range: TimeRange): boolean {
  const { startSeconds, endSeconds } = row as TimeRange;
  return startSeconds < range.endSeconds && endSeconds > range.startSeconds;
}
