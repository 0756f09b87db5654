import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { VideoId } from '../../../../../electron/contract/ids.ts';
import { ProxyFolder } from '../../../../../electron/engine/playback/proxy-folder.ts';

let path: string;
let folder: ProxyFolder;
const id = (videoId: string) => videoId as VideoId;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'timecue-proxies-'));
  folder = new ProxyFolder(path);
  return () => rm(path, { recursive: true });
});

async function put(name: string, sizeBytes: number, usedAtSeconds: number): Promise<void> {
  await writeFile(join(path, name), Buffer.alloc(sizeBytes));
  await utimes(join(path, name), usedAtSeconds, 1);
}

describe('ProxyFolder', () => {
  test('removes the least recently used until the rest fits, never the one that was just made', async () => {
    await put('new.mp4', 100, 1);
    await put('old.mp4', 100, 2);
    await put('older.webm', 100, 3);
    await put('used.mp4', 100, 4);
    expect(await folder.shrinkTo(200, id('new'))).toBe(2);
    expect((await readdir(path)).sort()).toEqual(['new.mp4', 'used.mp4']);
    expect(await folder.shrinkTo(0, id('new'))).toBe(1);
    expect(await readdir(path)).toEqual(['new.mp4']);
  });

  test('notes use without changing when the file was written, by which browsers cache', async () => {
    await put('a.mp4', 10, 1);
    await folder.touch(id('a'), 5_000_000);
    const { atimeMs, mtimeMs } = await stat(join(path, 'a.mp4'));
    expect([atimeMs, mtimeMs]).toEqual([5_000_000, 1000]);
  });

  test('clears what killed runs and removed videos have left', async () => {
    await put('a.mp4', 10, 1);
    await put('a.mp4.1234.part', 10, 1);
    await put('gone.webm', 10, 1);
    await put('note.txt', 10, 1);
    await folder.sweep((videoId) => videoId === 'a');
    expect((await readdir(path)).sort()).toEqual(['a.mp4', 'note.txt']);
    expect(folder.find(id('a'))).toBe(join(path, 'a.mp4'));
    expect(folder.find(id('gone'))).toBeNull();
  });

  test('is empty where there is no folder', async () => {
    const none = new ProxyFolder(join(path, 'none'));
    await none.sweep(() => false);
    expect(await none.shrinkTo(0, id('a'))).toBe(0);
    expect(none.find(id('a'))).toBeNull();
  });
});
