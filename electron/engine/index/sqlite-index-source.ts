import { z } from 'zod';
import { type ChannelId, channelIdSchema } from '../../contract/channels.ts';
import type { ReadableDb } from '../store/database.ts';
import { ftsAnd, ftsPhrase } from '../store/match-expression.ts';
import { dataVersion } from '../store/queries/setting.ts';
import { parseStoredJson } from '../store/stored-failure.ts';
import {
  cuePlaces,
  type PostingCursor,
  postingsAfter,
  type SearchedVideo,
  searchedVideos,
  videosByName,
} from './index-queries.ts';
import type { CueHit, IndexedVideo, IndexSource, PostingPage, TextQuery } from './index-source.ts';

export interface SqliteIndexSourceOptions {
  readonly db: ReadableDb;
  /** The channels of this program; rows that another version of one wrote are not read. */
  readonly channels: readonly { readonly id: ChannelId; readonly version: number }[];
}

/** As many rows as are read in about 5 ms on a slow machine. */
const pageRowCount = 8192;
const channelVersionsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** The index as it stands in a library. */
export class SqliteIndexSource implements IndexSource {
  readonly #db: ReadableDb;
  readonly #versions: ReadonlyMap<string, number>;

  constructor({ db, channels }: SqliteIndexSourceOptions) {
    this.#db = db;
    this.#versions = new Map(channels.map((channel) => [channel.id, channel.version]));
  }

  version(): number {
    return dataVersion(this.#db);
  }

  videos(): readonly IndexedVideo[] {
    // Nearly all videos share one text of versions.
    const known = new Map<string, readonly ChannelId[]>();
    return searchedVideos(this.#db).map((video) => {
      const channels = known.get(video.channelVersionsJson) ?? this.#readableChannels(video.channelVersionsJson);
      known.set(video.channelVersionsJson, channels);
      return toIndexedVideo(video, channels);
    });
  }

  *postingPages(channel: ChannelId, term: string): Iterable<PostingPage> {
    let after: PostingCursor = { generationKey: -1, blockIndex: -1 };
    for (;;) {
      const page = postingsAfter(this.#db, { channel, term }, { after, limit: pageRowCount });
      const count = page.generationKeys.length;
      if (count > 0) {
        yield page;
        after = { generationKey: page.generationKeys[count - 1]!, blockIndex: page.blockIndexes[count - 1]! };
      }
      if (count < pageRowCount) {
        return;
      }
    }
  }

  searchCues(query: TextQuery, limit: number): readonly CueHit[] {
    return cuePlaces(this.#db, matchOf(query), limit);
  }

  searchNames(query: TextQuery, limit: number): readonly number[] {
    return videosByName(this.#db, matchOf(query), limit);
  }

  /** `{"look": 1, "objects": "1 yolox-nano@1"}`: the number is the version of the channel, what follows its model. */
  #readableChannels(channelVersionsJson: string): readonly ChannelId[] {
    const stored = parseStoredJson(channelVersionsJson, channelVersionsSchema);
    return channelIdSchema.options.filter((channel) => {
      const version = stored[channel];
      return version !== undefined && Number.parseInt(String(version), 10) === this.#versions.get(channel);
    });
  }
}

function matchOf({ words, mode }: TextQuery): string {
  return mode === 'phrase' ? ftsPhrase(words) : ftsAnd(words);
}

function toIndexedVideo(video: SearchedVideo, channels: readonly ChannelId[]): IndexedVideo {
  const { videoKey, videoId, title, generationKey, createdAtMs, stepSeconds, doneStepCount } = video;
  const knows = new Set<ChannelId>(channels).add('names');
  if (video.hasTimedText === 1) {
    knows.add('speech');
  } else {
    knows.delete('speech');
  }
  return {
    videoId,
    videoKey,
    generationKey,
    generationStamp: `${String(videoKey)}-${String(generationKey)}-${String(createdAtMs)}`,
    title,
    // Where nothing measured the duration, what is analysed so far is what there is.
    durationSeconds: video.durationSeconds ?? doneStepCount * stepSeconds,
    blockSeconds: stepSeconds,
    doneBlockCount: doneStepCount,
    edgeUncertaintySeconds: video.edgeUncertaintySeconds,
    frameAspect: video.frameAspect,
    channels: knows,
  };
}
