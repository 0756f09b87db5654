import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { timecue } from '../../helpers/timecue-process.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'timecue-compiled-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const filesIn = (path: string): number => {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  } catch {
    return 0;
  }
};

/** A home of its own, which is where each platform has its cache. */
const at = (home: string) => ({
  ...{ HOME: home, XDG_CACHE_HOME: join(home, '.cache'), LOCALAPPDATA: home },
  NODE_COMPILE_CACHE: undefined,
});

test('compiled code is kept in the cache of whoever runs it, and nowhere when told not to', async () => {
  const home = join(folder, 'home');
  expect(await timecue(['--version'], { env: at(home) })).toMatchObject({ code: 0, stderr: '' });
  expect(filesIn(home)).toBeGreaterThan(20);

  const other = join(folder, 'other');
  await timecue(['--version'], { env: { ...at(other), NODE_DISABLE_COMPILE_CACHE: '1' } });
  expect(filesIn(other)).toBe(0);
});

test('a place that cannot be written to keeps nothing and stops nothing', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  expect(await timecue(['--version'], { env: at(join(file, 'below')) })).toMatchObject({ code: 0, stderr: '' });
});
