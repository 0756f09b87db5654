import Database from 'better-sqlite3';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { EngineError } from '../../contract/errors.ts';
import type { Clock, Logger } from '../base/surroundings.ts';
import { toStoreError } from './database.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { foldedTitle, titleOrder } from './title-keys.ts';
import { migrations as builtInMigrations } from './migrations/index.ts';
import type { Migration } from './migrations/index.ts';
import { liveLease } from './queries/lease.ts';

export interface OpenLibraryOptions {
  readonly databaseFile: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For tests of the migrations themselves. */
  readonly migrations?: readonly Migration[];
}

/**
 * How long a statement waits for a lock. There is one writer a library, so locks are held for milliseconds, by a
 * check-point or by somebody with another tool.
 */
const busyTimeoutMs = 2000;
const mmapBytes = 256 * 1024 * 1024;
const cacheKibibytes = 32 * 1024;

/**
 * Opens the library, makes it when it is not there (`write` only) and brings its schema up to date.
 *
 * Throws EngineError: `library-newer` when a newer Timecue has written it, `library-corrupt` when it is damaged or
 * not a library, `library-busy` when it has to be migrated while another process writes it, `file-missing` and
 * `unsupported-version` in mode `read` when there is nothing to read or the schema is older, `permission-denied`.
 */
export function openLibrary(options: OpenLibraryOptions & { readonly mode: 'write' }): WritableDb;
export function openLibrary(options: OpenLibraryOptions & { readonly mode: 'read' }): ReadableDb;
export function openLibrary(options: OpenLibraryOptions & { readonly mode: 'write' | 'read' }): ReadableDb {
  const { databaseFile, mode } = options;
  if (mode === 'read' && !existsSync(databaseFile)) {
    throw new EngineError('file-missing', 'There is no library here yet.', { details: { databaseFile } });
  }
  let db: Database.Database | null = null;
  try {
    if (mode === 'write') mkdirSync(dirname(databaseFile), { recursive: true });
    db = new Database(databaseFile, { readonly: mode === 'read', timeout: busyTimeoutMs });
    configure(db, mode);
    bringUpToDate(db, options);
    return db as ReadableDb;
  } catch (error) {
    db?.close();
    throw withAdvice(toStoreError(error), options);
  }
}

function configure(db: Database.Database, mode: 'write' | 'read'): void {
  if (mode === 'write') {
    db.pragma('journal_mode = WAL');
    // NORMAL: a killed process loses nothing, and a power cut cannot damage the file. It can take back the last
    // commits, all of them in order; the jobs then repeat those steps. FULL would wait for the disk at every commit.
    db.pragma('synchronous = NORMAL');
    db.pragma('journal_size_limit = 67108864');
  }
  db.pragma('foreign_keys = ON');
  // For migrations, which fill columns that otherwise the queries fill.
  db.function('timecue_folded', { deterministic: true }, (title) => foldedTitle(String(title)));
  db.function('timecue_order', { deterministic: true }, (title) => titleOrder(String(title)));
  db.pragma('temp_store = MEMORY');
  db.pragma(`mmap_size = ${String(mmapBytes)}`);
  db.pragma(`cache_size = -${String(cacheKibibytes)}`);
}

function bringUpToDate(db: Database.Database, options: OpenLibraryOptions & { readonly mode: 'write' | 'read' }): void {
  const { databaseFile, clock, logger, mode, migrations = builtInMigrations } = options;
  const newest = migrations.at(-1)?.number ?? 0;
  const version = Number(db.pragma('user_version', { simple: true }));
  const tableCount = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (version > newest) {
    throw new EngineError(
      'library-newer',
      `The library has version ${String(version)}, this program knows ${String(newest)}.`,
      {
        details: { version, newest },
      },
    );
  }
  if (version === 0 && tableCount > 0) {
    throw new EngineError('library-corrupt', 'The file is a database, but not a library.', { details: { tableCount } });
  }
  if (version > 0 && tableCount === 0) {
    throw new EngineError('library-corrupt', 'The library has lost its tables.', { details: { version } });
  }
  if (version === newest) return;
  if (mode === 'read') {
    throw new EngineError(
      'unsupported-version',
      'The library must be opened for writing once, to bring it up to date.',
      {
        details: { version, newest },
      },
    );
  }
  if (version > 0) {
    refuseWhileWritten(db as ReadableDb, clock);
    keepCopy(db, copyName(databaseFile, version));
  }
  for (const migration of migrations.filter(({ number }) => number > version)) {
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${String(migration.number)}`);
    }).exclusive();
    logger.info('store.migrated', { number: migration.number });
  }
}

function refuseWhileWritten(db: ReadableDb, clock: Clock): void {
  const lease = liveLease(db, clock.nowMs());
  if (lease !== null) {
    throw new EngineError('library-busy', `Process ${String(lease.pid)} on ${lease.host} writes this library.`, {
      details: { pid: lease.pid, host: lease.host },
    });
  }
}

const copyName = (databaseFile: string, version: number) => `${databaseFile}.before-${String(version + 1)}`;

/** A whole copy beside the library, made before its schema changes; an older copy of the same step is replaced. */
function keepCopy(db: Database.Database, copyFile: string): void {
  const partFile = `${copyFile}.part`;
  rmSync(partFile, { force: true });
  try {
    db.prepare('VACUUM INTO ?').run(partFile);
    renameSync(partFile, copyFile);
  } finally {
    rmSync(partFile, { force: true });
  }
}

/** A damaged library says what to do, and whether there is a copy to go back to. */
function withAdvice(error: unknown, { databaseFile, migrations = builtInMigrations }: OpenLibraryOptions): unknown {
  if (!(error instanceof EngineError)) return error;
  if (error.code !== 'library-corrupt') {
    return new EngineError(error.code, error.message, { cause: error, details: { ...error.details, databaseFile } });
  }
  const copy = migrations.map(({ number }) => copyName(databaseFile, number)).findLast((file) => existsSync(file));
  const advice =
    copy === undefined
      ? 'Move it away and add the folders again; the footage is not touched.'
      : 'Put the copy in its place, or move it away and add the folders again; the footage is not touched.';
  return new EngineError('library-corrupt', `${error.message} ${advice}`, {
    cause: error,
    details: { ...error.details, databaseFile, ...(copy === undefined ? {} : { copyFile: copy }) },
  });
}
