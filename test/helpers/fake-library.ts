import type { ChannelId } from '../../electron/contract/channels.ts';
import { videoIdSchema } from '../../electron/contract/ids.ts';
import type { TimeRange } from '../../electron/contract/time-range.ts';
import type {
  CueHit,
  IndexedVideo,
  IndexSource,
  PostingPage,
  TextQuery,
} from '../../electron/engine/index/index-source.ts';
import type { BlockRequest, EvidenceSource, StoredBlock } from '../../electron/engine/search/evidence-source.ts';
import { FakeChannel, type FakeRow } from './fake-channel.ts';

export interface FakeVideo {
  readonly name: string;
  readonly durationSeconds: number;
  /** Rows by channel; a channel that is not named has not analysed the video. */
  readonly rows: Partial<Record<ChannelId, readonly FakeRow[]>>;
  readonly isOffline?: boolean;
  readonly doneBlockCount?: number;
}

const blockSeconds = 60;

/** A library in memory that files rows as the product does: in blocks of a minute, found again by terms and texts. */
export class FakeLibrary implements IndexSource, EvidenceSource {
  readonly objects = new FakeChannel('objects', ['thing']);
  readonly look = new FakeChannel('look', ['light', 'colour']);
  readonly speech = new FakeChannel('speech', ['speech', 'words']);
  readonly names = new FakeChannel('names', ['name', 'words']);
  readonly channels = [this.objects, this.look, this.speech, this.names];
  readonly #videos: readonly FakeVideo[];
  currentVersion = 1;

  constructor(videos: readonly FakeVideo[]) {
    this.#videos = videos;
  }

  version(): number {
    return this.currentVersion;
  }

  videos(): IndexedVideo[] {
    return this.#videos.map(({ name, durationSeconds, rows, doneBlockCount }, index) => ({
      videoId: videoIdSchema.parse(name),
      videoKey: index + 1,
      generationKey: index + 1,
      generationStamp: `${name}-1`,
      title: `${name}.mp4`,
      durationSeconds,
      blockSeconds,
      doneBlockCount: doneBlockCount ?? Math.max(1, Math.ceil(durationSeconds / blockSeconds)),
      edgeUncertaintySeconds: 0,
      channels: new Set(Object.keys(rows) as ChannelId[]),
    }));
  }

  *postingPages(channel: ChannelId, term: string): Iterable<PostingPage> {
    for (const [index, { rows }] of this.#videos.entries()) {
      for (const [blockIndex, blockRows] of intoBlocks(rows[channel] ?? [])) {
        const found = this.#channel(channel)
          .terms(blockRows)
          .find((strength) => strength.term === term);
        if (found !== undefined) {
          yield {
            generationKeys: [index + 1],
            blockIndexes: [blockIndex],
            strengths: [Math.round(found.strength * 255)],
          };
        }
      }
    }
  }

  searchCues({ words }: TextQuery, limit: number): CueHit[] {
    return this.#videos
      .flatMap(({ rows }, index) =>
        (rows.speech ?? [])
          .filter((row) => words.every((word) => row.words[word] !== undefined))
          .map(({ startSeconds, endSeconds }) => ({ videoKey: index + 1, startSeconds, endSeconds })),
      )
      .slice(0, limit);
  }

  searchNames({ words }: TextQuery): number[] {
    return this.#videos.flatMap(({ rows }, index) =>
      (rows.names ?? []).some((row) => words.every((word) => row.words[word] !== undefined)) ? [index + 1] : [],
    );
  }

  blocks({ video, channel, fromBlock, toBlock }: BlockRequest): StoredBlock[] {
    const rows = this.#videos[video.videoKey - 1]?.rows[channel] ?? [];
    return [...intoBlocks(rows)]
      .filter(([blockIndex]) => blockIndex >= fromBlock && blockIndex < toBlock)
      .map(([blockIndex, blockRows]) => ({ blockIndex, payload: this.#channel(channel).encode(blockRows) }));
  }

  textRows({ video, channel, range }: { video: IndexedVideo; channel: ChannelId; range: TimeRange }): FakeRow[] {
    const rows = this.#videos[video.videoKey - 1]?.rows[channel] ?? [];
    return rows.filter((row) => row.startSeconds < range.endSeconds && row.endSeconds > range.startSeconds);
  }

  isOffline(videoKey: number): boolean {
    return this.#videos[videoKey - 1]?.isOffline ?? false;
  }

  #channel(id: ChannelId): FakeChannel {
    return this.channels.find((channel) => channel.id === id)!;
  }
}

/** Rows that cross the edge of a block stand in both, cut there. */
function intoBlocks(rows: readonly FakeRow[]): Map<number, FakeRow[]> {
  const blocks = new Map<number, FakeRow[]>();
  for (const row of rows) {
    for (let block = Math.floor(row.startSeconds / blockSeconds); block * blockSeconds < row.endSeconds; block += 1) {
      const startSeconds = Math.max(row.startSeconds, block * blockSeconds);
      const endSeconds = Math.min(row.endSeconds, (block + 1) * blockSeconds);
      blocks.set(block, [...(blocks.get(block) ?? []), { ...row, startSeconds, endSeconds }]);
    }
  }
  return blocks;
}

/** One row from each pair of times to the next, nothing seen between them: `[[10, 20, { dog: 0.9 }]]`. */
export function seen(
  durationSeconds: number,
  spans: readonly (readonly [number, number, Readonly<Record<string, number>>])[],
): FakeRow[] {
  const rows: FakeRow[] = [];
  let reached = 0;
  for (const [startSeconds, endSeconds, words] of spans) {
    if (startSeconds > reached) {
      rows.push({ startSeconds: reached, endSeconds: startSeconds, words: {} });
    }
    rows.push({ startSeconds, endSeconds, words });
    reached = endSeconds;
  }
  if (reached < durationSeconds) {
    rows.push({ startSeconds: reached, endSeconds: durationSeconds, words: {} });
  }
  return rows;
}
