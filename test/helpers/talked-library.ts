import { videoIdSchema, type VideoId } from '../../electron/contract/ids.ts';
import { searchQuerySchema } from '../../electron/contract/search.ts';
import type { Track } from '../../electron/contract/tracks.ts';
import { silentLogger, systemClock } from '../../electron/engine/base/surroundings.ts';
import type { Channel, CoveringRow } from '../../electron/engine/channels/channel.ts';
import { objectsChannel } from '../../electron/engine/channels/objects/objects-channel.ts';
import type { ObjectRow } from '../../electron/engine/channels/objects/rows.ts';
import type { ShotRow } from '../../electron/engine/channels/shots/rows.ts';
import { shotsChannel } from '../../electron/engine/channels/shots/shots-channel.ts';
import { FootageFacts } from '../../electron/engine/chat/footage-facts.ts';
import type { FindMoments } from '../../electron/engine/chat/index-answers/answering.ts';
import { IndexAnswerer } from '../../electron/engine/chat/index-answers/index-answerer.ts';
import type { KeepCaptions } from '../../electron/engine/chat/tasks/captions-task.ts';
import type { ScopeLibrary } from '../../electron/engine/chat/scope.ts';
import { createSearch } from '../../electron/engine/create-search.ts';
import type { WritableDb } from '../../electron/engine/store/database.ts';
import { openLibrary } from '../../electron/engine/store/open-library.ts';
import {
  beginGeneration,
  captionSource,
  commitStep,
  completeGeneration,
  insertRoot,
  insertVideo,
  putFile,
  putTrack,
  replaceCues,
  saveName,
  saveProbe,
  videoById,
  type Cue,
} from '../../electron/engine/store/queries/index.ts';
import { createTrackletReader } from '../../electron/engine/tracking/read-tracklets.ts';
import { TrackStore } from '../../electron/engine/tracking/track-store.ts';

/** Things that are seen from a second to another, a box and a score each. */
export interface SeenInClip {
  readonly className: string;
  readonly from: number;
  readonly to: number;
  readonly count?: number;
}

export interface TalkedClip {
  readonly name: string;
  /** At most 60: one block. */
  readonly durationSeconds: number;
  readonly seen?: readonly SeenInClip[];
  /** Without a detector nothing is known of things. */
  readonly hasDetector?: boolean;
  readonly cuts?: readonly number[];
  readonly cues?: readonly Cue[];
  readonly tracks?: readonly (Pick<Track, 'label' | 'keys'> & { readonly endSeconds: number })[];
}

/** A real library in memory with clips whose rows are written by the real channels, as if they had been analysed. */
export class TalkedLibrary {
  readonly db: WritableDb = openLibrary({
    databaseFile: ':memory:',
    mode: 'write',
    clock: systemClock,
    logger: silentLogger,
  });
  readonly #rootKey = insertRoot(this.db, { rootId: 'root' as never, path: '/clips', isPolled: false, addedAtMs: 0 });

  async add(clip: TalkedClip): Promise<VideoId> {
    const { name, durationSeconds, cues = [], tracks = [] } = clip;
    const { db } = this;
    const videoId = videoIdSchema.parse(name);
    const title = `${name}.mp4`;
    const videoKey = insertVideo(db, { videoId, fingerprint: name, sizeBytes: 1, title, addedAtMs: 0 });
    saveProbe(db, videoKey, { probeJson: '{}', durationSeconds });
    const file = { rootKey: this.#rootKey, relativePath: title, videoKey, sizeBytes: 1, modifiedAtMs: 0 };
    saveName(db, putFile(db, file), [name]);
    this.#analyse(videoKey, clip);
    if (cues.length > 0) await replaceCues(db, { videoKey, source: 'stream:1', language: null, cues });
    for (const [index, { label, keys, endSeconds }] of tracks.entries()) {
      const startSeconds = keys[0]!.timeSeconds;
      putTrack(db, videoKey, {
        ...{ trackId: `${name}-${index}` as never, label, origin: 'followed', fate: 'kept', trackerId: null },
        ...{ startSeconds, endSeconds, revision: 1, changedAtMs: 0, source: null, keys },
      });
    }
    return videoId;
  }

  #analyse(videoKey: number, clip: TalkedClip): void {
    const { db } = this;
    const { hasDetector = true } = clip;
    const channelVersions = { shots: shotsChannel.version, ...(hasDetector ? { objects: '1 yolox-nano@1' } : {}) };
    const request = { videoKey, pass: 'full', stepSeconds: 60, channelVersions, createdAtMs: 0 } as const;
    const { generationKey } = beginGeneration(db, request);
    const blocks = [
      blockOf(shotsChannel, shotRows(clip)),
      ...(hasDetector ? [blockOf(objectsChannel, objectRows(clip))] : []),
    ];
    commitStep(db, { generationKey, stepIndex: 0, blocks });
    completeGeneration(db, { generationKey, edgeUncertaintySeconds: 0, warningCount: 0 });
  }

  get scopes(): ScopeLibrary {
    return { videoOf: (videoId) => videoById(this.db, videoId), videosOf: () => [] };
  }

  /** The index answers as in the product: with the real planner, search, policy and channels. */
  answerer(): IndexAnswerer {
    return new IndexAnswerer({ facts: this.facts(), find: this.find });
  }

  readonly find: FindMoments = (text, videoIds, signal) => {
    const search = createSearch({ db: this.db, clock: systemClock, detector: () => null });
    const query = searchQuerySchema.parse({ text, limit: 200 });
    return search.queryWithin(query, { signal, onProgress: () => {} }, { videoIds });
  };

  readonly keepCaptions: KeepCaptions = async ({ videoId, modelId, captions: cues }) => {
    const { videoKey } = videoById(this.db, videoId)!;
    await replaceCues(this.db, { videoKey, source: `${captionSource}${modelId}`, language: null, cues });
  };

  facts(): FootageFacts {
    const { db } = this;
    const tracks = new TrackStore({ db, writer: null, readIndexed: createTrackletReader(db) });
    return new FootageFacts({ db, tracks });
  }

  [Symbol.dispose](): void {
    this.db.close();
  }
}

const sampleSeconds = 0.25;

function times({ durationSeconds }: TalkedClip): CoveringRow[] {
  return Array.from({ length: durationSeconds / sampleSeconds }, (_, index) => ({
    startSeconds: index * sampleSeconds,
    endSeconds: (index + 1) * sampleSeconds,
  }));
}

function objectRows(clip: TalkedClip): ObjectRow[] {
  return times(clip).map((row) => ({
    ...row,
    objects: (clip.seen ?? [])
      .filter(({ from, to }) => row.startSeconds >= from && row.startSeconds < to)
      .flatMap(({ className, count = 1 }) =>
        Array.from({ length: count }, (_, index) => ({
          className,
          score: 0.9,
          box: { x: 0.1 + 0.2 * index, y: 0.3, width: 0.15, height: 0.4 },
          colours: [],
        })),
      ),
  }));
}

/** A hard cut is a change far above what is around it. */
function shotRows(clip: TalkedClip): ShotRow[] {
  return times(clip).map((row, index) => {
    const isCut = clip.cuts?.includes(row.startSeconds) === true;
    const isAfterCut = clip.cuts?.includes(row.startSeconds - sampleSeconds) === true;
    return {
      ...row,
      gapSeconds: index === 0 ? Number.NaN : sampleSeconds,
      change: isCut ? 0.95 : 0.01,
      // The frame after a cut differs from the one before it as well.
      changeOverTwo: isCut || isAfterCut ? 0.95 : 0.01,
      unmatchedShare: isCut ? 0.95 : 0.01,
      meanLuma: 0.5,
      lumaSpread: 0.2,
    };
  });
}

function blockOf<Row extends CoveringRow>(channel: Channel<Row>, rows: readonly Row[]) {
  const [payload, terms] = [channel.encode(rows), channel.terms(rows)];
  return { channel: channel.id, blockIndex: 0, rowCount: rows.length, payload, terms };
}
