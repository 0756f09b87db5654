import type { WireError } from '../../../contract/errors.ts';
import type { VideoId } from '../../../contract/ids.ts';
import type { JobState } from '../../../contract/jobs.ts';
import type { VideoState } from '../../../contract/library.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';
import { foldedTitle, titleOrder } from '../title-keys.ts';
import { failureFrom } from '../stored-failure.ts';
import type { StoredFailure } from '../stored-failure.ts';

export interface VideoRow {
  readonly videoKey: number;
  readonly videoId: VideoId;
  readonly fingerprint: string;
  readonly sizeBytes: number;
  readonly title: string;
  readonly addedAtMs: number;
  readonly durationSeconds: number | null;
  readonly probeJson: string | null;
  readonly failure: WireError | null;
  readonly activeGenerationKey: number | null;
}

type StoredVideo = Omit<VideoRow, 'failure'> & StoredFailure;

function toRow({ failureCode, failureMessage, failureDetailsJson, ...row }: StoredVideo): VideoRow {
  return { ...row, failure: failureFrom({ failureCode, failureMessage, failureDetailsJson }) };
}

export interface NewVideo {
  readonly videoId: VideoId;
  readonly fingerprint: string;
  readonly sizeBytes: number;
  /** Display name, never a path. */
  readonly title: string;
  readonly addedAtMs: number;
}

/** Returns the key of the video. A second video with the same fingerprint is a bug of the caller and throws. */
export function insertVideo(db: WritableDb, { videoId, fingerprint, sizeBytes, title, addedAtMs }: NewVideo): number {
  const { lastInsertRowid } = sql`
    INSERT INTO video (video_id, fingerprint, size_bytes, title, title_folded, title_order, added_at_ms)
    VALUES (${videoId}, ${fingerprint}, ${sizeBytes}, ${title}, ${foldedTitle(title)}, ${titleOrder(title)},
      ${addedAtMs})`.run(db);
  return Number(lastInsertRowid);
}

export function videoById(db: ReadableDb, videoId: VideoId): VideoRow | null {
  const row = sql<StoredVideo>`
    SELECT video_key AS videoKey, video_id AS videoId, fingerprint, size_bytes AS sizeBytes, title,
      added_at_ms AS addedAtMs, duration_seconds AS durationSeconds, probe_json AS probeJson,
      failure_code AS failureCode, failure_message AS failureMessage, failure_details_json AS failureDetailsJson,
      active_generation_key AS activeGenerationKey
    FROM video WHERE video_id = ${videoId}`.get(db);
  return row === undefined ? null : toRow(row);
}

export function videoByKey(db: ReadableDb, videoKey: number): VideoRow | null {
  const row = sql<StoredVideo>`
    SELECT video_key AS videoKey, video_id AS videoId, fingerprint, size_bytes AS sizeBytes, title,
      added_at_ms AS addedAtMs, duration_seconds AS durationSeconds, probe_json AS probeJson,
      failure_code AS failureCode, failure_message AS failureMessage, failure_details_json AS failureDetailsJson,
      active_generation_key AS activeGenerationKey
    FROM video WHERE video_key = ${videoKey}`.get(db);
  return row === undefined ? null : toRow(row);
}

export function videoKeyByFingerprint(db: ReadableDb, fingerprint: string): number | null {
  return (
    sql<{ videoKey: number }>`SELECT video_key AS videoKey FROM video WHERE fingerprint = ${fingerprint}`.get(db)
      ?.videoKey ?? null
  );
}

/** Videos with a copy directly in one folder of a root; `folder` with `/`, empty for the root itself. */
export function videosInFolder(
  db: ReadableDb,
  { rootKey, folder }: { rootKey: number; folder: string },
): { videoKey: number; videoId: VideoId }[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  // Everything that begins with the prefix lies between it and the last character there is.
  return sql<{ videoKey: number; videoId: VideoId }>`
    SELECT DISTINCT v.video_key AS videoKey, v.video_id AS videoId
    FROM file f CROSS JOIN video v ON v.video_key = f.video_key
    WHERE f.root_key = ${rootKey} AND f.relative_path >= ${prefix} AND f.relative_path < ${prefix} || char(1114111)
      AND instr(substr(f.relative_path, length(${prefix}) + 1), '/') = 0`.all(db);
}

export function countVideos(db: ReadableDb): number {
  return sql<{ videoCount: number }>`SELECT count(*) AS videoCount FROM video`.get(db)?.videoCount ?? 0;
}

/**
 * What a list shows of the probe that `ingest` has kept, taken out by SQLite: reading the whole of it for each row costs
 * most of a list's time. A probe of another version may hold anything there, or nothing.
 */
export interface ShownFacts {
  readonly startTimecode: unknown;
  readonly displayedWidth: unknown;
  readonly displayedHeight: unknown;
  readonly codec: unknown;
  readonly rateNum: unknown;
  readonly rateDen: unknown;
  /** 1 or 0. */
  readonly isVariableRate: unknown;
}

/** A video with all that its summary is made of. */
export interface VideoListRow extends Omit<VideoRow, 'probeJson'>, ShownFacts {
  readonly copyCount: number;
  readonly onlineCopyCount: number;
  readonly state: VideoState;
  /** When the earliest of its copies was written. */
  readonly modifiedAtMs: number | null;
  readonly keyFramesState: JobState | null;
  readonly fullState: JobState | null;
  /** Why the newest job of the video failed, where one did. */
  readonly jobFailure: WireError | null;
}

type StoredListRow = Omit<VideoListRow, 'failure' | 'jobFailure'> &
  StoredFailure & {
    readonly jobErrorCode: string | null;
    readonly jobErrorMessage: string | null;
    readonly jobErrorDetailsJson: string | null;
  };

function toListRow(row: StoredListRow): VideoListRow {
  const { jobErrorCode, jobErrorMessage, jobErrorDetailsJson, ...others } = row;
  const { failureCode, failureMessage, failureDetailsJson, ...stored } = others;
  return {
    ...stored,
    failure: failureFrom({ failureCode, failureMessage, failureDetailsJson }),
    jobFailure: failureFrom({
      failureCode: jobErrorCode,
      failureMessage: jobErrorMessage,
      failureDetailsJson: jobErrorDetailsJson,
    }),
  };
}

/** Videos in the order in which they were added; `onlyVideoKey` asks for one. */
export function listVideos(
  db: ReadableDb,
  { offset, limit, onlyVideoKey = null }: { offset: number; limit: number; onlyVideoKey?: number | null },
): VideoListRow[] {
  const fromKey = onlyVideoKey ?? 0;
  const toKey = onlyVideoKey ?? Number.MAX_SAFE_INTEGER;
  const keys = sql<{ videoKey: number }>`
    SELECT video_key AS videoKey FROM video WHERE video_key BETWEEN ${fromKey} AND ${toKey}
    ORDER BY video_key LIMIT ${limit} OFFSET ${offset}`.all(db);
  return videosByKeys(
    db,
    keys.map(({ videoKey }) => videoKey),
  );
}

/** These videos, in this order; keys that no video has are left out. */
export function videosByKeys(db: ReadableDb, videoKeys: readonly number[]): VideoListRow[] {
  return sql<StoredListRow>`
    SELECT v.video_key AS videoKey, v.video_id AS videoId, v.fingerprint, v.size_bytes AS sizeBytes, v.title,
      v.added_at_ms AS addedAtMs, v.duration_seconds AS durationSeconds,
      v.probe_json ->> '$.startTimecode' AS startTimecode, v.probe_json ->> '$.video.displayedWidth' AS displayedWidth,
      v.probe_json ->> '$.video.displayedHeight' AS displayedHeight, v.probe_json ->> '$.video.codec' AS codec,
      coalesce(v.probe_json ->> '$.video.averageRate.num', v.probe_json ->> '$.video.nominalRate.num') AS rateNum,
      coalesce(v.probe_json ->> '$.video.averageRate.den', v.probe_json ->> '$.video.nominalRate.den') AS rateDen,
      v.probe_json ->> '$.video.isVariableRate' AS isVariableRate,
      v.failure_code AS failureCode, v.failure_message AS failureMessage,
      v.failure_details_json AS failureDetailsJson, v.active_generation_key AS activeGenerationKey,
      v.state, v.modified_at_ms AS modifiedAtMs,
      (SELECT count(*) FROM file f WHERE f.video_key = v.video_key) AS copyCount,
      (SELECT count(*) FROM file f JOIN root r ON r.root_key = f.root_key
        WHERE f.video_key = v.video_key AND f.is_offline = 0 AND r.is_offline = 0) AS onlineCopyCount,
      k.state AS keyFramesState, u.state AS fullState,
      iif(k.state = 'failed', k.error_code, iif(u.state = 'failed', u.error_code, NULL)) AS jobErrorCode,
      iif(k.state = 'failed', k.error_message, u.error_message) AS jobErrorMessage,
      iif(k.state = 'failed', k.error_details_json, u.error_details_json) AS jobErrorDetailsJson
    FROM json_each(${JSON.stringify(videoKeys)}) wanted CROSS JOIN video v ON v.video_key = wanted.value
      LEFT JOIN job k ON k.video_key = v.video_key AND k.kind = 'key-frames'
      LEFT JOIN job u ON u.video_key = v.video_key AND u.kind = 'full'
    ORDER BY wanted.key`
    .all(db)
    .map(toListRow);
}

/** What people see as its name: it follows the file. */
export function setVideoTitle(db: WritableDb, videoKey: number, title: string): void {
  sql`
    UPDATE video SET title = ${title}, title_folded = ${foldedTitle(title)}, title_order = ${titleOrder(title)}
    WHERE video_key = ${videoKey}`.run(db);
}

export interface ProbeFacts {
  readonly probeJson: string;
  readonly durationSeconds: number | null;
}

export function saveProbe(db: WritableDb, videoKey: number, { probeJson, durationSeconds }: ProbeFacts): void {
  sql`
    UPDATE video SET probe_json = ${probeJson}, duration_seconds = ${durationSeconds}
    WHERE video_key = ${videoKey}`.run(db);
}

/** Why the video cannot be indexed, or null when nothing is wrong (any more). */
export function saveFailure(db: WritableDb, videoKey: number, failure: WireError | null): void {
  sql`
    UPDATE video SET failure_code = ${failure?.code ?? null}, failure_message = ${failure?.message ?? null},
      failure_details_json = ${failure === null ? null : JSON.stringify(failure.details)}
    WHERE video_key = ${videoKey}`.run(db);
}
