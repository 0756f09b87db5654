import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMediaFile } from '../../../../electron/media-response/open-media-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timecue-open-'));
  mkdirSync(join(folder, 'footage'));
  writeFileSync(join(folder, 'footage', 'clip.mp4'), 'clip');
  writeFileSync(join(folder, 'outside.mp4'), 'outside');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function isOpened(path: string, root: string): Promise<boolean> {
  const opened = await openMediaFile(path, [root]);
  await opened?.handle.close();
  return opened !== null;
}

test('opens a file that was added to the library by itself, where its root is the file', async () => {
  const clip = join(folder, 'footage', 'clip.mp4');
  expect(await isOpened(clip, clip)).toBe(true);
  expect(await isOpened(join(folder, 'outside.mp4'), clip)).toBe(false);
});

test('opens nothing that a link leads to outside of the root', async () => {
  const link = join(folder, 'footage', 'link.mp4');
  symlinkSync(join(folder, 'outside.mp4'), link);
  expect(await isOpened(link, join(folder, 'footage'))).toBe(false);
});
