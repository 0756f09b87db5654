import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VideoId } from '../../../../../electron/contract/ids.ts';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import type { WritableDb } from '../../../../../electron/engine/store/database.ts';
import { openLibrary } from '../../../../../electron/engine/store/open-library.ts';
import { insertVideo } from '../../../../../electron/engine/store/queries/video.ts';

/** A real library in a folder of its own; `using library = new TemporaryLibrary()` takes both away again. */
export class TemporaryLibrary {
  readonly folder = mkdtempSync(join(tmpdir(), 'timecue-library-'));
  readonly databaseFile = join(this.folder, 'library.db');
  #db: WritableDb | null = null;

  get db(): WritableDb {
    this.#db ??= openLibrary({
      databaseFile: this.databaseFile,
      mode: 'write',
      clock: systemClock,
      logger: silentLogger,
    });
    return this.#db;
  }

  /** Closes the database; the next use of `db` opens it anew. */
  close(): void {
    this.#db?.close();
    this.#db = null;
  }

  [Symbol.dispose](): void {
    this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A video row without files; returns its key. */
export function addVideo(db: WritableDb, name: string): number {
  return insertVideo(db, {
    videoId: name as VideoId,
    fingerprint: `fingerprint of ${name}`,
    sizeBytes: 1,
    title: name,
    addedAtMs: 0,
  });
}
