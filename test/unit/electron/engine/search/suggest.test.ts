import { expect, test } from 'vitest';
import { systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { searchMemoryOf, writingMemoryHandlers } from '../../../../../electron/engine/search/search-memory.ts';
import { suggest } from '../../../../../electron/engine/search/suggest.ts';
import { TemporaryLibrary, addVideo } from '../store/temporary-library.ts';

const context = { signal: new AbortController().signal, onProgress: () => {} } as never;

const ask = (library: TemporaryLibrary, text: string) =>
  suggest(library.db, { text, limit: 8 }).suggestions.map((each) => `${each.kind}: ${each.text}`);

function memoryOf(library: TemporaryLibrary) {
  let nowMs = 0;
  return writingMemoryHandlers(library.db, { ...systemClock, nowMs: () => (nowMs += 1) });
}

test('for no text shows what was asked last, then examples', async () => {
  using library = new TemporaryLibrary();
  await memoryOf(library)['search.remember']({ text: 'a dog' }, context);
  expect(ask(library, '').slice(0, 2)).toEqual(['recent: a dog', expect.stringMatching(/^example: /u)]);
});

test('puts saved and recent searches that begin alike first, each once', async () => {
  using library = new TemporaryLibrary();
  const memory = memoryOf(library);
  await memory['search.save']({ text: 'a red car', name: 'Cars' }, context);
  await memory['search.remember']({ text: 'a red car' }, context);
  await memory['search.remember']({ text: 'A RED bus' }, context);
  expect(ask(library, 'a re').slice(0, 3)).toEqual(['saved: a red car', 'recent: A RED bus', 'word: a red']);
  expect(ask(library, 'cars')[0]).toBe('saved: a red car');
});

test.each([
  ['two bicy', 'word: two bicycle'],
  ['camera zoom i', 'word: camera zoom in'],
  ['someone in har', 'name: someone in harbour'],
])('completes %j', (text, expected) => {
  using library = new TemporaryLibrary();
  addVideo(library.db, 'Harbour_at-night 03.mp4');
  expect(ask(library, text)).toContain(expected);
});

test('remembers each text once, newest first, at most a hundred', async () => {
  using library = new TemporaryLibrary();
  const memory = memoryOf(library);
  for (let index = 0; index < 105; index += 1)
    await memory['search.remember']({ text: `dog ${String(index)}` }, context);
  const { recent } = await memory['search.remember']({ text: '  DOG   50 ' }, context);
  expect([recent.length, recent[0]!.text, recent[1]!.text]).toEqual([100, 'dog 50', 'dog 104']);
  expect((await memory['search.forgetRecent']({}, context)).recent).toEqual([]);
});

test('a search is saved once under its newest name, and removed once', async () => {
  using library = new TemporaryLibrary();
  const memory = memoryOf(library);
  await memory['search.save']({ text: 'a dog', name: '' }, context);
  const { saved } = await memory['search.save']({ text: 'A dog', name: 'Dogs' }, context);
  expect(saved.map(({ name }) => name)).toEqual(['Dogs']);
  const { savedSearchId } = saved[0]!;
  await memory['search.removeSaved']({ savedSearchId }, context);
  await expect(memory['search.removeSaved']({ savedSearchId }, context)).rejects.toMatchObject({ code: 'not-found' });
  expect(searchMemoryOf(library.db).saved).toEqual([]);
});
