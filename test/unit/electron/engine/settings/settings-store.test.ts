import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLogger } from '../../../../../electron/engine/base/surroundings.ts';
import { settingsHandlers } from '../../../../../electron/engine/settings/settings-handlers.ts';
import { SettingsStore } from '../../../../../electron/engine/settings/settings-store.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timecue-settings-'));
  file = join(folder, 'config', 'settings.json');
});

afterEach(() => rmSync(folder, { recursive: true }));

const open = (path = file) => new SettingsStore({ file: path, logger: silentLogger });

/** A file directly in the folder with this text. */
function written(text: string): string {
  const path = join(folder, 'settings.json');
  writeFileSync(path, text);
  return path;
}

test('a change is on disk before the answer and leaves no other file', () => {
  expect(open().change({ theme: 'light' })).toMatchObject({ theme: 'light', units: 'timecode' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 1, theme: 'light' });
  expect(open().current.theme).toBe('light');
  expect(readdirSync(join(folder, 'config'))).toEqual(['settings.json']);
});

test('a field that cannot be read falls back alone, and fields of another version are kept', () => {
  const path = written(JSON.stringify({ version: 1, theme: 'pink', units: 'frames', futureSetting: 3 }));
  const store = open(path);
  expect(store.current).toMatchObject({ theme: 'dark', units: 'frames' });
  store.change({ motion: 'reduced' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    futureSetting: 3,
    units: 'frames',
    motion: 'reduced',
  });
});

test('a file that is no settings at all is kept beside and defaults are used', () => {
  const path = written('{"version": 1, "theme":');
  expect(open(path).current.theme).toBe('dark');
  expect(readFileSync(`${path}.broken`, 'utf8')).toBe('{"version": 1, "theme":');
});

test('a file of another form is copied before it is written over', () => {
  const path = written(JSON.stringify({ version: 7, theme: 'light' }));
  open(path).change({ units: 'seconds' });
  expect(JSON.parse(readFileSync(`${path}.version-7`, 'utf8'))).toEqual({ version: 7, theme: 'light' });
});

test('what another program changes in the file is taken over and told, and its own changes are told once', async () => {
  const store = open();
  store.change({ theme: 'light' });
  const listener = vi.fn();
  store.onChange(listener);
  const stop = store.follow();
  try {
    open().change({ units: 'frames' });
    await vi.waitFor(() => expect(listener).toHaveBeenCalledOnce(), { timeout: 5000 });
    expect(store.current).toMatchObject({ theme: 'light', units: 'frames' });
  } finally {
    stop();
  }
});

test.each([
  ['an unknown name', { colour: 'red' }],
  ['a wrong value', { theme: 'pink' }],
  ['a name of every object', { constructor: 'x' }],
])('refuses %s and changes nothing', (_name, changes) => {
  const store = open();
  expect(() => store.change({ units: 'frames', ...changes })).toThrow(expect.objectContaining({ code: 'bad-request' }));
  expect(store.current.units).toBe('timecode');
  expect(existsSync(file)).toBe(false);
});

test('what another program has changed meanwhile stays', () => {
  const store = open();
  open().change({ theme: 'light' });
  expect(store.change({ units: 'frames' })).toMatchObject({ theme: 'light', units: 'frames' });
});

test('every window is told at once and after each change, until it goes', async () => {
  const store = open();
  const controller = new AbortController();
  const onProgress = vi.fn();
  const watching = settingsHandlers(store)['settings.watch']({}, { signal: controller.signal, onProgress });
  store.change({ theme: 'light' });
  controller.abort();
  await watching;
  store.change({ theme: 'dark' });
  expect(onProgress.mock.calls.map(([settings]) => settings.theme)).toEqual(['dark', 'light']);
});

test('a change after the file was damaged by somebody else keeps what was set before', () => {
  const store = open();
  store.change({ isNetworkOff: true });
  writeFileSync(file, '{"version": 1, "isNetw');
  expect(store.change({ theme: 'light' })).toMatchObject({ isNetworkOff: true, theme: 'light' });
  expect(open().current).toMatchObject({ isNetworkOff: true, theme: 'light' });
});
