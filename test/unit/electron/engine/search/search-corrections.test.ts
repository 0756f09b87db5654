import { describe, expect, test, vi } from 'vitest';
import { correctionIdSchema, videoIdSchema, type VideoId } from '../../../../../electron/contract/ids.ts';
import { searchQuerySchema, type SearchQuery } from '../../../../../electron/contract/search.ts';
import type { KnownCorrection } from '../../../../../electron/engine/search/corrected-hits.ts';
import { FakeLibrary, seen } from '../../../../helpers/fake-library.ts';
import { plan, thing } from '../../../../helpers/plans.ts';
import { serviceOf, video } from '../../../../helpers/search-harness.ts';

const library = new FakeLibrary([
  video(
    'park',
    120,
    seen(120, [
      [10, 20, { dog: 0.9 }],
      [60, 80, { dog: 0.6 }],
    ]),
  ),
  video('beach', 60, seen(60, [[5, 15, { dog: 0.8 }]])),
]);
const query = plan(thing('dog'));
const range = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds });

function correction(verdict: KnownCorrection['verdict'], over: Partial<KnownCorrection>): KnownCorrection {
  return {
    correctionId: correctionIdSchema.parse(`c-${verdict}`),
    videoId: videoIdSchema.parse('park'),
    videoKey: 1,
    title: 'park.mp4',
    text: 'dog',
    verdict,
    found: null,
    corrected: null,
    changedAtMs: 0,
    ...over,
  };
}

async function ask(corrections: readonly KnownCorrection[], asked: Partial<SearchQuery> = {}) {
  const correctionsOf = vi.fn(() => corrections);
  const service = serviceOf(library, query, { correctionsOf });
  const context = { signal: new AbortController().signal, onProgress: () => {} };
  const result = await service.query(searchQuerySchema.parse({ text: 'dog', ...asked }), context);
  const told = result.hits.map((hit) => [hit.videoId, hit.range.startSeconds, hit.range.endSeconds, hit.correctionId]);
  return { ...result, told, correctionsOf };
}

const untouched = [
  ['park', 10, 20, null],
  ['beach', 5, 15, null],
  ['park', 60, 80, null],
];

describe('what a person has said', () => {
  test('changes nothing where nobody has said anything', async () => {
    const { told, correctionsOf } = await ask([]);
    expect(told).toEqual(untouched);
    expect(correctionsOf).toHaveBeenCalledWith('dog');
  });

  test('moves the edges of the moment that it is about', async () => {
    const adjusted = correction('adjusted', { found: range(11, 21), corrected: range(12, 26) });
    const { told, hits } = await ask([adjusted]);
    expect(told).toEqual([['park', 12, 26, 'c-adjusted'], ...untouched.slice(1)]);
    expect(hits[0]).toMatchObject({ hitId: 'park-10000-20000', score: expect.closeTo(0.9, 1) as number });
    const elsewhere = correction('adjusted', { found: range(16, 30), corrected: range(1, 2) });
    expect((await ask([elsewhere])).told).toEqual(untouched);
  });

  test('takes a wrong moment out of the hits and counts it as weaker', async () => {
    const wrong = correction('wrong', { found: range(10, 20) });
    const { told, weakerCount } = await ask([wrong]);
    expect([told, weakerCount]).toEqual([untouched.slice(1), 1]);
    expect((await ask([wrong], { floor: 0 })).told.at(-1)).toEqual(['park', 10, 20, 'c-wrong']);
  });

  test('puts a missed moment first and says who found it', async () => {
    const missed = correction('missed', { corrected: range(90, 95) });
    const { told, hits } = await ask([missed]);
    expect(told).toEqual([['park', 90, 95, 'c-missed'], ...untouched]);
    expect(hits[0]).toMatchObject({ score: 1, bestSeconds: 92.5, title: 'park.mp4', isOffline: false });
    expect(hits[0]!.reasons.map(({ found }) => found)).toEqual([{ code: 'marked' }]);
    expect([...hits[0]!.curve.values]).toEqual([Number.NaN]);
  });

  test('of a missed moment that is found by now makes one hit of the two', async () => {
    const { told, hits } = await ask([correction('missed', { corrected: range(9, 19) })]);
    expect(told).toEqual([['park', 9, 19, 'c-missed'], ...untouched.slice(1)]);
    expect(hits[0]!.reasons.map(({ channel }) => channel)).toEqual(['objects']);
  });

  test('does not count for another query: with parts taken away, or in other clips', async () => {
    const missed = correction('missed', { corrected: range(90, 95) });
    const atomId = query.atoms[0]!.atomId;
    expect((await ask([missed], { withoutAtoms: [atomId] })).told).toEqual([]);
    expect((await ask([missed], { videoIds: ['beach' as VideoId] })).told).toEqual([['beach', 5, 15, null]]);
  });
});

describe('where to search', () => {
  test('is narrowed by clips and by a filter, and by both at once', async () => {
    const through = vi.fn(() => new Set(['park' as VideoId]));
    const service = serviceOf(library, query, { videosWhere: through });
    const context = { signal: new AbortController().signal, onProgress: () => {} };
    const clipsOf = async (asked: Partial<SearchQuery>) => {
      const { hits } = await service.query(searchQuerySchema.parse({ text: 'dog', ...asked }), context);
      return [...new Set(hits.map(({ videoId }) => videoId))];
    };
    expect(await clipsOf({ filter: { name: 'pa' } })).toEqual(['park']);
    expect(through).toHaveBeenCalledWith(expect.objectContaining({ name: 'pa' }));
    expect(await clipsOf({ videoIds: ['beach' as VideoId] })).toEqual([]);
    expect((await ask([], { videoIds: ['beach' as VideoId] })).told).toEqual([['beach', 5, 15, null]]);
  });
});
