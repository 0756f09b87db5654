import type Database from 'better-sqlite3';
import { EngineError } from '../../contract/errors.ts';
import type { ErrorCode } from '../../contract/errors.ts';

declare const readable: unique symbol;
declare const writable: unique symbol;

/** A library that may be read. Every writable one is readable too. */
export type ReadableDb = Database.Database & { readonly [readable]: true };
/** The library in the hands of its one writer. */
export type WritableDb = ReadableDb & { readonly [writable]: true };

/** Codes of SQLite (extended ones begin alike) that tell the user something; the others are bugs. */
const codeBySqliteCode: readonly (readonly [string, ErrorCode, string])[] = [
  ['SQLITE_CORRUPT', 'library-corrupt', 'The library file is damaged.'],
  ['SQLITE_NOTADB', 'library-corrupt', 'The library file is not a library.'],
  ['SQLITE_FULL', 'disk-full', 'The disk that holds the library is full.'],
  ['SQLITE_BUSY', 'library-busy', 'Another program holds the library.'],
  ['SQLITE_READONLY', 'read-only', 'The library is open for reading only.'],
  ['SQLITE_CANTOPEN', 'permission-denied', 'The library file cannot be opened.'],
  ['SQLITE_PERM', 'permission-denied', 'The library file may not be opened.'],
  ['SQLITE_AUTH', 'permission-denied', 'The library file may not be opened.'],
];

/** SQLite's own failures as the closed list names them; everything else passes unchanged. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'SqliteError' || !('code' in error)) return error;
  const sqliteCode = String(error.code);
  const known = codeBySqliteCode.find(([prefix]) => sqliteCode.startsWith(prefix));
  if (known === undefined) return error;
  const [, code, words] = known;
  return new EngineError(code, words, { cause: error, details: { sqliteCode, reason: error.message } });
}

/** Runs `work` and gives SQLite's failures their codes. */
export function withStoreErrors<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error);
  }
}

/**
 * All of `work` or nothing. The write lock is taken at the start, so that it cannot fail half-way as busy; inside
 * another transaction it is a savepoint. `work` must not wait for anything.
 */
export function inTransaction<Result>(db: WritableDb, work: () => Result): Result {
  return withStoreErrors(() => db.transaction(work).immediate());
}

/** One state of the library for several reads. */
export function inSnapshot<Result>(db: ReadableDb, work: () => Result): Result {
  return withStoreErrors(() => db.transaction(work).deferred());
}
