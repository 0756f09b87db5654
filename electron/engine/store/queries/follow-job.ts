import type { FollowId, TrackId, VideoId } from '../../../contract/ids.ts';
import { packKeys, unpackKeys } from '../../../contract/track-keys.ts';
import type { FollowState, TrackKey } from '../../../contract/tracks.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';
import { decodeTrackKeys, encodeTrackKeys } from '../track-blob.ts';

export interface FollowJobRow {
  readonly followKey: number;
  readonly followId: FollowId;
  readonly videoKey: number;
  readonly videoId: VideoId;
  readonly title: string;
  readonly trackId: TrackId;
  readonly label: string;
  readonly requestJson: string;
  readonly state: FollowState;
  readonly doneSeconds: number;
  readonly totalSeconds: number | null;
  readonly workSeconds: number;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly updatedAtMs: number;
}

export type NewFollowJob = Pick<FollowJobRow, 'followId' | 'videoKey' | 'trackId' | 'label' | 'requestJson'> & {
  readonly nowMs: number;
};

export function insertFollowJob(db: WritableDb, job: NewFollowJob): void {
  sql`
    INSERT INTO follow_job (follow_id, video_key, track_id, label, request_json, state, created_at_ms, updated_at_ms)
    VALUES (${job.followId}, ${job.videoKey}, ${job.trackId}, ${job.label}, ${job.requestJson}, 'queued',
      ${job.nowMs}, ${job.nowMs})`.run(db);
}

export function followJobById(db: ReadableDb, followId: FollowId): FollowJobRow | null {
  return (
    sql<FollowJobRow>`
      SELECT f.follow_key AS followKey, f.follow_id AS followId, f.video_key AS videoKey, v.video_id AS videoId,
        v.title, f.track_id AS trackId, f.label, f.request_json AS requestJson, f.state,
        f.done_seconds AS doneSeconds, f.total_seconds AS totalSeconds, f.work_seconds AS workSeconds,
        f.failure_code AS failureCode, f.failure_message AS failureMessage, f.updated_at_ms AS updatedAtMs
      FROM follow_job f JOIN video v ON v.video_key = f.video_key WHERE f.follow_id = ${followId}`.get(db) ?? null
  );
}

/** Of one state, oldest first. */
export function followJobsInState(db: ReadableDb, state: FollowState, limit: number): FollowJobRow[] {
  return sql<FollowJobRow>`
    SELECT f.follow_key AS followKey, f.follow_id AS followId, f.video_key AS videoKey, v.video_id AS videoId,
      v.title, f.track_id AS trackId, f.label, f.request_json AS requestJson, f.state,
      f.done_seconds AS doneSeconds, f.total_seconds AS totalSeconds, f.work_seconds AS workSeconds,
      f.failure_code AS failureCode, f.failure_message AS failureMessage, f.updated_at_ms AS updatedAtMs
    FROM follow_job f CROSS JOIN video v ON v.video_key = f.video_key
    WHERE f.state = ${state} ORDER BY f.follow_key LIMIT ${limit}`.all(db);
}

/** Of one state, those that were begun last first. */
export function newestFollowJobsInState(db: ReadableDb, state: FollowState, limit: number): FollowJobRow[] {
  return sql<FollowJobRow>`
    SELECT f.follow_key AS followKey, f.follow_id AS followId, f.video_key AS videoKey, v.video_id AS videoId,
      v.title, f.track_id AS trackId, f.label, f.request_json AS requestJson, f.state,
      f.done_seconds AS doneSeconds, f.total_seconds AS totalSeconds, f.work_seconds AS workSeconds,
      f.failure_code AS failureCode, f.failure_message AS failureMessage, f.updated_at_ms AS updatedAtMs
    FROM follow_job f CROSS JOIN video v ON v.video_key = f.video_key
    WHERE f.state = ${state} ORDER BY f.follow_key DESC LIMIT ${limit}`.all(db);
}

export interface FollowStateChange {
  readonly state: FollowState;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly nowMs: number;
}

export function setFollowState(db: WritableDb, followId: FollowId, { state, failure, nowMs }: FollowStateChange): void {
  sql`
    UPDATE follow_job SET state = ${state}, failure_code = ${failure?.code ?? null},
      failure_message = ${failure?.message ?? null}, updated_at_ms = ${nowMs}
    WHERE follow_id = ${followId}`.run(db);
}

export interface FollowProgressRow {
  readonly doneSeconds: number;
  readonly totalSeconds: number | null;
  readonly workSeconds: number;
  readonly nowMs: number;
}

export function saveFollowProgress(db: WritableDb, followId: FollowId, progress: FollowProgressRow): void {
  sql`
    UPDATE follow_job SET done_seconds = ${progress.doneSeconds}, total_seconds = ${progress.totalSeconds},
      work_seconds = ${progress.workSeconds}, updated_at_ms = ${progress.nowMs}
    WHERE follow_id = ${followId}`.run(db);
}

/** Deletes a job that is over and all that only it needs. */
export function deleteFollowJob(db: WritableDb, followId: FollowId): void {
  sql`DELETE FROM follow_job WHERE follow_id = ${followId}`.run(db);
}

export interface FollowChunk {
  readonly stretchIndex: number;
  readonly chunkIndex: number;
  readonly keys: readonly TrackKey[];
}

/** Safe to write twice. */
export function putFollowChunk(db: WritableDb, followKey: number, { stretchIndex, chunkIndex, keys }: FollowChunk) {
  sql`
    INSERT OR REPLACE INTO follow_chunk (follow_key, stretch_index, chunk_index, keys)
    VALUES (${followKey}, ${stretchIndex}, ${chunkIndex}, ${encodeTrackKeys(packKeys(keys))})`.run(db);
}

/** In the order in which they were followed. */
export function followChunks(db: ReadableDb, followKey: number): FollowChunk[] {
  return sql<{ stretchIndex: number; chunkIndex: number; keys: Uint8Array }>`
    SELECT stretch_index AS stretchIndex, chunk_index AS chunkIndex, keys
    FROM follow_chunk WHERE follow_key = ${followKey} ORDER BY stretch_index, chunk_index`
    .all(db)
    .map(({ keys, ...chunk }) => ({ ...chunk, keys: unpackKeys(decodeTrackKeys(keys)) }));
}

/** Once its track is written nobody asks for them any more. */
export function deleteFollowChunks(db: WritableDb, followKey: number): void {
  sql`DELETE FROM follow_chunk WHERE follow_key = ${followKey}`.run(db);
}
