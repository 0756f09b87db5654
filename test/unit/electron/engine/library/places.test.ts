import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { browsePlaces } from '../../../../../electron/engine/library/browse-places.ts';
import { Places, typedPath } from '../../../../../electron/engine/library/places.ts';

let folder: string;
const places = new Places();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timecue-places-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const browse = (path: string, files: 'none' | 'videos' | 'all' = 'videos') =>
  browsePlaces({ places, rootPaths: () => [] }, { placeId: places.name(path).placeId, files });

describe('browsePlaces', () => {
  test('shows folders first, as people count, and neither hidden nor other files', async () => {
    for (const name of ['day 10', 'day 9', '.secret', 'node_modules']) mkdirSync(join(folder, name));
    for (const name of ['b.mp4', 'A.mov', 'notes.txt', '.hidden.mp4']) writeFileSync(join(folder, name), 'x');
    symlinkSync(join(folder, 'day 9'), join(folder, 'link'));
    const { entries, trail } = await browse(folder);
    expect(entries.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      ...['folder day 9', 'folder day 10', 'folder link', 'file A.mov', 'file b.mp4'],
    ]);
    expect(trail.map(({ name }) => name).slice(-2)).toEqual(folder.split('/').slice(-2));
    expect((await browse(folder, 'all')).entries.map(({ name }) => name)).toContain('notes.txt');
    expect((await browse(folder, 'none')).entries.every(({ kind }) => kind === 'folder')).toBe(true);
    expect(places.resolve({ placeId: entries[0]!.placeId })).toBe(join(folder, 'day 9'));
  });

  test('tells no more than 2,000 entries, and says so', async () => {
    for (let index = 0; index < 2001; index += 1) writeFileSync(join(folder, `${String(index)}.mp4`), '');
    const { entries, isTruncated } = await browse(folder);
    expect([entries.length, isTruncated, entries[1]!.name]).toEqual([2000, true, '1.mp4']);
  });

  test('says that a folder is gone', async () => {
    await expect(browse(join(folder, 'gone'))).rejects.toMatchObject({ code: 'file-missing' });
  });

  test.skipIf(process.getuid?.() === 0)('says that a folder may not be read, and does not offer it', async () => {
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0);
    await expect(browse(locked)).rejects.toMatchObject({ code: 'permission-denied' });
    expect((await browse(folder)).entries).toEqual([]);
    chmodSync(locked, 0o700);
  });

  test('begins at home and beside the folders of the library', async () => {
    mkdirSync(join(folder, 'home'));
    mkdirSync(join(folder, 'drive'));
    const deps = { places, rootPaths: () => [join(folder, 'drive', 'footage')], home: join(folder, 'home') };
    const { entries } = await browsePlaces(deps, { placeId: null, files: 'videos' });
    const names = entries.map(({ name }) => name);
    expect([names[0], names.includes('drive'), names.at(-1)]).toEqual(['home', true, '/']);
  });

  test('knows no place that it never named', () => {
    expect(() => places.resolve({ placeId: 'p1' as never })).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});

test.each([
  ['/a/b', '/a/b'],
  [' /a/b/ ', '/a/b'],
  ['"/a/with space"', '/a/with space'],
  ['~/clips', '/home/me/clips'],
  ['~', '/home/me'],
  ['file:///a/b%20c', '/a/b c'],
  ['/', '/'],
  ['/a/../b', '/b'],
])('%j is typed for %s', (text, path) => {
  expect(typedPath(text, '/home/me')).toBe(path);
});

test.each(['clips', './clips', '../x', 'file://elsewhere/a', '/a\0b'])('%j is refused', (text) => {
  expect(() => typedPath(text)).toThrow(expect.objectContaining({ code: 'bad-request' }));
});
