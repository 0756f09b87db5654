import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** All that the analysis of a library came to, without the keys and times of the run that made it. */
export interface LibraryDump {
  readonly videos: readonly unknown[];
  readonly generations: readonly unknown[];
  readonly blocks: readonly unknown[];
  readonly postings: readonly unknown[];
  readonly cueSets: readonly unknown[];
  readonly cues: readonly unknown[];
  readonly names: readonly unknown[];
  readonly jobs: readonly unknown[];
  readonly pictures: readonly unknown[];
}

export function dumpLibrary(libraryFolder: string): LibraryDump {
  return withDatabase(libraryFolder, (db) => {
    const all = (sql: string): unknown[] => db.prepare(sql).all();
    db.function('hash', { deterministic: true }, (payload) => hashOf(payload as Uint8Array));
    return {
      videos: all(
        `SELECT v.video_id, v.title, v.duration_seconds, v.probe_json, v.failure_code, f.relative_path, f.is_offline
         FROM video v LEFT JOIN file f USING (video_key) ORDER BY v.video_id, f.relative_path`,
      ),
      generations: all(
        `SELECT v.video_id, g.pass, g.is_complete, g.is_stale, g.step_seconds, g.done_step_count, g.channel_versions_json,
           g.edge_uncertainty_seconds, g.generation_key = v.active_generation_key AS is_active
         FROM generation g JOIN video v USING (video_key) ORDER BY v.video_id, g.pass`,
      ),
      blocks: all(
        `SELECT v.video_id, g.pass, b.channel, b.block_index, b.row_count, hash(b.payload) AS payload
         FROM channel_block b JOIN generation g USING (generation_key) JOIN video v USING (video_key)
         ORDER BY v.video_id, g.pass, b.channel, b.block_index`,
      ),
      postings: all(
        `SELECT v.video_id, g.pass, t.channel, t.term, p.block_index, p.strength
         FROM posting p JOIN term t USING (term_key) JOIN generation g USING (generation_key) JOIN video v USING (video_key)
         ORDER BY v.video_id, g.pass, t.channel, t.term, p.block_index`,
      ),
      cueSets: all(
        `SELECT v.video_id, s.source, s.language, s.is_active FROM cue_set s JOIN video v USING (video_key)
         ORDER BY v.video_id, s.source, s.is_active`,
      ),
      cues: all(
        `SELECT v.video_id, s.source, c.start_seconds, c.end_seconds, c.text
         FROM cue c JOIN cue_set s USING (cue_set_key) JOIN video v USING (video_key)
         ORDER BY v.video_id, s.source, c.start_seconds, c.text`,
      ),
      names: all('SELECT words FROM name_fts ORDER BY words'),
      jobs: all(
        `SELECT v.video_id, j.kind, j.state, j.error_code FROM job j JOIN video v USING (video_key)
         ORDER BY v.video_id, j.kind`,
      ),
      pictures: filesIn(join(libraryFolder, 'pictures')),
    };
  });
}

/** What SQLite itself finds wrong; an empty list when all is well. */
export function faultsOf(libraryFolder: string): string[] {
  return withDatabase(libraryFolder, (db) => {
    const integrity = db.pragma('integrity_check') as { integrity_check: string }[];
    const foreign = db.pragma('foreign_key_check') as unknown[];
    return [
      ...integrity.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
      ...foreign.map((row) => JSON.stringify(row)),
    ];
  });
}

export function changeLibrary(libraryFolder: string, sql: string): void {
  withDatabase(libraryFolder, (db) => db.exec(sql));
}

export function valueIn(libraryFolder: string, sql: string): unknown {
  return withDatabase(libraryFolder, (db) => db.prepare(sql).pluck().get());
}

export function rowsIn(libraryFolder: string, sql: string): Record<string, unknown>[] {
  return withDatabase(libraryFolder, (db) => db.prepare(sql).all() as Record<string, unknown>[]);
}

/** What a channel keeps of a video now, in the order of time. */
export function blocksOfVideo(libraryFolder: string, video: { title: string; channel: string }): Uint8Array[] {
  return withDatabase(libraryFolder, (db) =>
    db
      .prepare(
        `SELECT b.payload FROM channel_block b JOIN video v ON v.active_generation_key = b.generation_key
         WHERE v.title = @title AND b.channel = @channel ORDER BY b.block_index`,
      )
      .pluck()
      .all(video),
  ) as Uint8Array[];
}

/** Every file of the library, but for the database and the models. */
export function filesIn(folder: string): { readonly file: string; readonly hash: string }[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ file: relative(folder, path), hash: hashOf(readFileSync(path)) }));
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

function withDatabase<Value>(libraryFolder: string, use: (db: Database.Database) => Value): Value {
  const db = new Database(join(libraryFolder, 'timecue.sqlite'));
  try {
    return use(db);
  } finally {
    db.close();
  }
}
