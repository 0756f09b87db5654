import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import type { IndexedVideo } from '../../../../../electron/engine/index/index-source.ts';
import { PostingCache } from '../../../../../electron/engine/index/posting-cache.ts';
import { SqliteIndexSource } from '../../../../../electron/engine/index/sqlite-index-source.ts';
import { Turn } from '../../../../../electron/engine/index/turn.ts';
import { SqliteEvidenceSource } from '../../../../../electron/engine/search/sqlite-evidence-source.ts';
import { inTransaction, type WritableDb } from '../../../../../electron/engine/store/database.ts';
import { openLibrary } from '../../../../../electron/engine/store/open-library.ts';
import {
  beginGeneration,
  commitStep,
  completeGeneration,
  insertRoot,
  insertVideo,
  putFile,
  replaceCues,
  saveName,
  saveProbe,
} from '../../../../../electron/engine/store/queries/index.ts';

const channels = [
  { id: 'objects', version: 2 },
  { id: 'look', version: 1 },
] as const;

let db: WritableDb;
let rootKey: number;

beforeEach(() => {
  db = openLibrary({ databaseFile: ':memory:', mode: 'write', clock: systemClock, logger: silentLogger });
  rootKey = insertRoot(db, { rootId: 'root' as never, path: '/footage', isPolled: false, addedAtMs: 0 });
});

afterEach(() => db.close());

interface Added {
  readonly name: string;
  readonly durationSeconds: number | null;
  /** Strength of `dog` by block. */
  readonly dogs: readonly number[];
  readonly versions?: Record<string, string | number>;
  readonly isComplete?: boolean;
}

function add({ name, durationSeconds, dogs, versions, isComplete = true }: Added): {
  videoKey: number;
  fileKey: number;
} {
  const videoId = videoIdSchema.parse(name);
  const videoKey = insertVideo(db, { videoId, fingerprint: name, sizeBytes: 1, title: `${name}.mp4`, addedAtMs: 0 });
  saveProbe(db, videoKey, { probeJson: '{}', durationSeconds });
  const file = { rootKey, relativePath: `${name}.mp4`, videoKey, sizeBytes: 1, modifiedAtMs: 0 };
  const fileKey = putFile(db, file);
  saveName(db, fileKey, [name]);
  const channelVersions = versions ?? { objects: '2 yolox-nano@1', look: 1 };
  const request = { videoKey, pass: 'full', stepSeconds: 60, channelVersions, createdAtMs: 7 } as const;
  const { generationKey } = beginGeneration(db, request);
  for (const [stepIndex, strength] of dogs.entries()) {
    const terms = strength === 0 ? [] : [{ term: 'dog', strength }];
    const payload = Uint8Array.from([stepIndex]);
    const blocks = [{ channel: 'objects', blockIndex: stepIndex, rowCount: 1, payload, terms }];
    commitStep(db, { generationKey, stepIndex, blocks });
  }
  if (isComplete) {
    completeGeneration(db, { generationKey, edgeUncertaintySeconds: 0.5, warningCount: 0 });
  }
  return { videoKey, fileKey };
}

const source = () => new SqliteIndexSource({ db, channels });
const turn = () => new Turn({ clock: systemClock, signal: new AbortController().signal });

async function postingsOf(cache: PostingCache) {
  const { ordinals, strengths } = await cache.postings(cache.snapshot(), { channel: 'objects', term: 'dog' }, turn());
  return [...ordinals].map((ordinal, index) => [ordinal, strengths[index]]);
}

describe('SqliteIndexSource', () => {
  test('reads the videos that have something to search, and what they know', async () => {
    const { videoKey } = add({ name: 'park', durationSeconds: 130, dogs: [1, 0, 0.5] });
    add({ name: 'beach', durationSeconds: null, dogs: [0.2], isComplete: false });
    await replaceCues(db, {
      videoKey,
      source: 'stream:1',
      language: null,
      cues: [{ startSeconds: 1, endSeconds: 2, text: 'Hello there' }],
    });
    const videos = source().videos();
    expect(
      videos.map(({ videoId, durationSeconds, doneBlockCount }) => [videoId, durationSeconds, doneBlockCount]),
    ).toEqual([
      ['park', 130, 3],
      ['beach', 60, 1],
    ]);
    expect([...videos[0]!.channels].sort()).toEqual(['look', 'names', 'objects', 'speech']);
    expect([...videos[1]!.channels].sort()).toEqual(['look', 'names', 'objects']);
    expect(videos[0]!.edgeUncertaintySeconds).toBe(0.5);
  });

  test('does not read rows that another version of a channel wrote', () => {
    add({ name: 'old', durationSeconds: 60, dogs: [1], versions: { objects: '1 yolox-nano@1', look: 1 } });
    expect([...source().videos()[0]!.channels].sort()).toEqual(['look', 'names']);
  });

  test('gives postings of the active generations by block, and new ones after a commit', async () => {
    add({ name: 'park', durationSeconds: 180, dogs: [1, 0, 0.5] });
    const cache = new PostingCache({ source: source() });
    expect(await postingsOf(cache)).toEqual([
      [0, 255],
      [2, 128],
    ]);
    add({ name: 'beach', durationSeconds: 60, dogs: [0.2] });
    expect(await postingsOf(cache)).toEqual([
      [0, 255],
      [2, 128],
      [3, 51],
    ]);
  });

  test('gives no block beyond the end of a video to the video after it', async () => {
    add({ name: 'cut-short', durationSeconds: 50, dogs: [1, 0.5] });
    add({ name: 'next', durationSeconds: 60, dogs: [0] });
    expect(await postingsOf(new PostingCache({ source: source() }))).toEqual([[0, 255]]);
  });

  test('leaves out the rows of a pass that is not searched yet', async () => {
    const { videoKey } = add({ name: 'park', durationSeconds: 60, dogs: [1] });
    const request = {
      videoKey,
      pass: 'key-frames',
      stepSeconds: 60,
      channelVersions: { objects: 2 },
      createdAtMs: 8,
    } as const;
    const { generationKey } = beginGeneration(db, request);
    const block = {
      channel: 'objects',
      blockIndex: 0,
      rowCount: 1,
      payload: new Uint8Array(),
      terms: [{ term: 'dog', strength: 0.1 }],
    };
    commitStep(db, { generationKey, stepIndex: 0, blocks: [block] });
    expect(await postingsOf(new PostingCache({ source: source() }))).toEqual([[0, 255]]);
  });

  test('reads a term with more postings than a page holds, each once', async () => {
    const { videoKey } = add({ name: 'long', durationSeconds: 20_000 * 60, dogs: [1] });
    inTransaction(db, () => {
      const insert = db.prepare(
        `INSERT INTO posting SELECT t.term_key, g.generation_key, ?, 9 FROM term t, generation g WHERE t.term = 'dog' AND g.video_key = ?`,
      );
      for (let block = 1; block < 20_000; block += 1) {
        insert.run(block, videoKey);
      }
    });
    const postings = await postingsOf(new PostingCache({ source: source() }));
    expect(postings.map(([ordinal]) => ordinal)).toEqual(Array.from({ length: 20_000 }, (_, block) => block));
  });

  test('finds words in speech by their stems, phrases in order, and videos by name', async () => {
    const { videoKey } = add({ name: 'park', durationSeconds: 60, dogs: [1] });
    await replaceCues(db, {
      videoKey,
      source: 'stream:1',
      language: null,
      cues: [
        { startSeconds: 1, endSeconds: 2, text: 'the lord of the universe' },
        { startSeconds: 5, endSeconds: 6, text: 'Lords and universes "quoted" AND NOT' },
      ],
    });
    const cues = (words: string[], mode: 'all' | 'phrase') => source().searchCues({ words, mode }, 10);
    expect(cues(['lord', 'universe'], 'all')).toHaveLength(2);
    expect(cues(['lord', 'of', 'the', 'universe'], 'phrase')).toEqual([{ videoKey, startSeconds: 1, endSeconds: 2 }]);
    expect(cues(['AND', 'NOT'], 'all')).toHaveLength(1);
    expect(source().searchNames({ words: ['PARK'], mode: 'all' }, 10)).toEqual([videoKey]);
  });

  test('searches postings by the key of the table, without scanning or sorting', () => {
    const plan = db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT p.generation_key, p.block_index, p.strength FROM posting p
         WHERE p.term_key = (SELECT term_key FROM term WHERE channel = ? AND term = ?)
           AND (p.generation_key, p.block_index) > (?, ?)
         ORDER BY p.generation_key, p.block_index LIMIT ?`,
      )
      .all('objects', 'dog', 0, 0, 10)
      .map((row) => (row as { detail: string }).detail)
      .join('\n');
    expect(plan).toContain('SEARCH p USING PRIMARY KEY (term_key=?');
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });
});

test('a video knows the shape of its frame where the probe says it, and nothing else of the probe matters', () => {
  const shaped = add({ name: 'wide', durationSeconds: 60, dogs: [1] });
  const broken = add({ name: 'broken', durationSeconds: 60, dogs: [1] });
  add({ name: 'bare', durationSeconds: 60, dogs: [1] });
  const probeJson = JSON.stringify({ video: { displayedWidth: 1920, displayedHeight: 960 } });
  saveProbe(db, shaped.videoKey, { probeJson, durationSeconds: 60 });
  saveProbe(db, broken.videoKey, { probeJson: '{"video":', durationSeconds: 60 });
  const aspects = source()
    .videos()
    .map(({ title, frameAspect }) => [title, frameAspect]);
  expect(aspects).toEqual([
    [expect.stringContaining('wide'), 2],
    [expect.stringContaining('broken'), null],
    [expect.stringContaining('bare'), null],
  ]);
});

describe('SqliteEvidenceSource', () => {
  test('reads a text once for a video that the index gave, and anew for the one that it gives after a change', async () => {
    const { videoKey } = add({ name: 'park', durationSeconds: 180, dogs: [1, 1, 1] });
    const say = (text: string) =>
      replaceCues(db, {
        videoKey,
        source: 'stream:1',
        language: null,
        cues: [{ startSeconds: 10, endSeconds: 12, text }],
      });
    const evidence = new SqliteEvidenceSource(db);
    const rowsOf = (video: IndexedVideo | undefined) =>
      evidence.textRows({ video: video!, channel: 'speech', range: { startSeconds: 0, endSeconds: 60 } });
    await say('before');
    const [video] = source().videos();
    expect(rowsOf(video)).toMatchObject([{ text: 'before' }]);
    expect(rowsOf(video)).toBe(rowsOf(video));
    await say('after');
    const [again] = source().videos();
    expect(rowsOf(again)).toMatchObject([{ text: 'after' }]);
  });

  test('reads the blocks of a window, its cues and its names, and knows what is offline', async () => {
    const { videoKey, fileKey } = add({ name: 'park', durationSeconds: 180, dogs: [1, 1, 1] });
    await replaceCues(db, {
      videoKey,
      source: 'stream:1',
      language: null,
      cues: [0, 50, 70].map((startSeconds) => ({ startSeconds, endSeconds: startSeconds + 15, text: 'x' })),
    });
    const [video] = source().videos();
    const evidence = new SqliteEvidenceSource(db);
    const blocks = evidence.blocks({ video: video!, channel: 'objects', fromBlock: 1, toBlock: 3 });
    expect(blocks.map(({ blockIndex, payload }) => [blockIndex, ...payload])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const range = { startSeconds: 60, endSeconds: 120 };
    expect(evidence.textRows({ video: video!, channel: 'speech', range })).toMatchObject([
      { startSeconds: 50 },
      { startSeconds: 70 },
    ]);
    expect(evidence.textRows({ video: video!, channel: 'names', range })).toMatchObject([{ words: ['park'] }]);
    expect(evidence.isOffline(videoKey)).toBe(false);
    db.prepare('UPDATE file SET is_offline = 1 WHERE file_key = ?').run(fileKey);
    expect(evidence.isOffline(videoKey)).toBe(true);
  });
});
