import type { RootId } from '../../../contract/ids.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';

export interface RootRow {
  readonly rootKey: number;
  readonly rootId: RootId;
  /** Absolute and real (no symbolic links when it was added): a folder, or one file that was added alone. */
  readonly path: string;
  readonly isPolled: boolean;
  readonly isOffline: boolean;
  readonly addedAtMs: number;
}

type StoredRoot = Omit<RootRow, 'isPolled' | 'isOffline'> & { readonly isPolled: number; readonly isOffline: number };

const toRow = (row: StoredRoot): RootRow => ({
  ...row,
  isPolled: row.isPolled === 1,
  isOffline: row.isOffline === 1,
});

export function listRoots(db: ReadableDb): RootRow[] {
  return sql<StoredRoot>`
    SELECT root_key AS rootKey, root_id AS rootId, path, is_polled AS isPolled, is_offline AS isOffline,
      added_at_ms AS addedAtMs
    FROM root ORDER BY root_key`
    .all(db)
    .map(toRow);
}

export function rootById(db: ReadableDb, rootId: RootId): RootRow | null {
  const row = sql<StoredRoot>`
    SELECT root_key AS rootKey, root_id AS rootId, path, is_polled AS isPolled, is_offline AS isOffline,
      added_at_ms AS addedAtMs
    FROM root WHERE root_id = ${rootId}`.get(db);
  return row === undefined ? null : toRow(row);
}

export interface NewRoot {
  readonly rootId: RootId;
  readonly path: string;
  readonly isPolled: boolean;
  readonly addedAtMs: number;
}

export function insertRoot(db: WritableDb, { rootId, path, isPolled, addedAtMs }: NewRoot): number {
  const { lastInsertRowid } = sql`
    INSERT INTO root (root_id, path, is_polled, added_at_ms)
    VALUES (${rootId}, ${path}, ${isPolled ? 1 : 0}, ${addedAtMs})`.run(db);
  return Number(lastInsertRowid);
}

export function setRootOffline(db: WritableDb, rootKey: number, isOffline: boolean): void {
  sql`UPDATE root SET is_offline = ${isOffline ? 1 : 0} WHERE root_key = ${rootKey}`.run(db);
}

export function setRootPath(db: WritableDb, rootKey: number, path: string): void {
  sql`UPDATE root SET path = ${path} WHERE root_key = ${rootKey}`.run(db);
}

export function setRootPolled(db: WritableDb, rootKey: number, isPolled: boolean): void {
  sql`UPDATE root SET is_polled = ${isPolled ? 1 : 0} WHERE root_key = ${rootKey}`.run(db);
}

/** Its file rows must have been given to another root before; those left go with it. */
export function deleteRoot(db: WritableDb, rootKey: number): void {
  sql`DELETE FROM root WHERE root_key = ${rootKey}`.run(db);
}

/** How many different videos have a file in each root. */
export function videoCountsByRoot(db: ReadableDb): ReadonlyMap<number, number> {
  const rows = sql<{ rootKey: number; videoCount: number }>`
    SELECT root_key AS rootKey, count(DISTINCT video_key) AS videoCount FROM file GROUP BY root_key`.all(db);
  return new Map(rows.map(({ rootKey, videoCount }) => [rootKey, videoCount]));
}
