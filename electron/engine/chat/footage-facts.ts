import type { ChannelId } from '../../contract/channels.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import type { Channel, CoveringRow } from '../channels/channel.ts';
import { lookChannel } from '../channels/look/look-channel.ts';
import type { LookRow } from '../channels/look/rows.ts';
import { objectsChannel } from '../channels/objects/objects-channel.ts';
import { steadyClasses, type ObjectRow } from '../channels/objects/rows.ts';
import { steadyRows } from '../channels/objects/steady-things.ts';
import { shotsChannel } from '../channels/shots/shots-channel.ts';
import { shotsOf, type Shot } from '../channels/shots/shots-of.ts';
import type { ReadableDb } from '../store/database.ts';
import { captionSource, activeVersionsOf, allBlocksOf, cuesIn, videoById, type Cue } from '../store/queries/index.ts';
import type { HeldTrack } from '../tracking/held-track.ts';
import type { TrackStore } from '../tracking/track-store.ts';

export interface FootageFactsDeps {
  readonly db: ReadableDb;
  readonly tracks: Pick<TrackStore, 'read'>;
}

const mostCues = 5000;

/** What the index holds of one clip, as a question about it needs it. Null says that it has not been looked at. */
export class FootageFacts {
  readonly #deps: FootageFactsDeps;

  constructor(deps: FootageFactsDeps) {
    this.#deps = deps;
  }

  /** Disjoint, covering the range. */
  shots(videoId: VideoId, range: TimeRange): Shot[] | null {
    const rows = this.#rows(videoId, shotsChannel);
    if (rows === null) return null;
    const duration = videoById(this.#deps.db, videoId)?.durationSeconds ?? rows.at(-1)?.endSeconds ?? 0;
    return shotsOf(rows, duration)
      .filter((shot) => shot.startSeconds < range.endSeconds && shot.endSeconds > range.startSeconds)
      .map((shot) => ({
        ...shot,
        startSeconds: Math.max(shot.startSeconds, range.startSeconds),
        endSeconds: Math.min(shot.endSeconds, range.endSeconds),
      }));
  }

  /** Lines that are said in the range, each whole, in the order of time. */
  cues(videoId: VideoId, range: TimeRange): Cue[] {
    const video = videoById(this.#deps.db, videoId);
    if (video === null) return [];
    const rows = cuesIn(this.#deps.db, { videoKey: video.videoKey, ...range, limit: mostCues });
    return rows.filter(
      ({ source, startSeconds, endSeconds }) =>
        !source.startsWith(captionSource) && startSeconds < endSeconds && endSeconds > 0,
    );
  }

  /** What the detector saw, a row a sample. */
  objects(videoId: VideoId, range: TimeRange): ObjectRow[] | null {
    const rows = this.#rows(videoId, objectsChannel);
    return rows === null ? null : touching(steadyRows(rows, steadyClasses), range);
  }

  look(videoId: VideoId, range: TimeRange): LookRow[] | null {
    const rows = this.#rows(videoId, lookChannel);
    return rows === null ? null : touching(rows, range);
  }

  /** Things that were followed, as people have left them. */
  tracks(videoId: VideoId, range: TimeRange): HeldTrack[] {
    return touchingTracks(this.#deps.tracks.read(videoId).shown, range);
  }

  hasChannel(videoId: VideoId, channel: ChannelId): boolean {
    return activeVersionsOf(this.#deps.db, videoId)?.channelVersions[channel] !== undefined;
  }

  #rows<Row extends CoveringRow>(videoId: VideoId, channel: Channel<Row>): Row[] | null {
    const generation = activeVersionsOf(this.#deps.db, videoId);
    const version = generation?.channelVersions[channel.id];
    if (generation === null || version === undefined || Number.parseInt(String(version), 10) !== channel.version) {
      return null;
    }
    return allBlocksOf(this.#deps.db, generation.generationKey, channel.id).flatMap(({ payload }) =>
      channel.decode(payload),
    );
  }
}

function touching<Row extends CoveringRow>(rows: readonly Row[], { startSeconds, endSeconds }: TimeRange): Row[] {
  return rows.filter((row) => row.startSeconds < endSeconds && row.endSeconds > startSeconds);
}

function touchingTracks(tracks: readonly HeldTrack[], { startSeconds, endSeconds }: TimeRange): HeldTrack[] {
  return tracks.filter(({ range }) => range.startSeconds < endSeconds && range.endSeconds > startSeconds);
}
