import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { CandidateFinder } from '../../../../../electron/engine/index/candidate-finder.ts';
import { Turn } from '../../../../../electron/engine/index/turn.ts';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import { planChannels } from '../../../../../electron/engine/search/plan-channels.ts';
import { FakeLibrary, type FakeVideo, seen } from '../../../../helpers/fake-library.ts';
import { all, any, file, inOrder, not, plan, type PlanPart, says, thing, words } from '../../../../helpers/plans.ts';

const minutes = (count: number) => count * 60;

async function windowsOf(library: FakeLibrary, part: PlanPart, videoIds: readonly string[] | null = null) {
  const finder = new CandidateFinder({ source: library });
  const found = await finder.find(request(library, part, videoIds), turn());
  return found.map(({ video, fromBlock, toBlock }) => [video.videoId, fromBlock, toBlock]);
}

function request(library: FakeLibrary, part: PlanPart, videoIds: readonly string[] | null = null) {
  const states = library.channels.map(({ id }) => ({ channel: id, state: 'ready' as const, cardId: null }));
  const query = plan(part);
  const { channelsByAtom } = planChannels({ plan: query, channels: library.channels, states, withoutChannels: [] });
  const wanted = videoIds === null ? null : new Set(videoIds.map((videoId) => videoIdSchema.parse(videoId)));
  return { plan: query, channelsByAtom, videoIds: wanted };
}

const turn = (signal = new AbortController().signal) => new Turn({ clock: systemClock, signal });

const street: FakeVideo = {
  name: 'street',
  durationSeconds: minutes(10),
  rows: {
    objects: seen(minutes(10), [
      [minutes(2), minutes(2) + 20, { car: 0.9 }],
      [minutes(4) + 10, minutes(4) + 30, { dog: 0.8 }],
      [minutes(8), minutes(8) + 20, { car: 0.6, dog: 0.7 }],
    ]),
    names: [{ startSeconds: 0, endSeconds: minutes(10), words: { street: 1, holiday: 1 } }],
  },
};
const interview: FakeVideo = {
  name: 'interview',
  durationSeconds: minutes(3),
  rows: {
    objects: seen(minutes(3), [[0, minutes(3), { person: 0.9 }]]),
    speech: [
      { startSeconds: 61, endSeconds: 63, words: { hello: 1, world: 1 } },
      { startSeconds: 125, endSeconds: 126, words: { hello: 1 } },
    ],
    names: [{ startSeconds: 0, endSeconds: minutes(3), words: { interview: 1 } }],
  },
};
const library = new FakeLibrary([street, interview]);

describe('CandidateFinder', () => {
  test('finds the blocks that show a thing', async () => {
    expect(await windowsOf(library, thing('dog'))).toEqual([
      ['street', 4, 5],
      ['street', 8, 9],
    ]);
  });

  test('puts blocks that show both parts of an "all" first and still offers those with one', async () => {
    const windows = await windowsOf(library, all(thing('car'), thing('dog')));
    expect(windows[0]).toEqual(['street', 8, 9]);
    expect(windows).toHaveLength(3);
  });

  test('finds either part of an "any"', async () => {
    expect(await windowsOf(library, any(thing('car'), thing('person')))).toHaveLength(3);
  });

  test('joins the blocks from the first part of a "then" to the last', async () => {
    expect(await windowsOf(library, inOrder(thing('car'), thing('dog')))).toContainEqual(['street', 2, 5]);
    expect(await windowsOf(library, inOrder(thing('dog'), thing('person')))).toEqual([]);
  });

  test('ranges over everything for a plan that only excludes, and prefers where the excluded is absent', async () => {
    const windows = await windowsOf(library, not(thing('person')));
    expect(windows[0]?.[0]).toBe('street');
    const known = windows
      .filter(([name]) => name === 'street')
      .reduce((sum, [, from, to]) => sum + Number(to) - Number(from), 0);
    expect(known).toBe(10);
  });

  test('does not turn into "anything without it" when nothing can answer what is asked for', async () => {
    const part = all(says('hello'), not(thing('car')));
    expect((await windowsOf(library, part)).every(([name]) => name === 'interview')).toBe(true);
  });

  test('finds spoken words, all of them before some of them', async () => {
    expect(await windowsOf(library, says('hello', 'world'))).toEqual([
      ['interview', 1, 2],
      ['interview', 2, 3],
    ]);
    expect(await windowsOf(library, says('goodbye'))).toEqual([]);
  });

  test('finds a file by its name and holds other parts to that file', async () => {
    expect(await windowsOf(library, file('interview'))).toEqual([['interview', 0, 3]]);
    const windows = await windowsOf(library, all(file('interview'), thing('dog')));
    expect(windows.every(([name]) => name === 'interview')).toBe(true);
  });

  test('looks soft words up in speech and in names', async () => {
    expect((await windowsOf(library, words('holiday'))).map(([name]) => name)).toContain('street');
    expect(await windowsOf(library, words('hello'))).toEqual([['interview', 1, 3]]);
  });

  test('searches only the videos that it is told to', async () => {
    const windows = await windowsOf(library, any(thing('car'), thing('person')), ['interview']);
    expect(windows).toEqual([['interview', 0, 3]]);
  });

  test('sees new rows once the source has another version, and asks nothing twice before', async () => {
    const videos: FakeVideo[] = [{ ...street, rows: { objects: seen(60, []) } }];
    const growing = new FakeLibrary(videos);
    const finder = new CandidateFinder({ source: growing });
    expect(await finder.find(request(growing, thing('cat')), turn())).toEqual([]);
    videos[0] = { ...street, rows: { objects: seen(60, [[0, 5, { cat: 0.9 }]]) } };
    expect(await finder.find(request(growing, thing('cat')), turn())).toEqual([]);
    growing.currentVersion = 2;
    expect(await finder.find(request(growing, thing('cat')), turn())).toHaveLength(1);
  });

  test('knows nothing of blocks that are not analysed yet', async () => {
    const half = new FakeLibrary([{ ...street, doneBlockCount: 5 }]);
    expect(await windowsOf(half, not(thing('person')))).toEqual([['street', 0, 5]]);
  });

  test('stops when aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    const finder = new CandidateFinder({ source: library });
    await expect(finder.find(request(library, thing('dog')), turn(controller.signal))).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
