import type { Correction } from '../../../contract/corrections.ts';
import type { CorrectionId, VideoId } from '../../../contract/ids.ts';
import type { TimeRange } from '../../../contract/time-range.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';

export interface CorrectionRow extends Correction {
  readonly correctionKey: number;
}

interface StoredCorrection {
  readonly correctionKey: number;
  readonly correctionId: CorrectionId;
  readonly videoId: VideoId;
  readonly text: string;
  readonly verdict: Correction['verdict'];
  readonly foundStart: number | null;
  readonly foundEnd: number | null;
  readonly correctedStart: number | null;
  readonly correctedEnd: number | null;
  readonly changedAtMs: number;
}

function toRow<Row extends StoredCorrection>({ foundStart, foundEnd, correctedStart, correctedEnd, ...row }: Row) {
  return { ...row, found: rangeOf(foundStart, foundEnd), corrected: rangeOf(correctedStart, correctedEnd) };
}

function rangeOf(startSeconds: number | null, endSeconds: number | null): TimeRange | null {
  return startSeconds === null || endSeconds === null ? null : { startSeconds, endSeconds };
}

/** What narrows the list; null does not. `textKey` as `queryKey` makes it. */
export interface CorrectionsWanted {
  readonly textKey: string | null;
  readonly videoId: VideoId | null;
  readonly limit: number;
}

/** Newest first. */
export function listCorrections(db: ReadableDb, { textKey, videoId, limit }: CorrectionsWanted): CorrectionRow[] {
  return sql<StoredCorrection>`
    SELECT c.correction_key AS correctionKey, c.correction_id AS correctionId, v.video_id AS videoId, c.text, c.verdict,
      c.found_start_seconds AS foundStart, c.found_end_seconds AS foundEnd,
      c.corrected_start_seconds AS correctedStart, c.corrected_end_seconds AS correctedEnd,
      c.changed_at_ms AS changedAtMs
    FROM correction c JOIN video v ON v.video_key = c.video_key
    WHERE (${textKey} IS NULL OR c.text_key = ${textKey}) AND (${videoId} IS NULL OR v.video_id = ${videoId})
    ORDER BY c.changed_at_ms DESC, c.correction_key DESC LIMIT ${limit}`
    .all(db)
    .map(toRow);
}

export interface QueryCorrection extends CorrectionRow {
  readonly videoKey: number;
  readonly title: string;
}

/** Of one query, for a search: found by its index however many there are of others. */
export function correctionsOfQuery(db: ReadableDb, textKey: string): QueryCorrection[] {
  return sql<StoredCorrection & { readonly videoKey: number; readonly title: string }>`
    SELECT c.correction_key AS correctionKey, c.video_key AS videoKey, v.title, c.correction_id AS correctionId, v.video_id AS videoId, c.text, c.verdict,
      c.found_start_seconds AS foundStart, c.found_end_seconds AS foundEnd,
      c.corrected_start_seconds AS correctedStart, c.corrected_end_seconds AS correctedEnd,
      c.changed_at_ms AS changedAtMs
    FROM correction c JOIN video v ON v.video_key = c.video_key
    WHERE c.text_key = ${textKey} ORDER BY c.correction_key`
    .all(db)
    .map(toRow);
}

export function insertCorrection(
  db: WritableDb,
  { correctionId, text, verdict, found, corrected, changedAtMs, ...where }: NewCorrection,
): void {
  sql`
    INSERT INTO correction (correction_id, video_key, text, text_key, verdict, found_start_seconds, found_end_seconds,
      corrected_start_seconds, corrected_end_seconds, changed_at_ms)
    VALUES (${correctionId}, ${where.videoKey}, ${text}, ${where.textKey}, ${verdict}, ${found?.startSeconds ?? null},
      ${found?.endSeconds ?? null}, ${corrected?.startSeconds ?? null}, ${corrected?.endSeconds ?? null},
      ${changedAtMs})`.run(db);
}

export interface NewCorrection extends Correction {
  readonly videoKey: number;
  readonly textKey: string;
}

/** Whether there was one. */
export function removeCorrection(db: WritableDb, correctionId: CorrectionId): boolean {
  return sql`DELETE FROM correction WHERE correction_id = ${correctionId}`.run(db).changes > 0;
}

export function correctionCount(db: ReadableDb): number {
  return sql<{ readonly count: number }>`SELECT COUNT(*) AS count FROM correction`.get(db)?.count ?? 0;
}
