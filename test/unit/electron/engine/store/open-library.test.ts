import Database from 'better-sqlite3';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../../../../../electron/contract/errors.ts';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { inTransaction } from '../../../../../electron/engine/store/database.ts';
import { checkIntegrity } from '../../../../../electron/engine/store/integrity.ts';
import { migrations } from '../../../../../electron/engine/store/migrations/index.ts';
import { openLibrary } from '../../../../../electron/engine/store/open-library.ts';
import { readSetting, writeLease, writeSetting } from '../../../../../electron/engine/store/queries/index.ts';
import { addVideo, TemporaryLibrary } from './temporary-library.ts';

const nextNumber = migrations.length + 1;

const given = { clock: systemClock, logger: silentLogger };
const open = (databaseFile: string) => openLibrary({ databaseFile, mode: 'write', ...given });
const openAsNextVersion = (databaseFile: string) =>
  openLibrary({
    databaseFile,
    mode: 'write',
    ...given,
    migrations: [...migrations, { number: nextNumber, sql: 'ALTER TABLE video ADD COLUMN note TEXT;' }],
  });

function errorOf(work: () => unknown): EngineError {
  try {
    work();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('expected to fail');
}

describe('openLibrary', () => {
  test('makes a library that keeps what is written', () => {
    using library = new TemporaryLibrary();
    writeSetting(library.db, 'colour', 'green');
    library.close();
    expect(readSetting(library.db, 'colour')).toBe('green');
    expect(library.db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(library.db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(checkIntegrity(library.db)).toEqual([]);
  });

  test('lets another process read while one writes, and not write', () => {
    using library = new TemporaryLibrary();
    writeSetting(library.db, 'colour', 'green');
    const reader = openLibrary({ databaseFile: library.databaseFile, mode: 'read', ...given });
    expect(readSetting(reader, 'colour')).toBe('green');
    expect(errorOf(() => writeSetting(reader as never, 'colour', 'red')).code).toBe('read-only');
    reader.close();
  });

  test('has nothing to read where there is no library', () => {
    using library = new TemporaryLibrary();
    const databaseFile = join(library.folder, 'elsewhere.db');
    expect(errorOf(() => openLibrary({ databaseFile, mode: 'read', ...given })).code).toBe('file-missing');
    expect(existsSync(databaseFile)).toBe(false);
  });

  test('keeps a whole copy of a library before it changes its schema', () => {
    using library = new TemporaryLibrary();
    addVideo(library.db, 'old');
    library.close();
    openAsNextVersion(library.databaseFile).close();
    const copy = open(`${library.databaseFile}.before-${nextNumber}`);
    expect(copy.prepare('SELECT title FROM video').pluck().all()).toEqual(['old']);
    expect(copy.pragma('user_version', { simple: true })).toBe(nextNumber - 1);
    copy.close();
    expect(readdirSync(library.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('changes nothing when a migration fails', () => {
    using library = new TemporaryLibrary();
    addVideo(library.db, 'old');
    library.close();
    const broken = [
      ...migrations,
      { number: nextNumber, sql: 'ALTER TABLE video ADD COLUMN note TEXT; SELECT nonsense;' },
    ];
    expect(() =>
      openLibrary({ databaseFile: library.databaseFile, mode: 'write', ...given, migrations: broken }),
    ).toThrow();
    expect(library.db.pragma('user_version', { simple: true })).toBe(nextNumber - 1);
    expect(
      library.db.prepare("SELECT count(*) FROM pragma_table_info('video') WHERE name = 'note'").pluck().get(),
    ).toBe(0);
  });

  test('refuses a library that a newer program has written, and leaves it as it is', () => {
    using library = new TemporaryLibrary();
    library.close();
    openAsNextVersion(library.databaseFile).close();
    expect(errorOf(() => open(library.databaseFile))).toMatchObject({
      code: 'library-newer',
      details: { version: nextNumber, newest: nextNumber - 1 },
    });
  });

  test('does not migrate under the hands of another process that writes', () => {
    using library = new TemporaryLibrary();
    writeLease(library.db, { holderId: 'other', pid: 4711, host: 'there', heartbeatAtMs: Date.now() });
    library.close();
    expect(errorOf(() => openAsNextVersion(library.databaseFile))).toMatchObject({
      code: 'library-busy',
      details: { pid: 4711, host: 'there' },
    });
  });

  test('says what to do with a file that is no library', () => {
    using library = new TemporaryLibrary();
    writeFileSync(library.databaseFile, 'not a database, but long enough to be looked at as one '.repeat(40));
    const error = errorOf(() => open(library.databaseFile));
    expect(error.code).toBe('library-corrupt');
    expect(error.message).toMatch(/Move it away/u);
  });

  test('names the copy to go back to when a migrated library is damaged', () => {
    using library = new TemporaryLibrary();
    library.close();
    open(library.databaseFile).close();
    openAsNextVersion(library.databaseFile).close();
    writeFileSync(library.databaseFile, 'damaged'.repeat(500));
    const error = errorOf(() => openAsNextVersion(library.databaseFile));
    expect(error).toMatchObject({
      code: 'library-corrupt',
      details: { copyFile: `${library.databaseFile}.before-${nextNumber}` },
    });
  });

  test('does not take somebody else’s database for a library', () => {
    using library = new TemporaryLibrary();
    const other = new Database(library.databaseFile);
    other.exec('CREATE TABLE recipe (name TEXT)');
    other.close();
    expect(errorOf(() => open(library.databaseFile)).code).toBe('library-corrupt');
    expect(readFileSync(library.databaseFile).includes('recipe')).toBe(true);
  });

  test('gives damage that is met later its code', () => {
    using library = new TemporaryLibrary();
    for (let index = 0; index < 500; index += 1) addVideo(library.db, `video-${index}-${'x'.repeat(40)}`);
    library.close();
    const bytes = readFileSync(library.databaseFile);
    bytes.fill(0x5a, 4096 * 3, bytes.length);
    writeFileSync(library.databaseFile, bytes);
    const error = errorOf(() => {
      for (let index = 0; index < 500; index += 1) addVideo(library.db, `more-${index}`);
    });
    expect(error.code).toBe('library-corrupt');
  });
});

describe('inTransaction', () => {
  test('takes all back when something inside fails', () => {
    using library = new TemporaryLibrary();
    expect(() =>
      inTransaction(library.db, () => {
        writeSetting(library.db, 'a', '1');
        throw new RangeError('in the middle');
      }),
    ).toThrow('in the middle');
    expect(readSetting(library.db, 'a')).toBeNull();
  });
});
