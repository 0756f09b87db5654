import { allChannels } from '../../electron/engine/channels/registry.ts';
import { inTransaction, type WritableDb } from '../../electron/engine/store/database.ts';
import { blockTemplates, payloadAt, randomFrom } from './synthetic-blocks.ts';

export interface SyntheticLibraryOptions {
  readonly hours: number;
  readonly seed?: number;
  readonly onProgress?: (text: string) => void;
}

const blocksPerHour = 60;
const cuesPerMinute = 10;
const templateCount = 96;
const commonWords = ['people', 'house', 'water', 'morning', 'always', 'really', 'think', 'little', 'night', 'again'];
const places = ['harbour', 'forest', 'kitchen', 'market', 'station', 'museum', 'garden', 'office'];

/**
 * Fills an empty library with videos of one hour: five tracks and ten cues a minute, rows of four samples a second in
 * four channels. Minutes are taken from a few templates that are encoded once; the same seed gives the same library.
 */
export function fillSyntheticLibrary(db: WritableDb, { hours, seed = 1, onProgress }: SyntheticLibraryOptions): void {
  const random = randomFrom(seed);
  const templates = blockTemplates(templateCount, seed);
  const chosen = Uint16Array.from({ length: hours * blocksPerHour }, () => Math.floor(random() * templateCount));
  inTransaction(db, () => putVideos(db, hours));
  onProgress?.(`${String(hours)} videos`);
  for (let hour = 0; hour < hours; hour += 50) {
    const until = Math.min(hours, hour + 50);
    inTransaction(db, () => putBlocks(db, { templates, chosen, from: hour, until }));
    inTransaction(db, () => putCues(db, { random, from: hour, until }));
    onProgress?.(`rows of ${String(until)} h`);
  }
  inTransaction(db, () => putPostings(db, templates, chosen));
  onProgress?.('postings');
  // `inTransaction` of the product raises it with each change; here once is enough.
  db.exec(`INSERT OR REPLACE INTO setting (key, value) VALUES ('data-version', '1'); ANALYZE;`);
}

function putVideos(db: WritableDb, hours: number): void {
  const versions = JSON.stringify(
    Object.fromEntries(
      allChannels.map(({ id, version }) => [id, id === 'objects' ? `${String(version)} synthetic@1` : version]),
    ),
  );
  db.prepare(`INSERT INTO root (root_key, root_id, path, added_at_ms) VALUES (1, 'root', '/synthetic', 0)`).run();
  const video = db.prepare(
    `INSERT INTO video (video_key, video_id, fingerprint, size_bytes, title, added_at_ms, duration_seconds)
     VALUES (?, ?, ?, 1, ?, 0, 3600)`,
  );
  const generation = db.prepare(
    `INSERT INTO generation (generation_key, video_key, pass, is_complete, step_seconds, done_step_count,
       channel_versions_json, created_at_ms) VALUES (?, ?, 'full', 1, 60, 60, ?, 0)`,
  );
  const activate = db.prepare(`UPDATE video SET active_generation_key = ? WHERE video_key = ?`);
  const file = db.prepare(
    `INSERT INTO file (file_key, root_key, relative_path, video_key, size_bytes, modified_at_ms) VALUES (?, 1, ?, ?, 1, 0)`,
  );
  const name = db.prepare(`INSERT INTO name_fts (rowid, words) VALUES (?, ?)`);
  const cueSet = db.prepare(
    `INSERT INTO cue_set (cue_set_key, video_key, source, is_active, longest_seconds) VALUES (?, ?, 'stream:1', 1, 5)`,
  );
  for (let key = 1; key <= hours; key += 1) {
    const place = places[key % places.length]!;
    video.run(key, `v${String(key)}`, `f${String(key)}`, `${place} ${String(key)}.mp4`);
    generation.run(key, key, versions);
    activate.run(key, key);
    file.run(key, `${place}/${place} ${String(key)}.mp4`, key);
    name.run(key, `${place} ${String(key)}`);
    cueSet.run(key, key);
  }
}

interface Hours {
  readonly from: number;
  readonly until: number;
}

function putBlocks(
  db: WritableDb,
  { templates, chosen, from, until }: Hours & { templates: ReturnType<typeof blockTemplates>; chosen: Uint16Array },
): void {
  const insert = db.prepare(
    `INSERT INTO channel_block (generation_key, channel, block_index, row_count, payload) VALUES (?, ?, ?, ?, ?)`,
  );
  for (let hour = from; hour < until; hour += 1) {
    for (let block = 0; block < blocksPerHour; block += 1) {
      for (const template of templates[chosen[hour * blocksPerHour + block]!]!) {
        insert.run(hour + 1, template.channel, block, template.rowCount, payloadAt(template, block * 60));
      }
    }
  }
}

function putCues(db: WritableDb, { random, from, until }: Hours & { random: () => number }): void {
  const insert = db.prepare(`INSERT INTO cue (cue_set_key, start_seconds, end_seconds, text) VALUES (?, ?, ?, ?)`);
  for (let hour = from; hour < until; hour += 1) {
    for (let cue = 0; cue < 60 * cuesPerMinute; cue += 1) {
      const startSeconds = (cue * 60) / cuesPerMinute;
      const words = Array.from({ length: 8 }, () => wordFrom(random));
      insert.run(hour + 1, startSeconds, startSeconds + 4, words.join(' '));
    }
  }
}

/** A few common words, and many rare ones with numbers in them: about as skewed as speech is. */
function wordFrom(random: () => number): string {
  const roll = random();
  if (roll < 0.5) {
    return commonWords[Math.floor(commonWords.length * random() ** 2)]!;
  }
  return roll < 0.6
    ? places[Math.floor(places.length * random())]!
    : `word${String(Math.floor(20_000 * random() ** 3))}`;
}

/** Term by term in the order of the table's key: ten times as fast as block by block. */
function putPostings(db: WritableDb, templates: ReturnType<typeof blockTemplates>, chosen: Uint16Array): void {
  const strengthsByTerm = new Map<string, Map<number, number>>();
  for (const [index, blocks] of templates.entries()) {
    for (const { channel, terms } of blocks) {
      for (const { term, strength } of terms) {
        const key = `${channel}\n${term}`;
        const strengths = strengthsByTerm.get(key) ?? new Map<number, number>();
        strengths.set(index, Math.max(1, Math.round(strength * 255)));
        strengthsByTerm.set(key, strengths);
      }
    }
  }
  const putTerm = db.prepare(`INSERT INTO term (term_key, channel, term) VALUES (?, ?, ?)`);
  const putPosting = db.prepare(
    `INSERT INTO posting (term_key, generation_key, block_index, strength) VALUES (?, ?, ?, ?)`,
  );
  let termKey = 0;
  for (const [key, strengths] of strengthsByTerm) {
    termKey += 1;
    putTerm.run(termKey, ...key.split('\n'));
    for (let block = 0; block < chosen.length; block += 1) {
      const strength = strengths.get(chosen[block]!);
      if (strength !== undefined) {
        putPosting.run(termKey, Math.floor(block / blocksPerHour) + 1, block % blocksPerHour, strength);
      }
    }
  }
}
