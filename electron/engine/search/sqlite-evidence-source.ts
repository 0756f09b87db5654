import type { ChannelId } from '../../contract/channels.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import type { IndexedVideo } from '../index/index-source.ts';
import type { ReadableDb } from '../store/database.ts';
import { blocksOf } from '../store/queries/block.ts';
import { cuesIn } from '../store/queries/cue.ts';
import { copiesOfVideo } from '../store/queries/file.ts';
import { namesOfVideo } from '../store/queries/name.ts';
import type { BlockRequest, EvidenceSource, StoredBlock } from './evidence-source.ts';

/** More cues than this in five minutes are not speech. */
const maxCueCount = 5000;

/** Rows as they stand in a library. */
export class SqliteEvidenceSource implements EvidenceSource {
  readonly #db: ReadableDb;

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
    if (channel === 'names') {
      return namesOfVideo(this.#db, video.videoKey).map((words) => ({
        startSeconds: 0,
        endSeconds: video.durationSeconds,
        words: words.split(' '),
      }));
    }
    return cuesIn(this.#db, { videoKey: video.videoKey, ...range, limit: maxCueCount });
  }

  isOffline(videoKey: number): boolean {
    return copiesOfVideo(this.#db, videoKey).every((copy) => copy.isOffline || copy.isRootOffline);
  }
}
