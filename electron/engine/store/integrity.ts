import { withStoreErrors } from './database.ts';
import type { ReadableDb } from './database.ts';

/**
 * What is wrong with the library, in SQLite's words; empty when it is sound. Reads the whole file (seconds a
 * gigabyte), so it is for `doctor` and tests, not for every start.
 */
export function checkIntegrity(db: ReadableDb): readonly string[] {
  return withStoreErrors(() => {
    const pages = (db.pragma('integrity_check(20)') as { integrity_check: string }[])
      .map((row) => row.integrity_check)
      .filter((words) => words !== 'ok');
    const orphans = (db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[])
      .slice(0, 20)
      .map(({ table, rowid, parent }) => `${table} ${String(rowid)} points to a missing row of ${parent}`);
    return [...pages, ...orphans];
  });
}
