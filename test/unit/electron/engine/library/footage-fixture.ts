import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { JobQueue } from '../../../../../electron/engine/jobs/job-queue.ts';
import { LibraryService } from '../../../../../electron/engine/library/library-service.ts';
import { LibraryView } from '../../../../../electron/engine/library/library-view.ts';
import type { LibraryServiceDeps } from '../../../../../electron/engine/library/library-service.ts';
import { TemporaryLibrary } from '../store/temporary-library.ts';

/** A library with a folder of made-up files beside it; their content is their text. */
export class FootageFixture {
  readonly library = new TemporaryLibrary();
  readonly footage = join(this.library.folder, 'footage');
  readonly queue: JobQueue;
  readonly service: LibraryService;
  readonly view: LibraryView;

  constructor(more: Partial<LibraryServiceDeps> = {}) {
    mkdirSync(this.footage);
    this.queue = new JobQueue({ db: this.library.db, clock: systemClock });
    this.view = new LibraryView(this.library.db);
    this.service = new LibraryService({
      view: this.view,
      db: this.library.db,
      queue: this.queue,
      clock: systemClock,
      logger: silentLogger,
      settleMs: 10,
      settleLimitMs: 100,
      ...more,
    });
  }

  /** Writes a file that looks as if it had been there for an hour; with age 0 it is as new as it is. */
  write(relativePath: string, content: string, ageSeconds = 3600): string {
    const path = join(this.footage, relativePath);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    if (ageSeconds === 0) return path;
    const atSeconds = Math.floor(Date.now() / 1000) - ageSeconds;
    utimesSync(path, atSeconds, atSeconds);
    return path;
  }

  remove(relativePath: string): void {
    rmSync(join(this.footage, relativePath), { recursive: true });
  }

  /** `title (state of its copies)`, in the order in which the videos were added. */
  videos(): string[] {
    return this.view
      .list({ limit: 1000, order: 'added' })
      .videos.map(({ title, isOffline, copyCount }) => `${title} ${isOffline ? 'offline' : 'online'} ${copyCount}`);
  }

  files(): string[] {
    const rows = this.library.db
      .prepare("SELECT r.path || '/' || f.relative_path FROM file f JOIN root r USING (root_key) ORDER BY 1")
      .pluck()
      .all() as string[];
    return rows.map((path) => path.replace(this.library.folder, '').replace(/^\/|\/$/gu, ''));
  }

  [Symbol.dispose](): void {
    this.library[Symbol.dispose]();
  }
}

export const noChange = {
  addedCount: 0,
  changedCount: 0,
  movedCount: 0,
  duplicateCount: 0,
  offlineCount: 0,
  unchangedCount: 0,
};
