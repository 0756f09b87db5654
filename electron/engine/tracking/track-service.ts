import { randomUUID } from 'node:crypto';
import { EngineError } from '../../contract/errors.ts';
import type { TrackId, VideoId } from '../../contract/ids.ts';
import type { CallContext, ParsedParams, Result } from '../../contract/index.ts';
import type { TrackChange } from '../../contract/tracks.ts';
import type { Clock } from '../base/surroundings.ts';
import { inTransaction, type ReadableDb, type WritableDb } from '../store/database.ts';
import { changedTracks, raiseTrackRevision, trackRevision, deleteTrack, videoById } from '../store/queries/index.ts';
import { applyEdit, type EditOutcome } from './apply-edit.ts';
import { correctionsOf } from './box-corrections.ts';
import { fromTrackSet, toTrackSet, type HeldTrack } from './held-track.ts';
import { tracksInRange } from './tracks-in-range.ts';
import type { TrackStore, VideoTracks } from './track-store.ts';
import { TrackWatch } from './track-watch.ts';

export interface TrackServiceDeps {
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly store: TrackStore;
  readonly clock: Clock;
}

const mostCorrections = 20_000;

/** The tracks of videos: shown, changed, put back. Every change answers what undoes it. */
export class TrackService {
  readonly #deps: TrackServiceDeps;
  readonly #watch: TrackWatch;

  constructor(deps: TrackServiceDeps) {
    this.#deps = deps;
    this.#watch = new TrackWatch(deps.db);
  }

  /** Throws EngineError `not-found`. */
  list({ videoId, range }: ParsedParams<'tracks.list'>): Result<'tracks.list'> {
    const { videoKey, shown } = this.#deps.store.read(videoId);
    const { tracks, isTruncated } = tracksInRange(shown, range);
    return { revision: trackRevision(this.#deps.db, videoKey), set: toTrackSet(tracks), isTruncated };
  }

  /** All of them, whole: for an export. Throws `not-found`. */
  read(videoId: VideoId): VideoTracks {
    return this.#deps.store.read(videoId);
  }

  /** Throws `not-found`. */
  watch({ videoId }: ParsedParams<'tracks.watch'>, context: CallContext<'tracks.watch'>): Promise<void> {
    if (videoById(this.#deps.db, videoId) === null) {
      throw new EngineError('not-found', 'There is no such video.', { details: { videoId } });
    }
    return this.#watch.run(videoId, context);
  }

  /** Throws `not-found`, `bad-request` for what cannot be, `read-only`. */
  edit({ videoId, edit }: ParsedParams<'tracks.edit'>): TrackChange {
    return this.change(videoId, (tracks) =>
      applyEdit(edit, {
        ...tracks.clock,
        newId: randomUUID,
        track: (trackId) => trackOf(tracks, trackId),
      }),
    );
  }

  /** Throws `conflict` when a track was changed since, `not-found`, `read-only`. */
  restore({ videoId, replaces, set }: ParsedParams<'tracks.restore'>): TrackChange {
    const put = fromTrackSet(set);
    const fitting = new Map(replaces.map(({ trackId, revision }) => [trackId, revision]));
    const removed = replaces.map(({ trackId }) => trackId).filter((id) => !put.some(({ trackId }) => trackId === id));
    return this.change(videoId, (tracks) => {
      const now = new Map(tracks.shown.map(({ trackId, revision }) => [trackId, revision]));
      const isChanged = [...fitting].some(([trackId, revision]) => now.get(trackId) !== revision);
      if (isChanged || put.some(({ trackId }) => now.has(trackId) && !fitting.has(trackId))) {
        throw new EngineError('conflict', 'The tracks were changed in another window.', { details: { videoId } });
      }
      return { removed, put };
    });
  }

  /** Keeps what `decide` makes of the tracks, as one change. Throws what it throws, `not-found`, `read-only`. */
  change(videoId: VideoId, decide: (tracks: VideoTracks) => EditOutcome): TrackChange {
    const { store, clock } = this.#deps;
    const writer = this.#writer();
    const change = inTransaction(writer, () => {
      const tracks = store.read(videoId);
      const { removed, put } = decide(tracks);
      const touched = new Set<TrackId>([...removed, ...put.map(({ trackId }) => trackId)]);
      const before = tracks.shown.filter(({ trackId }) => touched.has(trackId));
      const at = { revision: raiseTrackRevision(writer, tracks.videoKey), nowMs: clock.nowMs() };
      for (const track of before.filter(({ trackId }) => removed.includes(trackId))) {
        store.remove(writer, tracks, { track, fate: put.length > 0 ? 'joined' : 'deleted', ...at });
      }
      for (const track of put) {
        checkKeys(track);
        if (isUntouched(track)) deleteTrack(writer, track.trackId);
        else store.put(writer, tracks, { track, ...at });
      }
      const after = store.read(videoId).shown.filter(({ trackId }) => touched.has(trackId));
      return { before: toTrackSet(before), after: toTrackSet(after) };
    });
    this.#watch.tell(videoId);
    return change;
  }

  corrections({ videoId }: ParsedParams<'tracks.corrections'>): Result<'tracks.corrections'> {
    const rows = changedTracks(this.#deps.db, mostCorrections);
    const corrections = rows
      .filter((row) => videoId === null || row.videoId === videoId)
      .flatMap((row) => correctionsOf(row));
    return { corrections: corrections.slice(0, mostCorrections), isTruncated: corrections.length > mostCorrections };
  }

  #writer(): WritableDb {
    const { writer } = this.#deps;
    if (writer === null) {
      throw new EngineError('read-only', 'This engine only reads the library.');
    }
    return writer;
  }
}

/** As indexing found it: nothing is kept of it. */
function isUntouched({ origin, isCorrected }: HeldTrack): boolean {
  return origin === 'indexed' && !isCorrected;
}

function trackOf({ shown }: VideoTracks, trackId: TrackId): HeldTrack {
  const track = shown.find((one) => one.trackId === trackId);
  if (track === undefined) {
    throw new EngineError('not-found', 'There is no such track.', { details: { trackId } });
  }
  return track;
}

/** What comes from outside may be in any order. */
function checkKeys({ trackId, keys }: HeldTrack): void {
  const isRising = keys.every((key, index) => index === 0 || key.timeSeconds > keys[index - 1]!.timeSeconds);
  if (keys.length === 0 || !isRising) {
    throw new EngineError('bad-request', 'A track needs keys that rise in time.', { details: { trackId } });
  }
}
