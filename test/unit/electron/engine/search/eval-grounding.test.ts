import { describe, expect, test } from 'vitest';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import {
  casesOf,
  evalGrounding,
  type EvalGroundingRequest,
  groundingText,
  type GroundingSearch,
  parseGroundingManifest,
} from '../../../../../electron/engine/search/eval-grounding.ts';

const manifest = JSON.stringify([
  {
    file: 'a.mp4',
    durationSeconds: 100,
    licence: 'whatever',
    queries: [
      { text: 'dog', startSeconds: 10, endSeconds: 20, annotator: 'x' },
      { text: 'dog', startSeconds: 50, endSeconds: 60 },
      { text: 'all of it', startSeconds: 0, endSeconds: 90 },
    ],
  },
  { file: 'b.mp4', durationSeconds: 10, queries: [{ text: 'a sneeze', startSeconds: 1, endSeconds: 2 }] },
  { file: 'gone.mp4', durationSeconds: 10, queries: [{ text: 'dog', startSeconds: 1, endSeconds: 2 }] },
  { file: 'unused.mp4' },
]);

/** Answers by table: text → [video, start, end, score] as a search over the library would rank them. */
class TableSearch implements GroundingSearch {
  readonly floors: (number | null)[] = [];
  readonly #table: Readonly<Record<string, readonly (readonly [string, number, number, number])[]>>;

  constructor(table: TableSearch['table']) {
    this.#table = table;
  }

  get table(): Readonly<Record<string, readonly (readonly [string, number, number, number])[]>> {
    return this.#table;
  }

  queryWithin: GroundingSearch['queryWithin'] = ({ text, floor }, _context, { videoIds }) => {
    this.floors.push(floor);
    const hits = (this.#table[text] ?? [])
      .map(([name, startSeconds, endSeconds, score]) => ({
        hitId: 'h',
        videoId: videoIdSchema.parse(name),
        title: name,
        range: { startSeconds, endSeconds },
        score,
        bestSeconds: startSeconds,
        edgeUncertaintySeconds: 0,
        reasons: [],
        curve: { startSeconds: 0, stepSeconds: 0.5, values: new Float32Array() },
        isOffline: false,
        correctionId: null,
      }))
      .filter((hit) => videoIds?.has(hit.videoId) ?? true);
    const plan = { text, atoms: [], root: null, ignored: [] };
    return Promise.resolve({ plan, hits, weakerCount: 0, missingChannels: [], tookMs: 0 });
  };

  answerableAtomIds: GroundingSearch['answerableAtomIds'] = (text) => (text === 'a sneeze' ? [] : ['a1']);
}

const search = () =>
  new TableSearch({
    dog: [
      ['b', 0, 5, 0.95],
      ['a', 10, 20, 0.9],
      ['a', 50, 58, 0.8],
      ['a', 70, 80, 0.1],
    ],
    'all of it': [['a', 0, 100, 0.5]],
  });

function request(more: Partial<EvalGroundingRequest> = {}): EvalGroundingRequest {
  return {
    entries: parseGroundingManifest(manifest),
    videoIdOf: (file) => (file === 'gone.mp4' ? null : videoIdSchema.parse(file.replace('.mp4', ''))),
    search: search(),
    baseline: 'baseline',
    withoutChannels: [],
    signal: new AbortController().signal,
    ...more,
  };
}

describe('evalGrounding', () => {
  test('takes the same text in one file as one query with several moments', () => {
    const [entry] = parseGroundingManifest(manifest);
    expect(casesOf(entry!).map(({ text, truth }) => [text, truth.length])).toEqual([
      ['dog', 2],
      ['all of it', 1],
    ]);
  });

  test('measures spans inside the right video and the rank of that video in the library', async () => {
    const { partOfClip, nearlyWholeClip, queries } = await evalGrounding(request());
    expect(queries[0]).toMatchObject({ text: 'dog', iou: 1, f1: 1, clipRank: 2, isNearlyWholeClip: false });
    expect(queries[0]!.unionIou).toBeCloseTo(18 / 20);
    expect(nearlyWholeClip).toMatchObject({ queryCount: 1, meanIou: 0.9, clipAt1: 1 });
    expect(partOfClip).toMatchObject({
      queryCount: 2,
      meanIou: 0.5,
      clipAt1: 0,
      clipAt5: 0.5,
      meanReciprocalClipRank: 0.25,
    });
    expect(partOfClip.recallAt1).toEqual({ '0.3': 0.5, '0.5': 0.5, '0.7': 0.5 });
  });

  test('ranks without floor, and counts for F1 only what a person would be shown', async () => {
    const asked = search();
    const { queries } = await evalGrounding(request({ search: asked }));
    expect(new Set(asked.floors)).toEqual(new Set([0]));
    expect(queries[0]!.predicted).toHaveLength(3);
  });

  test('answers with the whole video where that is the baseline', async () => {
    const { queries } = await evalGrounding(request({ baseline: 'whole-video' }));
    expect(queries.map(({ predicted }) => predicted)).toEqual([
      [{ startSeconds: 0, endSeconds: 100, score: 1 }],
      [{ startSeconds: 0, endSeconds: 100, score: 1 }],
      [{ startSeconds: 0, endSeconds: 10, score: 1 }],
    ]);
    expect(queries[0]!.iou).toBeCloseTo(0.1);
  });

  test('lists what nothing can express and what is not in the library', async () => {
    const report = await evalGrounding(request());
    expect(report.inexpressible).toEqual([{ file: 'b.mp4', text: 'a sneeze' }]);
    expect(report.missingFiles).toEqual(['gone.mp4']);
    const text = groundingText(report);
    expect(text).toContain('a sneeze');
    expect(text).toMatch(/all +3 +0\.63/);
  });

  test('says what is wrong with a manifest', () => {
    expect(() => parseGroundingManifest('{')).toThrow(expect.objectContaining({ code: 'bad-request' }));
    const broken = JSON.stringify([{ file: 'a', queries: [{ text: 'x', startSeconds: 3, endSeconds: 2 }] }]);
    expect(() => parseGroundingManifest(broken)).toThrow(/0\.queries\.0.*after startSeconds/);
  });
});
