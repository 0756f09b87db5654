import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';

export function readSetting(db: ReadableDb, key: string): string | null {
  return sql<{ value: string }>`SELECT value FROM setting WHERE key = ${key}`.get(db)?.value ?? null;
}

export function writeSetting(db: WritableDb, key: string, value: string): void {
  sql`
    INSERT INTO setting (key, value) VALUES (${key}, ${value})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`.run(db);
}

/** Several settings at once; those that are not there are left out. */
export function readSettings(db: ReadableDb, keys: readonly string[]): ReadonlyMap<string, string> {
  const rows = sql<{ key: string; value: string }>`
    SELECT s.key, s.value FROM json_each(${JSON.stringify(keys)}) wanted CROSS JOIN setting s ON s.key = wanted.value`;
  return new Map(rows.all(db).map(({ key, value }) => [key, value]));
}

export function removeSetting(db: WritableDb, key: string): void {
  sql`DELETE FROM setting WHERE key = ${key}`.run(db);
}

const dataVersionKey = 'data-version';

/**
 * A number that grows with every commit that changes what a search may find (blocks, postings, timed text, names),
 * in this process or another. Job rows and the like do not count. What was read under one number may be kept until it
 * changes.
 */
export function dataVersion(db: ReadableDb): number {
  return Number(readSetting(db, dataVersionKey) ?? 0);
}

/** To be called inside the transaction that changes what a search may find. */
export function raiseDataVersion(db: WritableDb): void {
  sql`
    INSERT INTO setting (key, value) VALUES (${dataVersionKey}, '1')
    ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)`.run(db);
}
