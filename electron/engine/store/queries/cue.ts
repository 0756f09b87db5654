import { inTransaction } from '../database.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';
import { repeatInTurns, writeInTurns } from '../write-in-turns.ts';
import type { TurnOptions } from '../write-in-turns.ts';
import { raiseDataVersion } from './setting.ts';

/** Timed text, half-open in media seconds from the first displayed frame. */
export interface Cue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly text: string;
}

/** Sources that begin so hold what a model has seen, not what anybody says; its name follows. */
export const captionSource = 'caption:';

export interface CueSource {
  readonly videoKey: number;
  /** `sidecar:movie.en.srt`, `stream:3` or `caption:model@1`; one reading is kept of each. */
  readonly source: string;
}

export interface CueSetInput extends CueSource {
  /** BCP 47, or null when nothing says it. */
  readonly language: string | null;
  readonly cues: Iterable<Cue>;
}

/**
 * Replaces what one source says. The new cues are written beside the old in short turns and swapped in one
 * transaction: whoever reads, also after a kill, sees the old reading or the new one, never a mixture.
 */
export async function replaceCues(db: WritableDb, input: CueSetInput, options: TurnOptions = {}): Promise<void> {
  const { videoKey, source, language } = input;
  await sweepCueSets(db, videoKey, options);
  const cueSetKey = Number(
    sql`
      INSERT INTO cue_set (video_key, source, language) VALUES (${videoKey}, ${source}, ${language})`.run(db)
      .lastInsertRowid,
  );
  const filling = fillingSets(db).add(cueSetKey);
  try {
    await fillAndSwap(db, { ...input, cueSetKey }, options);
  } finally {
    filling.delete(cueSetKey);
  }
  await sweepCueSets(db, videoKey, options);
}

/** Sets that are being filled right now: not in use yet, but not left over either. */
const fillingSetsByDb = new WeakMap<WritableDb, Set<number>>();

function fillingSets(db: WritableDb): Set<number> {
  const sets = fillingSetsByDb.get(db) ?? new Set<number>();
  fillingSetsByDb.set(db, sets);
  return sets;
}

async function fillAndSwap(
  db: WritableDb,
  { videoKey, source, cues, cueSetKey }: CueSetInput & { readonly cueSetKey: number },
  options: TurnOptions,
): Promise<void> {
  let longestSeconds = 0;
  let cueCount = 0;
  await writeInTurns(db, cues, {
    ...options,
    write: ({ startSeconds, endSeconds, text }) => {
      longestSeconds = Math.max(longestSeconds, endSeconds - startSeconds);
      cueCount += 1;
      sql`
        INSERT INTO cue (cue_set_key, start_seconds, end_seconds, text)
        VALUES (${cueSetKey}, ${startSeconds}, ${endSeconds}, ${text})`.run(db);
    },
  });
  inTransaction(db, () => {
    sql`
      UPDATE cue_set SET is_active = 0
      WHERE video_key = ${videoKey} AND source = ${source} AND cue_set_key <> ${cueSetKey}`.run(db);
    sql`
      UPDATE cue_set SET is_active = ${cueCount > 0 ? 1 : 0}, longest_seconds = ${longestSeconds}
      WHERE cue_set_key = ${cueSetKey}`.run(db);
    raiseDataVersion(db);
  });
}

/** Forgets what one source said, for instance when its file has gone. */
export async function removeCues(db: WritableDb, where: CueSource, options: TurnOptions = {}): Promise<void> {
  await replaceCues(db, { ...where, language: null, cues: [] }, options);
}

/** Deletes, in short turns, readings that are not in use: swapped out, or left by a killed process. */
async function sweepCueSets(db: WritableDb, videoKey: number, options: TurnOptions): Promise<void> {
  const sets = sql<{ cueSetKey: number }>`
    SELECT cue_set_key AS cueSetKey FROM cue_set WHERE video_key = ${videoKey} AND is_active = 0`.all(db);
  for (const { cueSetKey } of sets) {
    if (fillingSets(db).has(cueSetKey)) continue;
    await repeatInTurns(db, () => deleteSomeCues(db, cueSetKey), options);
    sql`DELETE FROM cue_set WHERE cue_set_key = ${cueSetKey}`.run(db);
  }
}

function deleteSomeCues(db: WritableDb, cueSetKey: number): boolean {
  return (
    sql`
      DELETE FROM cue WHERE cue_key IN (SELECT cue_key FROM cue WHERE cue_set_key = ${cueSetKey} LIMIT 20)`.run(db)
      .changes > 0
  );
}

export interface CueRow extends Cue {
  readonly cueKey: number;
  readonly videoKey: number;
  readonly source: string;
  readonly language: string | null;
}

/** What sources a video has timed text from. */
export function cueSourcesOf(db: ReadableDb, videoKey: number): { source: string; language: string | null }[] {
  return sql<{ source: string; language: string | null }>`
    SELECT source, language FROM cue_set WHERE video_key = ${videoKey} AND is_active = 1 ORDER BY source`.all(db);
}

export interface CueWindow {
  readonly videoKey: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly limit: number;
}

/** Cues that touch [startSeconds, endSeconds), in the order of time. */
export function cuesIn(db: ReadableDb, { videoKey, startSeconds, endSeconds, limit }: CueWindow): CueRow[] {
  return sql<CueRow>`
    SELECT c.cue_key AS cueKey, s.video_key AS videoKey, s.source, s.language, c.start_seconds AS startSeconds,
      c.end_seconds AS endSeconds, c.text
    FROM cue_set s CROSS JOIN cue c ON c.cue_set_key = s.cue_set_key
    WHERE s.video_key = ${videoKey} AND s.is_active = 1
      AND c.start_seconds >= ${startSeconds} - s.longest_seconds AND c.start_seconds < ${endSeconds}
      AND c.end_seconds > ${startSeconds}
    ORDER BY c.start_seconds, c.cue_key LIMIT ${limit}`.all(db);
}

export interface CueMatch extends CueRow {
  /** BM25 of FTS5: lower is better, always below 0. Orders the matches of one query only. */
  readonly rank: number;
}

/** Best matches first. `match` comes from `match-expression.ts`, never from a user's text as it is. */
export function searchCues(db: ReadableDb, match: string, limit: number): CueMatch[] {
  return sql<CueMatch>`
    SELECT c.cue_key AS cueKey, s.video_key AS videoKey, s.source, s.language, c.start_seconds AS startSeconds,
      c.end_seconds AS endSeconds, c.text, f.rank
    FROM cue_fts f CROSS JOIN cue c ON c.cue_key = f.rowid CROSS JOIN cue_set s ON s.cue_set_key = c.cue_set_key
    WHERE f.cue_fts MATCH ${match} AND s.is_active = 1
    ORDER BY f.rank LIMIT ${limit}`.all(db);
}
