import { EngineError } from '../../contract/errors.ts';
import type { TrackId, VideoId } from '../../contract/ids.ts';
import type { TrackKey } from '../../contract/tracks.ts';
import { mediaFactsSchema, type MediaFacts } from '../media/media-facts.ts';
import type { ReadableDb, WritableDb } from '../store/database.ts';
import {
  deleteTrack,
  putTrack,
  setTrackSource,
  tracksOfVideo,
  videoById,
  type TrackRow,
  type TrackSource,
} from '../store/queries/index.ts';
import { frameClockOf, type FrameClock } from './frame-clock.ts';
import { rangeOfKeys, type HeldTrack } from './held-track.ts';
import { indexedTrackId, parseIndexedId } from './indexed-id.ts';
import { keysOfIndexed, type IndexedTracksOfVideo, type ReadIndexedTracks } from './indexed-tracks.ts';
import { matchTracks } from './match-tracks.ts';

export interface TrackStoreDeps {
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly readIndexed: ReadIndexedTracks;
}

/** All tracks of one video at one moment. */
export interface VideoTracks {
  readonly videoKey: number;
  readonly clock: FrameClock;
  /** Those to be shown, earliest first. */
  readonly shown: readonly HeldTrack[];
  readonly rows: readonly TrackRow[];
  readonly indexed: IndexedTracksOfVideo | null;
}

/** Joins what indexing found with what people have made and corrected. */
export class TrackStore {
  readonly #deps: TrackStoreDeps;

  constructor(deps: TrackStoreDeps) {
    this.#deps = deps;
  }

  /** Throws EngineError `not-found`. */
  read(videoId: VideoId): VideoTracks {
    const { db, readIndexed } = this.#deps;
    const video = videoById(db, videoId);
    if (video === null) {
      throw new EngineError('not-found', 'There is no such video.', { details: { videoId } });
    }
    const { videoKey } = video;
    const clock = frameClockOf(factsOf(video.probeJson));
    const indexed = readIndexed(videoId);
    const rows = this.#matched(tracksOfVideo(db, videoKey), indexed, clock);
    const shown = [...untouched({ indexed, rows, clock }), ...rows.filter(isKept).map(heldOf)];
    shown.sort((a, b) => a.range.startSeconds - b.range.startSeconds);
    return { videoKey, clock, shown, rows, indexed };
  }

  /** Keeps a track at a revision. */
  put(writer: WritableDb, tracks: VideoTracks, { track, revision, nowMs }: PutRequest): void {
    putTrack(writer, tracks.videoKey, {
      ...rowOf(track, { revision, nowMs }),
      source: this.#sourceOf(track, tracks),
    });
  }

  /** Takes a track away: what indexing found is hidden, the rest is gone. */
  remove(writer: WritableDb, tracks: VideoTracks, { track, fate, revision, nowMs }: RemoveRequest): void {
    const source = this.#sourceOf(track, tracks);
    if (source === null) deleteTrack(writer, track.trackId);
    else putTrack(writer, tracks.videoKey, { ...rowOf(track, { revision, nowMs }), fate, source });
  }

  /** What it stands for; null for what indexing has never seen. */
  #sourceOf({ trackId, keys }: HeldTrack, { rows, indexed, clock }: VideoTracks): TrackSource | null {
    const known = rows.find((row) => row.trackId === trackId);
    const name = parseIndexedId(trackId);
    if (known !== undefined || name === null) return known?.source ?? null;
    const found =
      indexed?.generationKey === name.generationKey
        ? indexed.tracks.find(({ trackNumber }) => trackNumber === name.trackNumber)
        : undefined;
    return { ...name, keys: found === undefined ? keys : keysOfIndexed(found, clock.frameIndexAt) };
  }

  /** After another analysis: rows that stood for tracks of the one before are given those of the new one. */
  #matched(
    rows: readonly TrackRow[],
    indexed: IndexedTracksOfVideo | null,
    { frameIndexAt }: FrameClock,
  ): readonly TrackRow[] {
    if (indexed === null) return rows;
    const { generationKey } = indexed;
    const stale = rows.filter(({ source }) => source !== null && source.generationKey !== generationKey);
    if (stale.length === 0) return rows;
    const held = new Set(
      rows.flatMap(({ source }) => (source?.generationKey === generationKey ? [source.trackNumber] : [])),
    );
    const free = indexed.tracks
      .filter(({ trackNumber }) => !held.has(trackNumber))
      .map((track) => ({ trackNumber: track.trackNumber, keys: keysOfIndexed(track, frameIndexAt) }));
    const matches = matchTracks(
      stale.map(({ source }) => ({ keys: source!.keys })),
      free,
    );
    const sources = new Map<TrackId, TrackSource>();
    stale.forEach(({ trackId, source }, index) => {
      const trackNumber = matches[index]?.trackNumber ?? null;
      sources.set(trackId, { ...source!, generationKey, trackNumber });
      if (this.#deps.writer !== null) setTrackSource(this.#deps.writer, trackId, { generationKey, trackNumber });
    });
    return rows.map((row) => ({ ...row, source: sources.get(row.trackId) ?? row.source }));
  }
}

export interface PutRequest {
  readonly track: HeldTrack;
  readonly revision: number;
  readonly nowMs: number;
}

export interface RemoveRequest extends PutRequest {
  readonly fate: 'deleted' | 'joined';
}

function factsOf(probeJson: string | null): MediaFacts | null {
  const facts = probeJson === null ? null : mediaFactsSchema.safeParse(JSON.parse(probeJson));
  return facts?.success === true ? facts.data : null;
}

const isKept = ({ fate }: TrackRow): boolean => fate === 'kept';

function heldOf(row: TrackRow): HeldTrack {
  const { trackId, label, origin, trackerId, revision, keys, startSeconds, endSeconds } = row;
  const range = { startSeconds, endSeconds };
  return { trackId, label, origin, trackerId, range, isCorrected: origin === 'indexed', revision, keys };
}

function rowOf(track: HeldTrack, at: { readonly revision: number; readonly nowMs: number }): Omit<TrackRow, 'source'> {
  const { trackId, label, origin, trackerId, range, keys } = track;
  return {
    trackId,
    label,
    origin,
    trackerId,
    ...range,
    fate: 'kept',
    revision: at.revision,
    changedAtMs: at.nowMs,
    keys,
  };
}

interface UntouchedOf {
  readonly indexed: IndexedTracksOfVideo | null;
  readonly rows: readonly TrackRow[];
  readonly clock: FrameClock;
}

/** What indexing found and nobody has changed. */
function untouched({ indexed, rows, clock }: UntouchedOf): HeldTrack[] {
  if (indexed === null) return [];
  const { generationKey, trackerId } = indexed;
  const replaced = new Set(
    rows.flatMap(({ source }) => (source?.generationKey === generationKey ? [source.trackNumber] : [])),
  );
  return indexed.tracks
    .filter(({ trackNumber }) => !replaced.has(trackNumber))
    .map((track): HeldTrack => {
      const keys: TrackKey[] = keysOfIndexed(track, clock.frameIndexAt);
      return {
        trackId: indexedTrackId({ generationKey, trackNumber: track.trackNumber }),
        label: track.className,
        origin: 'indexed',
        trackerId,
        range: rangeOfKeys(keys, clock.frameSeconds),
        isCorrected: false,
        revision: 0,
        keys,
      };
    });
}
