import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { whyNoWindow } from '../../../../../electron/cli/commands/start.ts';
import { electronProgram } from '../../../../../electron/cli/desktop/electron-program.ts';
import { openWindow } from '../../../../../electron/cli/desktop/open-window.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timecue-window-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program in place of Electron's that writes down how it was started. */
function standIn(lines: string): string {
  const program = join(folder, 'electron');
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/args'\nenv > '${folder}/env'\n${lines}\n`);
  chmodSync(program, 0o755);
  return program;
}

function open(program: string, signal = new AbortController().signal) {
  return openWindow({
    program,
    projectFolder: '/project',
    paths: ['/footage/-odd name.mp4'],
    libraryFolder: '/library',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    signal,
  });
}

describe.skipIf(process.platform === 'win32')('the window', () => {
  test('is opened with the library and the footage, never as plain Node, and its end is the command’s', async () => {
    expect(await open(standIn('exit 0'))).toEqual({ kind: 'closed', code: 0 });
    const args = readFileSync(join(folder, 'args'), 'utf8').trim().split('\n');
    expect(args).toEqual(['/project', '--library=/library', '--', '/footage/-odd name.mp4']);
    expect(readFileSync(join(folder, 'env'), 'utf8')).not.toContain('ELECTRON_RUN_AS_NODE');
  });

  test('that never opened says why, so that the page can be served instead', async () => {
    expect(await open(standIn('exit 7'))).toEqual({ kind: 'never-opened', reason: 'Electron ended with code 7' });
    expect(await open(join(folder, 'missing'))).toMatchObject({ kind: 'never-opened' });
  });

  test('is ended with the command', async () => {
    const controller = new AbortController();
    const end = open(standIn('exec sleep 30'), controller.signal);
    setTimeout(() => controller.abort(), 50);
    expect(await end).toEqual({ kind: 'closed', code: 0 });
  });
});

test('Electron’s program is found without importing its package, which would download it', () => {
  mkdirSync(join(folder, 'dist'));
  expect(electronProgram({ env: {}, packageFolder: folder })).toBeNull();
  writeFileSync(join(folder, 'path.txt'), 'electron');
  expect(electronProgram({ env: {}, packageFolder: folder })).toBeNull();
  writeFileSync(join(folder, 'dist', 'electron'), '');
  expect(electronProgram({ env: {}, packageFolder: folder })).toBe(join(folder, 'dist', 'electron'));
  expect(electronProgram({ env: {}, packageFolder: null })).toBeNull();
});

test('there is no window without a display, nor for root', () => {
  expect(whyNoWindow({}, 'linux', false)).toContain('display');
  expect(whyNoWindow({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true)).toContain('root');
  expect(whyNoWindow({ DISPLAY: ':0' }, 'linux', false)).toBeNull();
  expect(whyNoWindow({}, 'darwin', false)).toBeNull();
});
