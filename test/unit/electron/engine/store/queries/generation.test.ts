import { describe, expect, test } from 'vitest';
import type { WritableDb } from '../../../../../../electron/engine/store/database.ts';
import { checkIntegrity } from '../../../../../../electron/engine/store/integrity.ts';
import {
  activeGenerations,
  allBlocksOf,
  beginGeneration,
  blocksOf,
  commitStep,
  completeGeneration,
  dataVersion,
  hasCompleteGeneration,
  postingsOf,
  removeBlocks,
  saveProbe,
  sweepGenerations,
  videoByKey,
} from '../../../../../../electron/engine/store/queries/index.ts';
import type { GenerationRequest, StepInput } from '../../../../../../electron/engine/store/queries/index.ts';
import { addVideo, TemporaryLibrary } from '../temporary-library.ts';

const request = (videoKey: number, changes: Partial<GenerationRequest> = {}): GenerationRequest => ({
  videoKey,
  pass: 'key-frames',
  stepSeconds: 60,
  channelVersions: { look: 1, objects: '1 yolox-nano@1' },
  createdAtMs: 0,
  ...changes,
});

const step = (generationKey: number, stepIndex: number, term = 'car'): StepInput => ({
  generationKey,
  stepIndex,
  blocks: [
    {
      channel: 'objects',
      blockIndex: stepIndex,
      rowCount: 2,
      payload: new Uint8Array([stepIndex, 7]),
      terms: [{ term, strength: 0.5 }],
    },
  ],
});

function dump(db: WritableDb): unknown {
  const tables = ['video', 'generation', 'channel_block', 'term', 'posting'];
  return tables.map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all());
}

const postingList = (db: WritableDb, term = 'car') => {
  const { generationKeys, blockIndexes, strengths } = postingsOf(db, 'objects', term);
  return [...generationKeys].map((generationKey, index) => [generationKey, blockIndexes[index], strengths[index]]);
};

describe('beginGeneration', () => {
  test('goes on with an unfinished generation of the same kind', () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    const { generationKey } = beginGeneration(library.db, request(videoKey));
    commitStep(library.db, step(generationKey, 0));
    const again = request(videoKey, { channelVersions: { objects: '1 yolox-nano@1', look: 1 } });
    expect(beginGeneration(library.db, again)).toEqual({ generationKey, doneStepCount: 1 });
  });

  test.each([
    ['another step', { stepSeconds: 30 }],
    ['other channels', { channelVersions: { look: 2 } }],
  ])('throws away what was begun with %s', async (_, changes) => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    const old = beginGeneration(library.db, request(videoKey));
    commitStep(library.db, step(old.generationKey, 0));
    const begun = beginGeneration(library.db, request(videoKey, changes));
    expect(begun.doneStepCount).toBe(0);
    expect(begun.generationKey).not.toBe(old.generationKey);
    expect(postingList(library.db)).toEqual([]);
    await sweepGenerations(library.db);
    expect(library.db.prepare('SELECT count(*) FROM generation').pluck().get()).toBe(1);
    // Going back does not bring rows back that are gone.
    expect(beginGeneration(library.db, request(videoKey)).doneStepCount).toBe(0);
  });

  test('does not go on with one that was thrown away, though its rows are not all gone yet', async () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    const old = beginGeneration(library.db, request(videoKey));
    const terms = Array.from({ length: 60 }, (_, index) => ({ term: `t${index}`, strength: 1 }));
    for (let stepIndex = 0; stepIndex < 400; stepIndex += 1) {
      const block = { ...step(old.generationKey, stepIndex).blocks[0]!, terms };
      commitStep(library.db, { generationKey: old.generationKey, stepIndex, blocks: [block] });
    }
    beginGeneration(library.db, request(videoKey, { stepSeconds: 30 }));
    expect(library.db.prepare('SELECT count(*) FROM posting').pluck().get()).toBeGreaterThan(0);
    expect(postingList(library.db, 't5')).toEqual([]);
    expect(beginGeneration(library.db, request(videoKey)).doneStepCount).toBe(0);
    await sweepGenerations(library.db);
    expect(library.db.prepare('SELECT count(*) FROM posting').pluck().get()).toBe(0);
  });

  test('leaves the generation of the other pass alone', () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    const keyFrames = beginGeneration(library.db, request(videoKey));
    commitStep(library.db, step(keyFrames.generationKey, 0));
    beginGeneration(library.db, request(videoKey, { pass: 'full' }));
    expect(beginGeneration(library.db, request(videoKey))).toEqual({ ...keyFrames, doneStepCount: 1 });
  });
});

describe('commitStep', () => {
  test('makes the first step of a new video searchable at once', () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    saveProbe(library.db, videoKey, { probeJson: '{}', durationSeconds: 95 });
    const { generationKey } = beginGeneration(library.db, request(videoKey));
    expect(activeGenerations(library.db)).toEqual([]);
    expect(commitStep(library.db, step(generationKey, 0))).toBe(true);
    expect(activeGenerations(library.db)).toEqual([
      {
        videoKey,
        videoId: 'v',
        generationKey,
        pass: 'key-frames',
        isComplete: false,
        stepSeconds: 60,
        doneStepCount: 1,
        edgeUncertaintySeconds: 0,
        durationSeconds: 95,
        channelVersions: { look: 1, objects: '1 yolox-nano@1' },
      },
    ]);
    expect(postingList(library.db)).toEqual([[generationKey, 0, 128]]);
  });

  test('changes nothing when a step comes a second time', () => {
    using library = new TemporaryLibrary();
    const { generationKey } = beginGeneration(library.db, request(addVideo(library.db, 'v')));
    commitStep(library.db, step(generationKey, 0));
    commitStep(library.db, step(generationKey, 1));
    const before = dump(library.db);
    expect(commitStep(library.db, step(generationKey, 0, 'other'))).toBe(false);
    expect(commitStep(library.db, step(generationKey, 1))).toBe(false);
    expect(dump(library.db)).toEqual(before);
  });

  test('refuses to leave a step out', () => {
    using library = new TemporaryLibrary();
    const { generationKey } = beginGeneration(library.db, request(addVideo(library.db, 'v')));
    expect(() => commitStep(library.db, step(generationKey, 1))).toThrow(RangeError);
    expect(allBlocksOf(library.db, generationKey, 'objects')).toEqual([]);
  });

  test('commits nothing of a step with a strength that is none', () => {
    using library = new TemporaryLibrary();
    const { generationKey } = beginGeneration(library.db, request(addVideo(library.db, 'v')));
    const good = step(generationKey, 0).blocks;
    const bad = { ...good[0]!, channel: 'look', terms: [{ term: 'red', strength: NaN }] };
    expect(() => commitStep(library.db, { generationKey, stepIndex: 0, blocks: [...good, bad] })).toThrow(/0\.\.1/u);
    expect(allBlocksOf(library.db, generationKey, 'objects')).toEqual([]);
    expect(beginGeneration(library.db, request(1)).doneStepCount).toBe(0);
  });

  test('replaces a block that an earlier step has begun, its terms included', () => {
    using library = new TemporaryLibrary();
    const { generationKey } = beginGeneration(library.db, request(addVideo(library.db, 'v')));
    commitStep(library.db, step(generationKey, 0, 'car'));
    const longer = { ...step(generationKey, 0, 'bus').blocks[0]!, rowCount: 5, payload: new Uint8Array([9]) };
    commitStep(library.db, { generationKey, stepIndex: 1, blocks: [longer] });
    expect(postingList(library.db, 'car')).toEqual([]);
    expect(postingList(library.db, 'bus')).toEqual([[generationKey, 0, 128]]);
    const blocks = allBlocksOf(library.db, generationKey, 'objects');
    expect(blocks.map(({ payload }) => [...payload])).toEqual([[9]]);
  });

  test('says from the first step on how far edges may be off, and keeps the largest', () => {
    using library = new TemporaryLibrary();
    const { generationKey } = beginGeneration(library.db, request(addVideo(library.db, 'v')));
    const uncertainty = () => activeGenerations(library.db)[0]?.edgeUncertaintySeconds;
    commitStep(library.db, { ...step(generationKey, 0), edgeUncertaintySeconds: 4 });
    expect(uncertainty()).toBe(4);
    commitStep(library.db, { ...step(generationKey, 1), edgeUncertaintySeconds: 2.5 });
    expect(uncertainty()).toBe(4);
    // A resumed run has only seen the rest.
    completeGeneration(library.db, { generationKey, edgeUncertaintySeconds: 3, warningCount: 0 });
    expect(uncertainty()).toBe(4);
  });

  test('keeps what is faint, and the pictures of the step', () => {
    using library = new TemporaryLibrary();
    const { generationKey } = beginGeneration(library.db, request(addVideo(library.db, 'v')));
    const faint = { ...step(generationKey, 0).blocks[0]!, terms: [{ term: 'car', strength: 0.0001 }] };
    commitStep(library.db, { generationKey, stepIndex: 0, blocks: [faint], sprite: new Uint8Array([1, 2, 3]) });
    expect(postingList(library.db)).toEqual([[generationKey, 0, 1]]);
    expect(allBlocksOf(library.db, generationKey, 'sprite').map(({ payload }) => [...payload])).toEqual([[1, 2, 3]]);
    removeBlocks(library.db, generationKey, 'sprite');
    expect(allBlocksOf(library.db, generationKey, 'sprite')).toEqual([]);
  });
});

describe('completeGeneration', () => {
  test('swaps the full pass in and takes the key frames away', async () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    const other = beginGeneration(library.db, request(addVideo(library.db, 'w'))).generationKey;
    commitStep(library.db, step(other, 0));
    const keyFrames = beginGeneration(library.db, request(videoKey)).generationKey;
    commitStep(library.db, step(keyFrames, 0));
    completeGeneration(library.db, { generationKey: keyFrames, edgeUncertaintySeconds: 1.5, warningCount: 0 });
    const full = beginGeneration(library.db, request(videoKey, { pass: 'full' })).generationKey;
    commitStep(library.db, step(full, 0));
    expect(postingList(library.db)).toEqual([
      [other, 0, 128],
      [keyFrames, 0, 128],
    ]);
    completeGeneration(library.db, { generationKey: full, edgeUncertaintySeconds: 0, warningCount: 3 });
    expect(postingList(library.db)).toEqual([
      [other, 0, 128],
      [full, 0, 128],
    ]);
    expect(videoByKey(library.db, videoKey)?.activeGenerationKey).toBe(full);
    expect(allBlocksOf(library.db, keyFrames, 'objects')).toEqual([]);
    expect(hasCompleteGeneration(library.db, request(videoKey, { pass: 'full' }))).toBe(true);
    expect(hasCompleteGeneration(library.db, request(videoKey, { pass: 'full', channelVersions: { look: 9 } }))).toBe(
      false,
    );
    expect(checkIntegrity(library.db)).toEqual([]);
  });

  test('hides the rows of long footage at once and deletes them in turns', async () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    const terms = Array.from({ length: 60 }, (_, index) => ({ term: `t${index}`, strength: 1 }));
    for (const pass of ['key-frames', 'full'] as const) {
      const { generationKey } = beginGeneration(library.db, request(videoKey, { pass }));
      for (let stepIndex = 0; stepIndex < 400; stepIndex += 1) {
        const block = { ...step(generationKey, stepIndex).blocks[0]!, terms };
        commitStep(library.db, { generationKey, stepIndex, blocks: [block] });
      }
      completeGeneration(library.db, { generationKey, edgeUncertaintySeconds: 0, warningCount: 0 });
    }
    expect(postingList(library.db, 't5')).toHaveLength(400);
    await sweepGenerations(library.db);
    expect(library.db.prepare('SELECT count(*) FROM posting').pluck().get()).toBe(400 * 60);
    expect(library.db.prepare('SELECT count(*) FROM generation').pluck().get()).toBe(1);
  });

  test('says so when the generation has been replaced meanwhile', () => {
    using library = new TemporaryLibrary();
    const videoKey = addVideo(library.db, 'v');
    const { generationKey } = beginGeneration(library.db, request(videoKey));
    beginGeneration(library.db, request(videoKey, { stepSeconds: 30 }));
    expect(() => commitStep(library.db, step(generationKey, 0))).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });
});

describe('blocksOf', () => {
  test('gives the blocks of a range, both ends included, in order', () => {
    using library = new TemporaryLibrary();
    const { generationKey } = beginGeneration(library.db, request(addVideo(library.db, 'v')));
    for (let stepIndex = 0; stepIndex < 5; stepIndex += 1) commitStep(library.db, step(generationKey, stepIndex));
    const blocks = blocksOf(library.db, { generationKey, channel: 'objects', fromBlock: 1, toBlock: 3 });
    expect(blocks.map(({ blockIndex, payload }) => [blockIndex, ...payload])).toEqual([
      [1, 1, 7],
      [2, 2, 7],
      [3, 3, 7],
    ]);
  });
});

describe('dataVersion', () => {
  test('rises with what a search may find, and only with that', () => {
    using library = new TemporaryLibrary();
    const { generationKey } = beginGeneration(library.db, request(addVideo(library.db, 'v')));
    const before = dataVersion(library.db);
    commitStep(library.db, step(generationKey, 0));
    const after = dataVersion(library.db);
    expect(after).toBeGreaterThan(before);
    commitStep(library.db, step(generationKey, 0));
    addVideo(library.db, 'w');
    expect(dataVersion(library.db)).toBe(after);
  });
});
