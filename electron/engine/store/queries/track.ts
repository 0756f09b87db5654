import type { TrackId, VideoId } from '../../../contract/ids.ts';
import { packKeys, unpackKeys } from '../../../contract/track-keys.ts';
import type { Track, TrackKey } from '../../../contract/tracks.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';
import { decodeTrackKeys, encodeTrackKeys } from '../track-blob.ts';

/** The track of a generation that a row stands for. */
export interface TrackSource {
  readonly generationKey: number | null;
  readonly trackNumber: number | null;
  /** As indexing found it. */
  readonly keys: readonly TrackKey[];
}

export interface TrackRow {
  readonly trackId: TrackId;
  readonly label: string;
  readonly origin: Track['origin'];
  readonly fate: 'kept' | 'deleted' | 'joined';
  readonly trackerId: string | null;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly revision: number;
  readonly changedAtMs: number;
  readonly source: TrackSource | null;
  readonly keys: readonly TrackKey[];
}

interface StoredTrack extends Omit<TrackRow, 'source' | 'keys'> {
  readonly sourceGenerationKey: number | null;
  readonly sourceTrackNumber: number | null;
  readonly sourceKeys: Uint8Array | null;
  readonly keysBlob: Uint8Array;
}

function toRow<Row extends StoredTrack>({ sourceGenerationKey, sourceTrackNumber, ...stored }: Row) {
  const { sourceKeys, keysBlob, ...row } = stored;
  const source: TrackSource | null =
    sourceKeys === null
      ? null
      : { generationKey: sourceGenerationKey, trackNumber: sourceTrackNumber, keys: keysOf(sourceKeys) };
  return { ...row, source, keys: keysOf(keysBlob) };
}

const keysOf = (blob: Uint8Array): TrackKey[] => unpackKeys(decodeTrackKeys(blob));
const blobOf = (keys: readonly TrackKey[]): Uint8Array => encodeTrackKeys(packKeys(keys));

/** All rows of a video, hidden ones too, earliest first. */
export function tracksOfVideo(db: ReadableDb, videoKey: number): TrackRow[] {
  return sql<StoredTrack>`
    SELECT track_id AS trackId, label, origin, fate, tracker_id AS trackerId, start_seconds AS startSeconds,
      end_seconds AS endSeconds, revision, changed_at_ms AS changedAtMs, source_generation_key AS sourceGenerationKey,
      source_track_number AS sourceTrackNumber, source_keys AS sourceKeys, keys AS keysBlob
    FROM track WHERE video_key = ${videoKey} ORDER BY start_seconds`
    .all(db)
    .map(toRow);
}

export type CorrectedTrackRow = TrackRow & { readonly videoId: VideoId };

/** Rows of all videos, newest change first: what people have made by hand. */
export function changedTracks(db: ReadableDb, limit: number): CorrectedTrackRow[] {
  return sql<StoredTrack & { readonly videoId: VideoId }>`
    SELECT v.video_id AS videoId, t.track_id AS trackId, t.label, t.origin, t.fate, t.tracker_id AS trackerId,
      t.start_seconds AS startSeconds, t.end_seconds AS endSeconds, t.revision, t.changed_at_ms AS changedAtMs,
      t.source_generation_key AS sourceGenerationKey, t.source_track_number AS sourceTrackNumber,
      t.source_keys AS sourceKeys, t.keys AS keysBlob
    FROM track t JOIN video v ON v.video_key = t.video_key
    ORDER BY t.changed_at_ms DESC, t.track_key DESC LIMIT ${limit}`
    .all(db)
    .map(toRow);
}

/** Writes a row, or writes it anew. */
export function putTrack(db: WritableDb, videoKey: number, row: TrackRow): void {
  const { source } = row;
  deleteTrack(db, row.trackId);
  sql`
    INSERT INTO track (track_id, video_key, label, origin, fate, tracker_id, start_seconds, end_seconds, revision,
      changed_at_ms, source_generation_key, source_track_number, source_keys, keys)
    VALUES (${row.trackId}, ${videoKey}, ${row.label}, ${row.origin}, ${row.fate}, ${row.trackerId},
      ${row.startSeconds}, ${row.endSeconds}, ${row.revision}, ${row.changedAtMs}, ${source?.generationKey ?? null},
      ${source?.trackNumber ?? null}, ${source === null ? null : blobOf(source.keys)}, ${blobOf(row.keys)})`.run(db);
}

export function deleteTrack(db: WritableDb, trackId: TrackId): void {
  sql`DELETE FROM track WHERE track_id = ${trackId}`.run(db);
}

export function setTrackSource(
  db: WritableDb,
  trackId: TrackId,
  { generationKey, trackNumber }: { readonly generationKey: number; readonly trackNumber: number | null },
): void {
  sql`
    UPDATE track SET source_generation_key = ${generationKey}, source_track_number = ${trackNumber}
    WHERE track_id = ${trackId}`.run(db);
}

/** Rises with every change of the tracks of a video; 0 before the first. */
export function trackRevision(db: ReadableDb, videoKey: number): number {
  return (
    sql<{ revision: number }>`SELECT revision FROM track_revision WHERE video_key = ${videoKey}`.get(db)?.revision ?? 0
  );
}

/** The next revision, kept. */
export function raiseTrackRevision(db: WritableDb, videoKey: number): number {
  sql`
    INSERT INTO track_revision (video_key, revision) VALUES (${videoKey}, 1)
    ON CONFLICT (video_key) DO UPDATE SET revision = revision + 1`.run(db);
  return trackRevision(db, videoKey);
}
