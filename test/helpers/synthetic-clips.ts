import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger, systemClock } from '../../electron/engine/base/surroundings.ts';
import { inTransaction, type WritableDb } from '../../electron/engine/store/database.ts';
import { openLibrary } from '../../electron/engine/store/open-library.ts';

export interface SyntheticClips {
  readonly libraryFolder: string;
  readonly rootFolder: string;
  readonly count: number;
  /** A picture that stands for the poster of every clip. */
  readonly poster: Uint8Array;
}

const durationSeconds = 100;
/** Where the page takes its posters from. */
const posterMs = 20_000;

/** Fills a library with clips that were never files: rows, and a poster for each. */
export function fillSyntheticClips({ libraryFolder, rootFolder, count, poster }: SyntheticClips): void {
  mkdirSync(libraryFolder, { recursive: true });
  const databaseFile = join(libraryFolder, 'timecue.sqlite');
  const db = openLibrary({ databaseFile, mode: 'write', clock: systemClock, logger: silentLogger });
  try {
    inTransaction(db, () => putRows(db, rootFolder, count));
  } finally {
    db.close();
  }
  const pictureFolder = join(libraryFolder, 'pictures');
  const original = join(libraryFolder, 'poster.jpg');
  writeFileSync(original, poster);
  for (let key = 1; key <= count; key += 1) {
    const folder = join(pictureFolder, idOf(key).slice(0, 2), idOf(key));
    mkdirSync(folder, { recursive: true });
    linkSync(original, join(folder, `poster-${posterMs}.jpg`));
  }
}

const idOf = (key: number) => `${String(key).padStart(5, '0')}-clip`;

function putRows(db: WritableDb, rootFolder: string, count: number): void {
  const probe = JSON.stringify({
    startTimecode: null,
    video: {
      displayedWidth: 1920,
      displayedHeight: 1080,
      codec: 'h264',
      averageRate: { num: 25, den: 1 },
      isVariableRate: false,
    },
  });
  db.prepare(`INSERT INTO root (root_key, root_id, path, added_at_ms) VALUES (1, 'root', ?, 0)`).run(rootFolder);
  const video = db.prepare(
    `INSERT INTO video (video_key, video_id, fingerprint, size_bytes, title, added_at_ms, duration_seconds, probe_json)
     VALUES (?, ?, ?, 1000000, ?, ?, ?, ?)`,
  );
  const generation = db.prepare(
    `INSERT INTO generation (generation_key, video_key, pass, is_complete, step_seconds, done_step_count,
       channel_versions_json, created_at_ms) VALUES (?, ?, 'full', 1, 60, 2, '{}', 0)`,
  );
  const activate = db.prepare(`UPDATE video SET active_generation_key = ? WHERE video_key = ?`);
  const file = db.prepare(
    `INSERT INTO file (file_key, root_key, relative_path, video_key, size_bytes, modified_at_ms) VALUES (?, 1, ?, ?, 1000000, ?)`,
  );
  for (let key = 1; key <= count; key += 1) {
    const title = `clip ${String(key).padStart(5, '0')}.mp4`;
    video.run(key, idOf(key), `f${key}`, title, key, durationSeconds, probe);
    generation.run(key, key);
    activate.run(key, key);
    file.run(key, `day ${String(key % 40).padStart(2, '0')}/${title}`, key, key * 60_000);
  }
}
