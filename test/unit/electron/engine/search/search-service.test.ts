import { describe, expect, test, vi } from 'vitest';
import { searchQuerySchema } from '../../../../../electron/contract/search.ts';
import { methods } from '../../../../../electron/contract/index.ts';
import { FakeLibrary, seen } from '../../../../helpers/fake-library.ts';
import type { FakeVideo } from '../../../../helpers/fake-library.ts';
import { all, any, dark, file, inOrder, not, plan, says, thing, words } from '../../../../helpers/plans.ts';
import { search, serviceOf, spansOf, video } from '../../../../helpers/search-harness.ts';

describe('SearchService', () => {
  test('finds the moments of a thing in every video, best first, at the times of its rows', async () => {
    const library = new FakeLibrary([
      video('park', 120, seen(120, [[20.3, 30.7, { dog: 0.7 }]])),
      video('beach', 90, seen(90, [[70.2, 80, { dog: 0.95 }]])),
    ]);
    const result = await search(library, thing('dog'));
    expect(spansOf(result)).toEqual([
      ['beach', 70.2, 80],
      ['park', 20.3, 30.7],
    ]);
    expect(result.hits[0]!.reasons).toEqual([
      {
        channel: 'objects',
        atomId: expect.any(String),
        found: { code: 'spoken', text: 'dog 0.95' },
        strength: expect.closeTo(0.95),
      },
    ]);
    expect(methods['search.query'].result.parse(result).hits).toHaveLength(2);
  });

  test('follows one moment across the edges of blocks and windows', async () => {
    const library = new FakeLibrary([video('long', 900, seen(900, [[30, 840, { dog: 0.9 }]]))]);
    expect(spansOf(await search(library, thing('dog')))).toEqual([['long', 30, 840]]);
  });

  test('reads on where a moment reaches the edge of what the index promised', async () => {
    const library = new FakeLibrary([
      video(
        'long',
        900,
        seen(900, [
          [170, 240, { dog: 0.9 }],
          [240, 250, { dog: 0.9 }],
        ]),
      ),
    ]);
    library.objects.terms = (rows) =>
      rows.some((row) => row.startSeconds === 180) ? [{ term: 'dog', strength: 1 }] : [];
    expect(spansOf(await search(library, thing('dog')))).toEqual([['long', 170, 250]]);
    expect(library.objects.decodeCount).toBeLessThan(6);
  });

  test('wants all parts of an "all" at once', async () => {
    const library = new FakeLibrary([
      video(
        'park',
        60,
        seen(60, [
          [5, 15, { dog: 0.9 }],
          [15, 25, { dog: 0.9, person: 0.9 }],
          [25, 40, { person: 0.9 }],
        ]),
      ),
    ]);
    const result = await search(library, all(thing('dog'), thing('person')));
    expect(spansOf(result)).toEqual([['park', 15, 25]]);
  });

  test('leaves out what is excluded, flicker of the detector included', async () => {
    const flicker: FakeVideo['rows']['objects'] = seen(60, [
      [0, 20, { dog: 0.9 }],
      [20, 30, { dog: 0.9, person: 0.9 }],
      [30, 31, { dog: 0.9 }],
      [31, 40, { dog: 0.9, person: 0.9 }],
      [40, 60, { dog: 0.9 }],
    ]);
    const library = new FakeLibrary([video('park', 60, flicker)]);
    const spans = spansOf(await search(library, all(thing('dog'), not(thing('person')))));
    expect(spans).toHaveLength(2);
    expect(spans).toContainEqual(['park', 0, 20]);
    expect(spans).toContainEqual(['park', 40, 60]);
  });

  test('answers "this then that" from the start of the one to the end of the other, and not the reverse', async () => {
    const library = new FakeLibrary([
      video(
        'forth',
        120,
        seen(120, [
          [50, 58, { car: 0.9 }],
          [64, 70, { dog: 0.9 }],
        ]),
      ),
      video(
        'back',
        120,
        seen(120, [
          [50, 58, { dog: 0.9 }],
          [64, 70, { car: 0.9 }],
        ]),
      ),
    ]);
    expect(spansOf(await search(library, inOrder(thing('car'), thing('dog'))))).toEqual([['forth', 50, 70]]);
  });

  test('keeps two matches of "this then that" apart that follow each other without a gap', async () => {
    const once = (start: number) =>
      [
        [start, start + 5, { car: 0.9 }],
        [start + 5, start + 10, { dog: 0.9 }],
      ] as const;
    const library = new FakeLibrary([video('twice', 60, seen(60, [...once(10), ...once(20)]))]);
    expect(spansOf(await search(library, inOrder(thing('car'), thing('dog'))))).toEqual([
      ['twice', 10, 20],
      ['twice', 20, 30],
    ]);
  });

  test('shows either part of an "any"', async () => {
    const library = new FakeLibrary([
      video(
        'park',
        60,
        seen(60, [
          [5, 15, { dog: 0.9 }],
          [30, 40, { cat: 0.8 }],
        ]),
      ),
    ]);
    expect(spansOf(await search(library, any(thing('dog'), thing('cat'))))).toHaveLength(2);
  });

  test('counts weaker matches instead of dropping them, and shows them when asked', async () => {
    const library = new FakeLibrary([
      video(
        'park',
        60,
        seen(60, [
          [5, 15, { dog: 0.9 }],
          [30, 40, { dog: 0.25 }],
        ]),
      ),
    ]);
    const shown = await search(library, thing('dog'));
    expect([shown.hits.length, shown.weakerCount]).toEqual([1, 1]);
    const every = await search(library, thing('dog'), { floor: 0 });
    expect([every.hits.length, every.weakerCount]).toEqual([2, 0]);
  });

  test('says that there is no good match', async () => {
    const library = new FakeLibrary([video('park', 60, seen(60, [[5, 15, { dog: 0.9 }]]))]);
    const result = await search(library, thing('giraffe'));
    expect([result.hits, result.weakerCount]).toEqual([[], 0]);
  });

  test('names the channel that is missing, what it would have answered, and what would bring it', async () => {
    const library = new FakeLibrary([
      { ...video('park', 60, []), ...{ rows: { look: seen(60, [[5, 15, { dark: 0.9 }]]) } } },
    ]);
    const query = all(thing('dog'), dark());
    const states = [{ channel: 'objects', state: 'no-model', cardId: 'yolox-nano' }] as const;
    const result = await search(library, query, { states });
    expect(result.missingChannels).toEqual([
      { channel: 'objects', atomIds: [query.atoms[0]!.atomId], reason: 'no-model', cardId: 'yolox-nano' },
    ]);
    expect(spansOf(result)).toEqual([['park', 5, 15]]);
  });

  test('does not answer a query of which only the exclusion can be checked', async () => {
    const library = new FakeLibrary([
      { ...video('park', 60, []), ...{ rows: { look: seen(60, [[5, 15, { dark: 0.9 }]]) } } },
    ]);
    const states = [{ channel: 'objects', state: 'no-model', cardId: null }] as const;
    const result = await search(library, all(thing('dog'), not(dark())), { states, floor: 0 });
    expect(result.hits).toEqual([]);
  });

  test('leaves a channel out when told to, without calling it missing', async () => {
    const library = new FakeLibrary([video('park', 60, seen(60, [[5, 15, { dog: 0.9 }]]))]);
    const result = await search(library, thing('dog'), { withoutChannels: ['objects'] });
    expect([result.hits, result.missingChannels]).toEqual([[], []]);
  });

  test('searches without the atoms that the user has taken away', async () => {
    const library = new FakeLibrary([video('park', 60, seen(60, [[5, 15, { dog: 0.9 }]]))]);
    const query = all(thing('dog'), thing('giraffe'));
    expect((await search(library, query)).hits).toEqual([]);
    const result = await search(library, query, { withoutAtoms: [query.atoms[1]!.atomId] });
    expect(spansOf(result)).toEqual([['park', 5, 15]]);
    expect(result.plan.atoms).toHaveLength(1);
  });

  test('ranks a video in which half of the query could not be checked below one in which all of it was', async () => {
    const dogs = seen(60, [[5, 15, { dog: 0.9 }]]);
    const subtitled = video('subtitled', 60, dogs);
    const library = new FakeLibrary([
      video('silent', 60, dogs),
      { ...subtitled, rows: { ...subtitled.rows, speech: [{ startSeconds: 6, endSeconds: 14, words: { hello: 1 } }] } },
    ]);
    const result = await search(library, all(thing('dog'), says('hello')), { floor: 0 });
    expect(result.hits.map(({ videoId }) => videoId)).toEqual(['subtitled', 'silent']);
    expect(result.hits[1]!.score).toBeLessThan(0.35);
  });

  test('takes alternatives as checked when one of them could be', async () => {
    const library = new FakeLibrary([video('park', 60, seen(60, [[5, 15, { dog: 0.9 }]]))]);
    const { hits } = await search(library, all(thing('dog'), any(says('park'), words('park'))));
    expect(hits[0]!.score).toBeGreaterThan(0.8);
  });

  test('takes speech from the cues that hold the words', async () => {
    const rows = { speech: [{ startSeconds: 61.2, endSeconds: 63.9, words: { lord: 1, universe: 1 } }] };
    const library = new FakeLibrary([{ ...video('friday', 120, []), ...{ rows } }]);
    expect(spansOf(await search(library, says('lord', 'universe')))).toEqual([['friday', 61.2, 63.9]]);
  });

  test('answers a name with the whole video, also beyond the window that was read', async () => {
    const library = new FakeLibrary([video('holiday', 36_000, []), video('work', 60, [])]);
    expect(spansOf(await search(library, file('holiday')))).toEqual([['holiday', 0, 36_000]]);
  });

  test('holds a picture query to the file that it names', async () => {
    const dogs = seen(60, [[5, 15, { dog: 0.9 }]]);
    const library = new FakeLibrary([video('holiday', 60, dogs), video('work', 60, dogs)]);
    expect(spansOf(await search(library, all(file('holiday'), thing('dog'))))).toEqual([['holiday', 5, 15]]);
  });

  test('lets words lift what is seen, and decide where nothing else was asked for', async () => {
    const dogs = seen(60, [[5, 15, { dog: 0.8 }]]);
    const library = new FakeLibrary([video('work', 60, dogs), video('holiday', 60, dogs)]);
    const lifted = await search(library, all(thing('dog'), words('holiday')));
    expect(spansOf(lifted)).toEqual([
      ['holiday', 5, 15],
      ['work', 5, 15],
    ]);
    expect(spansOf(await search(library, words('holiday', 'beach')))).toEqual([['holiday', 0, 60]]);
  });

  test('gives disjoint hits in each video and at most as many as asked for', async () => {
    const spans = Array.from(
      { length: 10 },
      (_, index) => [index * 20, index * 20 + 8, { dog: 0.5 + index / 25 }] as const,
    );
    const library = new FakeLibrary([video('park', 240, seen(240, spans))]);
    const { hits } = await search(library, thing('dog'), { limit: 4 });
    expect(hits.map(({ range }) => range.startSeconds)).toEqual([180, 160, 140, 120]);
    expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((a, b) => b - a));
  });

  test('crops the curve to the hit with some context and says where it is best', async () => {
    const library = new FakeLibrary([
      video(
        'park',
        120,
        seen(120, [
          [20, 28, { dog: 0.7 }],
          [28, 30, { dog: 0.95 }],
          [30, 40, { dog: 0.7 }],
        ]),
      ),
    ]);
    const { hits } = await search(library, thing('dog'));
    expect(hits[0]!.curve).toMatchObject({ startSeconds: 10, stepSeconds: 0.5 });
    expect(hits[0]!.curve.values).toHaveLength(80);
    expect(hits[0]!.bestSeconds).toBeGreaterThan(28);
    expect(hits[0]!.bestSeconds).toBeLessThan(30);
  });

  test('keeps the curve of a very long hit within what the contract allows', async () => {
    const library = new FakeLibrary([video('long', 4 * 3600, seen(4 * 3600, [[0, 4 * 3600, { dog: 0.9 }]]))]);
    const { hits } = await search(library, thing('dog'));
    expect(hits[0]!.range).toEqual({ startSeconds: 0, endSeconds: 14_400 });
    expect(hits[0]!.curve.values.length).toBeLessThanOrEqual(4096);
    expect(hits[0]!.curve.values.length * hits[0]!.curve.stepSeconds).toBeGreaterThanOrEqual(14_400);
  });

  test('grounds inside the videos that it is told to', async () => {
    const dogs = seen(60, [[5, 15, { dog: 0.9 }]]);
    const library = new FakeLibrary([video('park', 60, dogs), video('beach', 60, dogs)]);
    expect(spansOf(await search(library, thing('dog'), { videoIds: ['beach'] }))).toEqual([['beach', 5, 15]]);
  });

  test('says which files are offline', async () => {
    const library = new FakeLibrary([{ ...video('park', 60, seen(60, [[5, 15, { dog: 0.9 }]])), isOffline: true }]);
    expect((await search(library, thing('dog'))).hits[0]!.isOffline).toBe(true);
  });

  test('answers nothing to a query of which nothing was understood', async () => {
    const library = new FakeLibrary([video('park', 60, seen(60, [[5, 15, { dog: 0.9 }]]))]);
    const nothing = {
      text: 'xyzzy',
      atoms: [],
      root: null,
      ignored: [{ span: { start: 0, end: 5 }, text: 'xyzzy', why: { code: 'verb' as const } }],
    };
    const service = serviceOf(library, nothing);
    const params = searchQuerySchema.parse({ text: 'xyzzy', limit: 5, floor: 0 });
    const result = await service.query(params, { signal: new AbortController().signal, onProgress: vi.fn() });
    expect([result.hits, result.plan.ignored]).toEqual([[], nothing.ignored]);
  });

  test('reads no further once nothing that is left can be much better', async () => {
    const videos = Array.from({ length: 40 }, (_, index) =>
      video(`v${String(index)}`, 60, seen(60, [[5, 25, { dog: 0.9 }]])),
    );
    const library = new FakeLibrary(videos);
    const onProgress = vi.fn();
    const { hits } = await search(library, thing('dog'), { limit: 5, onProgress });
    expect(hits).toHaveLength(5);
    expect(library.objects.decodeCount).toBeLessThan(10);
    expect(onProgress).toHaveBeenLastCalledWith({ doneCount: 40, totalCount: 40 });
  });

  test('counts candidate windows as progress, up to all of them', async () => {
    const dogs = seen(60, [[5, 15, { dog: 0.9 }]]);
    const library = new FakeLibrary([video('park', 60, dogs), video('beach', 60, dogs)]);
    const onProgress = vi.fn();
    await search(library, thing('dog'), { onProgress });
    expect(onProgress.mock.calls).toEqual([[{ doneCount: 1, totalCount: 2 }], [{ doneCount: 2, totalCount: 2 }]]);
  });

  test('stops between windows once aborted', async () => {
    const dogs = seen(60, [[5, 15, { dog: 0.9 }]]);
    const library = new FakeLibrary([video('park', 60, dogs), video('beach', 60, dogs)]);
    const controller = new AbortController();
    const onProgress = vi.fn(() => controller.abort());
    const found = search(library, thing('dog'), { onProgress, signal: controller.signal });
    await expect(found).rejects.toMatchObject({ name: 'AbortError' });
    expect(onProgress).toHaveBeenCalledTimes(1);
  });

  test('gives the same answer every time and decodes each block once', async () => {
    const library = new FakeLibrary([video('park', 180, seen(180, [[50, 130, { dog: 0.9 }]]))]);
    const query = plan(thing('dog'));
    const service = serviceOf(library, query);
    const params = searchQuerySchema.parse({ text: 'dog', limit: 5, floor: 0 });
    const context = { signal: new AbortController().signal, onProgress: vi.fn() };
    const first = await service.query(params, context);
    const second = await service.query(params, context);
    expect({ ...second, tookMs: 0 }).toEqual({ ...first, tookMs: 0 });
    expect(library.objects.decodeCount).toBe(3);
  });
});
