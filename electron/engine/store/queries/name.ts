import { inTransaction } from '../database.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';
import { raiseDataVersion } from './setting.ts';

/** Keeps the words by which a file may be asked for (see `name-words.ts`), instead of those kept before. */
export function saveName(db: WritableDb, fileKey: number, words: readonly string[]): void {
  inTransaction(db, () => {
    sql`INSERT OR REPLACE INTO name_fts (rowid, words) VALUES (${fileKey}, ${words.join(' ')})`.run(db);
    raiseDataVersion(db);
  });
}

export interface NameMatch {
  readonly fileKey: number;
  readonly videoKey: number;
  /** All words of the name, separated by spaces. */
  readonly words: string;
  /** BM25 of FTS5: lower is better, always below 0. */
  readonly rank: number;
}

/** Files whose names match, best first; a video with several copies may come several times. */
export function searchNames(db: ReadableDb, match: string, limit: number): NameMatch[] {
  return sql<NameMatch>`
    SELECT n.rowid AS fileKey, f.video_key AS videoKey, n.words, n.rank
    FROM name_fts n CROSS JOIN file f ON f.file_key = n.rowid
    WHERE n.name_fts MATCH ${match}
    ORDER BY n.rank LIMIT ${limit}`.all(db);
}

/** The words kept for the files of a video, one text a file. */
export function namesOfVideo(db: ReadableDb, videoKey: number): string[] {
  return sql<{ words: string }>`
    SELECT n.words FROM file f CROSS JOIN name_fts n ON n.rowid = f.file_key WHERE f.video_key = ${videoKey}`
    .all(db)
    .map(({ words }) => words);
}
