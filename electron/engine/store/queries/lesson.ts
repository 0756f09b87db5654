import type { VideoId } from '../../../contract/ids.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';

/** A stretch whose evidence is kept, without the evidence. */
export interface LessonRow {
  readonly lessonId: string;
  readonly videoId: VideoId;
  readonly textKey: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly shownJson: string;
  readonly policyId: string;
  readonly takenAtMs: number;
}

export interface LessonEvidence {
  readonly planJson: string;
  readonly snapshot: Uint8Array;
}

/** In the order in which they were taken. */
export function listLessons(db: ReadableDb): LessonRow[] {
  return sql<LessonRow>`
    SELECT l.lesson_id AS lessonId, v.video_id AS videoId, l.text_key AS textKey, l.start_seconds AS startSeconds,
      l.end_seconds AS endSeconds, l.shown_json AS shownJson, l.policy_id AS policyId, l.taken_at_ms AS takenAtMs
    FROM lesson l JOIN video v ON v.video_key = l.video_key ORDER BY l.lesson_key`.all(db);
}

export function lessonEvidence(db: ReadableDb, lessonId: string): LessonEvidence | null {
  return (
    sql<LessonEvidence>`
      SELECT plan_json AS planJson, snapshot FROM lesson WHERE lesson_id = ${lessonId}`.get(db) ?? null
  );
}

/** Nothing happens when the video is gone. */
export function insertLesson(db: WritableDb, { videoId, ...row }: LessonRow & LessonEvidence): void {
  sql`
    INSERT INTO lesson (lesson_id, video_key, text_key, start_seconds, end_seconds, plan_json, shown_json, policy_id,
      snapshot, taken_at_ms)
    SELECT ${row.lessonId}, video_key, ${row.textKey}, ${row.startSeconds}, ${row.endSeconds}, ${row.planJson},
      ${row.shownJson}, ${row.policyId}, ${row.snapshot}, ${row.takenAtMs}
    FROM video WHERE video_id = ${videoId}`.run(db);
}

export function removeLesson(db: WritableDb, lessonId: string): void {
  sql`DELETE FROM lesson WHERE lesson_id = ${lessonId}`.run(db);
}
