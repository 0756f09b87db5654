import { linkSync, mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { silentLogger, systemClock } from '../../electron/engine/base/surroundings.ts';
import { currentChannelVersions } from '../../electron/engine/ingest/analyse-video.ts';
import { inTransaction, type WritableDb } from '../../electron/engine/store/database.ts';
import { nameWords } from '../../electron/engine/store/name-words.ts';
import { openLibrary } from '../../electron/engine/store/open-library.ts';
import { foldedTitle, titleOrder } from '../../electron/engine/store/title-keys.ts';

export interface SyntheticClips {
  readonly libraryFolder: string;
  readonly rootFolder: string;
  readonly count: number;
  /** A picture that stands for the poster of every clip. */
  readonly poster: Uint8Array;
  /** What the detector that will be there is called; without it they are analysed as far as none sees. */
  readonly detectorModelId?: string;
}

const durationSeconds = 100;
const lengthOf = (key: number) => durationSeconds + (key % 101);
/** Where the page takes its posters from: a fifth of the way in. */
const posterMsOf = (key: number) => Math.round(lengthOf(key) * 0.2 * 1000);

/** Fills a library with clips that were never footage: files of nothing, rows as of whole analyses, and a poster each. */
export function fillSyntheticClips(clips: SyntheticClips): void {
  const { libraryFolder, rootFolder, count, poster } = clips;
  mkdirSync(libraryFolder, { recursive: true });
  const databaseFile = join(libraryFolder, 'timecue.sqlite');
  const db = openLibrary({ databaseFile, mode: 'write', clock: systemClock, logger: silentLogger });
  try {
    inTransaction(db, () => putRows(db, clips));
  } finally {
    db.close();
  }
  const pictureFolder = join(libraryFolder, 'pictures');
  const original = join(libraryFolder, 'poster.jpg');
  writeFileSync(original, poster);
  for (let key = 1; key <= count; key += 1) {
    const folder = join(pictureFolder, idOf(key).slice(0, 2), idOf(key));
    mkdirSync(folder, { recursive: true });
    linkSync(original, join(folder, `poster-${posterMsOf(key)}.jpg`));
    putFile(join(rootFolder, ...folderAndTitle(key)), key);
  }
}

const idOf = (key: number) => `${String(key).padStart(5, '0')}-clip`;

const sizeOf = (key: number) => 1_000_000 + (key % 997);

const folderAndTitle = (key: number) =>
  [`day ${String(key % 40).padStart(2, '0')}`, `clip ${String(key).padStart(5, '0')}.mp4`] as const;

/** It takes no room on the disk. */
function putFile(path: string, key: number): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  truncateSync(path, sizeOf(key));
  utimesSync(path, key * 60, key * 60);
}

/** As ffprobe describes a clip of a camera. */
const probe = JSON.stringify({
  container: 'mov,mp4,m4a,3gp,3g2,mj2',
  sizeBytes: 1_000_000,
  durationSeconds,
  bitRateBitsPerSecond: 80_000,
  containerStartSeconds: 0,
  createdAt: null,
  startTimecode: null,
  isEncrypted: false,
  video: {
    streamIndex: 0,
    codec: 'h264',
    profile: 'High',
    pixelFormat: 'yuv420p',
    bitDepth: 8,
    codedWidth: 1920,
    codedHeight: 1088,
    displayedWidth: 1920,
    displayedHeight: 1080,
    rotationDegrees: 0,
    isMirrored: false,
    sampleAspectRatio: { num: 1, den: 1 },
    averageRate: { num: 25, den: 1 },
    nominalRate: { num: 25, den: 1 },
    isVariableRate: false,
    timeBase: { num: 1, den: 12_800 },
    startPts: 0,
    untimedFrameCount: 0,
    headerStartPts: 0,
    startOffsetSeconds: 0,
    hasEditList: true,
    colour: { primaries: null, transfer: null, matrix: null, range: null, isHdr: false },
    fieldOrder: 'progressive',
    frameCount: 2500,
  },
  audio: [],
  subtitles: [],
  warnings: [],
});

function putRows(db: WritableDb, { rootFolder, count, detectorModelId }: SyntheticClips): void {
  const detector = detectorModelId === undefined ? null : { modelId: detectorModelId };
  const versions = JSON.stringify(currentChannelVersions(detector));
  db.prepare(`INSERT INTO root (root_key, root_id, path, added_at_ms) VALUES (1, 'root', ?, 0)`).run(rootFolder);
  const video = db.prepare(
    `INSERT INTO video (video_key, video_id, fingerprint, size_bytes, title, title_folded, title_order, added_at_ms,
       duration_seconds, probe_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const generation = db.prepare(
    `INSERT INTO generation (generation_key, video_key, pass, is_complete, step_seconds, done_step_count,
       channel_versions_json, created_at_ms) VALUES (?, ?, 'full', 1, 60, 2, ?, 0)`,
  );
  const activate = db.prepare(`UPDATE video SET active_generation_key = ? WHERE video_key = ?`);
  const file = db.prepare(
    `INSERT INTO file (file_key, root_key, relative_path, video_key, size_bytes, modified_at_ms) VALUES (?, 1, ?, ?, ?, ?)`,
  );
  const name = db.prepare(`INSERT INTO name_fts (rowid, words) VALUES (?, ?)`);
  for (let key = 1; key <= count; key += 1) {
    const [day, title] = folderAndTitle(key);
    const titles = [title, foldedTitle(title), titleOrder(title)];
    video.run(key, idOf(key), `f${key}`, sizeOf(key), ...titles, key, lengthOf(key), probe);
    generation.run(key, key, versions);
    activate.run(key, key);
    file.run(key, `${day}/${title}`, key, sizeOf(key), key * 60_000);
    name.run(key, nameWords(`${day}/${title}`).join(' '));
  }
}
