import type { WritableDb, ReadableDb } from '../database.ts';
import { sql } from '../sql.ts';
import { raiseDataVersion } from './setting.ts';

/** Files that a person has taken out of a root, below it, with `/`. */
export function excludedFiles(db: ReadableDb, rootKey: number): ReadonlySet<string> {
  const rows = sql<{ relativePath: string }>`
    SELECT relative_path AS relativePath FROM excluded_file WHERE root_key = ${rootKey}`.all(db);
  return new Set(rows.map(({ relativePath }) => relativePath));
}

/** Scans leave all files of a video alone from now on, wherever its copies lie. */
export function excludeFilesOfVideo(db: WritableDb, videoKey: number): void {
  sql`
    INSERT INTO excluded_file (root_key, relative_path)
    SELECT root_key, relative_path FROM file WHERE video_key = ${videoKey} AND relative_path <> ''
    ON CONFLICT DO NOTHING`.run(db);
}

/** What lies at or below a place is taken again; an empty place is all of the root. */
export function includeFiles(db: WritableDb, rootKey: number, place: string): void {
  sql`
    DELETE FROM excluded_file
    WHERE root_key = ${rootKey} AND (${place} = '' OR relative_path = ${place}
      OR (relative_path >= ${place} || '/' AND relative_path < ${place} || '0'))`.run(db);
}

/** Nobody searches the video from now on; its rows are swept in short turns (`sweepGenerations`). */
export function retireGenerations(db: WritableDb, videoKey: number): void {
  sql`UPDATE generation SET is_stale = 1 WHERE video_key = ${videoKey}`.run(db);
  sql`UPDATE video SET active_generation_key = NULL WHERE video_key = ${videoKey}`.run(db);
  raiseDataVersion(db);
}

/** With its files, jobs, timed text, collected spans and corrections. Its generations must have been swept before. */
export function deleteVideo(db: WritableDb, videoKey: number): void {
  sql`DELETE FROM video WHERE video_key = ${videoKey}`.run(db);
  raiseDataVersion(db);
}

/** The files that a video has in one root. */
export function deleteFilesInRoot(db: WritableDb, rootKey: number, videoKey: number): void {
  sql`DELETE FROM file WHERE root_key = ${rootKey} AND video_key = ${videoKey}`.run(db);
  raiseDataVersion(db);
}

/** Videos with a file in a root, and whether they have one elsewhere too. */
export function videosOfRoot(
  db: ReadableDb,
  rootKey: number,
): { readonly videoKey: number; readonly isElsewhere: boolean }[] {
  const rows = sql<{ videoKey: number; isElsewhere: number }>`
    SELECT DISTINCT f.video_key AS videoKey, EXISTS (
      SELECT 1 FROM file o WHERE o.video_key = f.video_key AND o.root_key <> f.root_key) AS isElsewhere
    FROM file f INDEXED BY file_by_root WHERE f.root_key = ${rootKey}`.all(db);
  return rows.map(({ videoKey, isElsewhere }) => ({ videoKey, isElsewhere: isElsewhere === 1 }));
}
