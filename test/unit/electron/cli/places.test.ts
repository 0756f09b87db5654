import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { callerFolder, libraryPaths, resolveFromCaller } from '../../../../electron/cli/places.ts';

const caller = mkdtempSync(join(tmpdir(), 'timecue-caller-'));
const underNpm = { INIT_CWD: caller, npm_lifecycle_event: 'timecue' };

afterAll(() => rmSync(caller, { recursive: true }));

describe('the folder of the caller', () => {
  test('is where npm was called, since npm itself changes the folder', () => {
    expect(callerFolder(underNpm)).toBe(caller);
    expect(resolveFromCaller('footage', underNpm)).toBe(join(caller, 'footage'));
    expect(resolveFromCaller('../x', underNpm)).toBe(join(tmpdir(), 'x'));
  });

  test('is the current one outside of npm, and where npm names a folder that is gone', () => {
    expect(callerFolder({})).toBe(process.cwd());
    expect(callerFolder({ INIT_CWD: caller })).toBe(process.cwd());
    expect(callerFolder({ ...underNpm, INIT_CWD: join(caller, 'gone') })).toBe(process.cwd());
  });
});

describe('resolveFromCaller', () => {
  test('leaves absolute paths alone and knows ~', () => {
    expect(resolveFromCaller('/a/b', underNpm)).toBe('/a/b');
    expect(resolveFromCaller('~/Footage', { HOME: '/home/me' })).toBe('/home/me/Footage');
    expect(resolveFromCaller('~', { HOME: '/home/me' })).toBe('/home/me');
    // A folder of that name, not another person's home.
    expect(resolveFromCaller('~other', underNpm)).toBe(join(caller, '~other'));
  });
});

describe('libraryPaths', () => {
  test('prefers the option to the environment, and that to the place of the platform', () => {
    const env = { ...underNpm, TIMECUE_LIBRARY: 'from env' };
    expect(libraryPaths('option', env).libraryFolder).toBe(join(caller, 'option'));
    expect(libraryPaths(undefined, env).libraryFolder).toBe(join(caller, 'from env'));
    expect(libraryPaths(undefined, {}).libraryFolder).toMatch(/timecue/i);
  });

  test('keeps everything in the library’s folder, but for models that are named elsewhere', () => {
    const { libraryFolder, databaseFile, pictureFolder, modelFolder } = libraryPaths('/lib', {});
    for (const path of [databaseFile, pictureFolder, modelFolder]) {
      expect(path.startsWith(join(libraryFolder, '/'))).toBe(true);
    }
    expect(libraryPaths('/lib', { ...underNpm, TIMECUE_MODELS: 'models' }).modelFolder).toBe(join(caller, 'models'));
  });
});
