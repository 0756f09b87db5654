import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';

export interface FileRow {
  readonly fileKey: number;
  readonly rootKey: number;
  /** Below the root, with `/`; empty where the root is the file itself. */
  readonly relativePath: string;
  readonly videoKey: number;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly isOffline: boolean;
}

/** A copy of a video with the state of its root. */
export interface CopyRow extends FileRow {
  readonly rootPath: string;
  readonly isRootOffline: boolean;
}

type Stored<Row> = { [Key in keyof Row]: Row[Key] extends boolean ? number : Row[Key] };

const toFile = (row: Stored<FileRow>): FileRow => ({ ...row, isOffline: row.isOffline === 1 });
const toCopy = (row: Stored<CopyRow>): CopyRow => ({
  ...row,
  isOffline: row.isOffline === 1,
  isRootOffline: row.isRootOffline === 1,
});

/** Files of a root in the order of their keys; for the next page, the last key of this one. */
export function filesOfRoot(
  db: ReadableDb,
  { rootKey, afterFileKey, limit }: { rootKey: number; afterFileKey: number; limit: number },
): FileRow[] {
  return sql<Stored<FileRow>>`
    SELECT file_key AS fileKey, root_key AS rootKey, relative_path AS relativePath, video_key AS videoKey,
      size_bytes AS sizeBytes, modified_at_ms AS modifiedAtMs, is_offline AS isOffline
    FROM file INDEXED BY file_by_root WHERE root_key = ${rootKey} AND file_key > ${afterFileKey}
    ORDER BY file_key LIMIT ${limit}`
    .all(db)
    .map(toFile);
}

/** Every copy of a video, those that can be opened first. */
export function copiesOfVideo(db: ReadableDb, videoKey: number): CopyRow[] {
  return sql<Stored<CopyRow>>`
    SELECT f.file_key AS fileKey, f.root_key AS rootKey, f.relative_path AS relativePath, f.video_key AS videoKey,
      f.size_bytes AS sizeBytes, f.modified_at_ms AS modifiedAtMs, f.is_offline AS isOffline,
      r.path AS rootPath, r.is_offline AS isRootOffline
    FROM file f JOIN root r ON r.root_key = f.root_key
    WHERE f.video_key = ${videoKey}
    ORDER BY r.is_offline OR f.is_offline, f.file_key`
    .all(db)
    .map(toCopy);
}

export function fileAt(db: ReadableDb, rootKey: number, relativePath: string): FileRow | null {
  const row = sql<Stored<FileRow>>`
    SELECT file_key AS fileKey, root_key AS rootKey, relative_path AS relativePath, video_key AS videoKey,
      size_bytes AS sizeBytes, modified_at_ms AS modifiedAtMs, is_offline AS isOffline
    FROM file WHERE root_key = ${rootKey} AND relative_path = ${relativePath}`.get(db);
  return row === undefined ? null : toFile(row);
}

export type NewFile = Omit<FileRow, 'fileKey' | 'isOffline'>;

/** Says which content lies at a path now, present and online. Returns the key of its row. */
export function putFile(db: WritableDb, file: NewFile): number {
  const row = sql<{ fileKey: number }>`
    INSERT INTO file (root_key, relative_path, video_key, size_bytes, modified_at_ms)
    VALUES (${file.rootKey}, ${file.relativePath}, ${file.videoKey}, ${file.sizeBytes}, ${file.modifiedAtMs})
    ON CONFLICT (root_key, relative_path) DO UPDATE SET
      video_key = excluded.video_key, size_bytes = excluded.size_bytes,
      modified_at_ms = excluded.modified_at_ms, is_offline = 0
    RETURNING file_key AS fileKey`.get(db as ReadableDb);
  return (row as { fileKey: number }).fileKey;
}

/** The same file at another place. A row that stands there already gives way to it. */
export function moveFile(db: WritableDb, fileKey: number, to: NewFile): void {
  sql`
    DELETE FROM file
    WHERE root_key = ${to.rootKey} AND relative_path = ${to.relativePath} AND file_key <> ${fileKey}`.run(db);
  sql`
    UPDATE file SET root_key = ${to.rootKey}, relative_path = ${to.relativePath}, video_key = ${to.videoKey},
      size_bytes = ${to.sizeBytes}, modified_at_ms = ${to.modifiedAtMs}, is_offline = 0
    WHERE file_key = ${fileKey}`.run(db);
}

/** Gives all files of a root to another one above it; `prefix` is the way from there, with its `/`. */
export function adoptFiles(
  db: WritableDb,
  { fromRootKey, toRootKey, prefix }: { fromRootKey: number; toRootKey: number; prefix: string },
): void {
  sql`
    UPDATE file SET root_key = ${toRootKey}, relative_path = ${prefix} || relative_path
    WHERE root_key = ${fromRootKey}`.run(db);
}

export function setFileOnline(db: WritableDb, fileKey: number): void {
  sql`UPDATE file SET is_offline = 0 WHERE file_key = ${fileKey}`.run(db);
}

/** False when nothing changed: the row says so already, or the file has been recognised at another place meanwhile. */
export function setFileMissing(
  db: WritableDb,
  { fileKey, rootKey, relativePath }: Pick<FileRow, 'fileKey' | 'rootKey' | 'relativePath'>,
): boolean {
  return (
    sql`
      UPDATE file SET is_offline = 1
      WHERE file_key = ${fileKey} AND root_key = ${rootKey} AND relative_path = ${relativePath}
        AND is_offline = 0`.run(db).changes === 1
  );
}
