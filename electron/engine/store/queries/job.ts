import type { WireError } from '../../../contract/errors.ts';
import type { JobId, VideoId } from '../../../contract/ids.ts';
import type { JobKind, JobStage, JobState } from '../../../contract/jobs.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';
import { failureFrom } from '../stored-failure.ts';
import type { StoredFailure } from '../stored-failure.ts';

export interface JobRow {
  readonly jobKey: number;
  readonly jobId: JobId;
  readonly videoKey: number;
  readonly videoId: VideoId;
  /** Display name of the video. */
  readonly title: string;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly priority: number;
  readonly stage: JobStage | null;
  /** Media seconds of the stage. */
  readonly doneSeconds: number;
  readonly totalSeconds: number | null;
  /** Seconds of work that went into `doneSeconds`. */
  readonly workSeconds: number;
  /** Attempts without headway in a row. */
  readonly attemptCount: number;
  /** Times in a row that the program was ended while it worked on this and had got nowhere. */
  readonly killCount: number;
  readonly error: WireError | null;
}

type StoredJob = Omit<JobRow, 'error'> & StoredFailure;

function toRow({ failureCode, failureMessage, failureDetailsJson, ...row }: StoredJob): JobRow {
  return { ...row, error: failureFrom({ failureCode, failureMessage, failureDetailsJson }) };
}

export interface NewJob {
  readonly jobId: JobId;
  readonly videoKey: number;
  readonly kind: JobKind;
  readonly priority: number;
  readonly nowMs: number;
}

/** One job a video and kind: false when there is one already, whatever its state. */
export function insertJob(db: WritableDb, { jobId, videoKey, kind, priority, nowMs }: NewJob): boolean {
  return (
    sql`
      INSERT INTO job (job_id, video_key, kind, state, priority, created_at_ms, updated_at_ms)
      VALUES (${jobId}, ${videoKey}, ${kind}, 'queued', ${priority}, ${nowMs}, ${nowMs})
      ON CONFLICT (video_key, kind) DO NOTHING`.run(db).changes === 1
  );
}

export function jobById(db: ReadableDb, jobId: JobId): JobRow | null {
  const row = sql<StoredJob>`
    SELECT j.job_key AS jobKey, j.job_id AS jobId, j.video_key AS videoKey, v.video_id AS videoId, v.title, j.kind,
      j.state, j.priority, j.stage, j.done_seconds AS doneSeconds, j.total_seconds AS totalSeconds,
      j.work_seconds AS workSeconds, j.attempt_count AS attemptCount, j.kill_count AS killCount,
      j.error_code AS failureCode, j.error_message AS failureMessage, j.error_details_json AS failureDetailsJson
    FROM job j JOIN video v ON v.video_key = j.video_key WHERE j.job_id = ${jobId}`.get(db);
  return row === undefined ? null : toRow(row);
}

export function jobsOfVideo(db: ReadableDb, videoKey: number): JobRow[] {
  return sql<StoredJob>`
    SELECT j.job_key AS jobKey, j.job_id AS jobId, j.video_key AS videoKey, v.video_id AS videoId, v.title, j.kind,
      j.state, j.priority, j.stage, j.done_seconds AS doneSeconds, j.total_seconds AS totalSeconds,
      j.work_seconds AS workSeconds, j.attempt_count AS attemptCount, j.kill_count AS killCount,
      j.error_code AS failureCode, j.error_message AS failureMessage, j.error_details_json AS failureDetailsJson
    FROM job j JOIN video v ON v.video_key = j.video_key WHERE j.video_key = ${videoKey} ORDER BY j.job_key`
    .all(db)
    .map(toRow);
}

/** Jobs of one state, the one that is next first. */
export function jobsInState(db: ReadableDb, state: JobState, limit: number): JobRow[] {
  return sql<StoredJob>`
    SELECT j.job_key AS jobKey, j.job_id AS jobId, j.video_key AS videoKey, v.video_id AS videoId, v.title, j.kind,
      j.state, j.priority, j.stage, j.done_seconds AS doneSeconds, j.total_seconds AS totalSeconds,
      j.work_seconds AS workSeconds, j.attempt_count AS attemptCount, j.kill_count AS killCount,
      j.error_code AS failureCode, j.error_message AS failureMessage, j.error_details_json AS failureDetailsJson
    FROM job j CROSS JOIN video v ON v.video_key = j.video_key
    WHERE j.state = ${state} ORDER BY j.priority DESC, j.job_key LIMIT ${limit}`
    .all(db)
    .map(toRow);
}

export function countJobsByState(db: ReadableDb): ReadonlyMap<JobState, number> {
  const rows = sql<{ state: JobState; jobCount: number }>`
    SELECT state, count(*) AS jobCount FROM job GROUP BY state`.all(db);
  return new Map(rows.map(({ state, jobCount }) => [state, jobCount]));
}

export interface RunnableJobsRequest {
  readonly limit: number;
  /** Only jobs during which the program was ended less often than `killCount`, or only the others. */
  readonly killCount: number;
  readonly isOftenKilled: boolean;
}

/**
 * Queued jobs that may run now, best first: the video has a copy that is online, and a full pass waits until the
 * key frames of its video are done or skipped.
 */
export function runnableJobs(db: ReadableDb, { limit, killCount, isOftenKilled }: RunnableJobsRequest): JobRow[] {
  return sql<StoredJob>`
    SELECT j.job_key AS jobKey, j.job_id AS jobId, j.video_key AS videoKey, v.video_id AS videoId, v.title, j.kind,
      j.state, j.priority, j.stage, j.done_seconds AS doneSeconds, j.total_seconds AS totalSeconds,
      j.work_seconds AS workSeconds, j.attempt_count AS attemptCount, j.kill_count AS killCount,
      j.error_code AS failureCode, j.error_message AS failureMessage, j.error_details_json AS failureDetailsJson
    FROM job j CROSS JOIN video v ON v.video_key = j.video_key
    WHERE j.state = 'queued' AND (j.kill_count >= ${killCount}) = ${isOftenKilled ? 1 : 0}
      AND (j.kind = 'key-frames' OR NOT EXISTS (
        SELECT 1 FROM job k
        WHERE k.video_key = j.video_key AND k.kind = 'key-frames' AND k.state NOT IN ('done', 'skipped')))
      AND EXISTS (
        SELECT 1 FROM file f JOIN root r ON r.root_key = f.root_key
        WHERE f.video_key = j.video_key AND f.is_offline = 0 AND r.is_offline = 0)
    ORDER BY j.priority DESC, j.job_key LIMIT ${limit}`
    .all(db)
    .map(toRow);
}

export interface StateChange {
  readonly jobKey: number;
  readonly state: JobState;
  readonly error: WireError | null;
  readonly nowMs: number;
}

export function setJobState(db: WritableDb, { jobKey, state, error, nowMs }: StateChange): void {
  sql`
    UPDATE job SET state = ${state}, error_code = ${error?.code ?? null}, error_message = ${error?.message ?? null},
      error_details_json = ${error === null ? null : JSON.stringify(error.details)}, updated_at_ms = ${nowMs}
    WHERE job_key = ${jobKey}`.run(db);
}

export function setJobAttempts(db: WritableDb, jobKey: number, attemptCount: number): void {
  sql`UPDATE job SET attempt_count = ${attemptCount} WHERE job_key = ${jobKey}`.run(db);
}

export function setJobKills(db: WritableDb, jobKey: number, killCount: number): void {
  sql`UPDATE job SET kill_count = ${killCount} WHERE job_key = ${jobKey}`.run(db);
}

export function setJobPriority(db: WritableDb, jobKey: number, priority: number): void {
  sql`UPDATE job SET priority = ${priority} WHERE job_key = ${jobKey}`.run(db);
}

export interface JobProgressRow {
  readonly jobKey: number;
  readonly stage: JobStage | null;
  readonly doneSeconds: number;
  readonly totalSeconds: number | null;
  readonly workSeconds: number;
  readonly nowMs: number;
}

export function saveJobProgress(db: WritableDb, progress: JobProgressRow): void {
  const { jobKey, stage, doneSeconds, totalSeconds, workSeconds, nowMs } = progress;
  sql`
    UPDATE job SET stage = ${stage}, done_seconds = ${doneSeconds}, total_seconds = ${totalSeconds},
      work_seconds = ${workSeconds}, updated_at_ms = ${nowMs}
    WHERE job_key = ${jobKey}`.run(db);
}
