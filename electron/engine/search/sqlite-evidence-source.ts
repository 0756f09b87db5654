import type { ChannelId } from '../../contract/channels.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import { ByteBoundedCache } from '../index/byte-bounded-cache.ts';
import type { IndexedVideo } from '../index/index-source.ts';
import type { ReadableDb } from '../store/database.ts';
import { blocksOf } from '../store/queries/block.ts';
import { captionSource, cuesIn } from '../store/queries/cue.ts';
import { copiesOfVideo } from '../store/queries/file.ts';
import { namesOfVideo } from '../store/queries/name.ts';
import type { BlockRequest, EvidenceSource, StoredBlock } from './evidence-source.ts';

/** More cues than this in five minutes are not speech. */
const maxCueCount = 5000;

const maxTextBytes = 24 * 1024 * 1024;
/** A cue with its words, and with their stems, which whoever matches it keeps beside it; measured. */
const bytesPerText = 1024;

/**
 * Rows as they stand in a library. Texts are kept for as long as their video is asked for by the same object: whenever
 * something in the library changes, the index makes new ones.
 */
export class SqliteEvidenceSource implements EvidenceSource {
  readonly #db: ReadableDb;
  readonly #texts = new ByteBoundedCache<readonly unknown[]>(maxTextBytes);
  readonly #stamps = new WeakMap<IndexedVideo, number>();
  #nextStamp = 0;

  constructor(db: ReadableDb) {
    this.#db = db;
  }

  blocks({ video, channel, fromBlock, toBlock }: BlockRequest): readonly StoredBlock[] {
    return blocksOf(this.#db, { generationKey: video.generationKey, channel, fromBlock, toBlock: toBlock - 1 });
  }

  textRows({
    video,
    channel,
    range,
  }: {
    video: IndexedVideo;
    channel: ChannelId;
    range: TimeRange;
  }): readonly unknown[] {
    const { videoKey, durationSeconds } = video;
    const { startSeconds, endSeconds } = channel === 'names' ? { startSeconds: 0, endSeconds: durationSeconds } : range;
    const key = `${String(this.#stampOf(video))}/${channel}/${String(startSeconds)}/${String(endSeconds)}`;
    const known = this.#texts.get(key);
    if (known !== undefined) {
      return known;
    }
    const rows =
      channel === 'names'
        ? namesOfVideo(this.#db, videoKey).map((words) => ({ startSeconds, endSeconds, words: words.split(' ') }))
        : cuesIn(this.#db, { videoKey, startSeconds, endSeconds, limit: maxCueCount }).map((cue) =>
            cue.source.startsWith(captionSource) ? { ...cue, isDescription: true } : cue,
          );
    this.#texts.set(key, rows, (rows.length + 1) * bytesPerText);
    return rows;
  }

  #stampOf(video: IndexedVideo): number {
    const stamp = this.#stamps.get(video) ?? this.#nextStamp++;
    this.#stamps.set(video, stamp);
    return stamp;
  }

  isOffline(videoKey: number): boolean {
    return copiesOfVideo(this.#db, videoKey).every((copy) => copy.isOffline || copy.isRootOffline);
  }
}
