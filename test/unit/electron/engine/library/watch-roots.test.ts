import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { silentLogger } from '../../../../../electron/engine/base/surroundings.ts';
import { isNetworkType, mountTypeOf } from '../../../../../electron/engine/library/network-mounts.ts';
import { commonFolder, RootWatcher } from '../../../../../electron/engine/library/watch-roots.ts';
import { FootageFixture } from './footage-fixture.ts';

function watcherOf(fixture: FootageFixture): RootWatcher {
  return new RootWatcher({
    roots: () => fixture.service.roots(),
    rescan: (rootId, options) => fixture.service.rescan(rootId, options),
    logger: silentLogger,
    debounceMs: 50,
    stableMs: 60,
    pollMs: 40,
  });
}

async function untilVideos(fixture: FootageFixture, videos: readonly string[]): Promise<void> {
  for (let look = 0; look < 200 && fixture.videos().join() !== videos.join(); look += 1) await wait(25);
  expect(fixture.videos()).toEqual(videos);
}

describe('RootWatcher', () => {
  test.each([
    ['by what the system tells', false],
    ['by polling', true],
  ])('follows what happens in a folder, %s', async (_, isPolling) => {
    using fixture = new FootageFixture({ isPolling });
    fixture.write('a.mp4', 'A');
    await fixture.service.add(fixture.footage);
    const watcher = watcherOf(fixture);
    try {
      await watcher.refresh();
      fixture.write('new folder/b.mp4', 'B');
      await untilVideos(fixture, ['a.mp4 online 1', 'b.mp4 online 1']);
      renameSync(join(fixture.footage, 'a.mp4'), join(fixture.footage, 'new folder', 'c.mp4'));
      await untilVideos(fixture, ['c.mp4 online 1', 'b.mp4 online 1']);
      rmSync(join(fixture.footage, 'new folder', 'b.mp4'));
      await untilVideos(fixture, ['c.mp4 online 1', 'b.mp4 offline 1']);
    } finally {
      await watcher.dispose();
    }
  });

  test('watches roots that are added later, and nothing once it is disposed', async () => {
    using fixture = new FootageFixture();
    const watcher = watcherOf(fixture);
    await watcher.refresh();
    fixture.write('a.mp4', 'A');
    await fixture.service.add(fixture.footage);
    await watcher.refresh();
    fixture.write('b.mp4', 'B');
    await untilVideos(fixture, ['a.mp4 online 1', 'b.mp4 online 1']);
    await watcher.dispose();
    fixture.write('c.mp4', 'C');
    await wait(300);
    expect(fixture.videos()).toHaveLength(2);
  });
});

describe('commonFolder', () => {
  test.each([
    [['a/b/x.mp4'], 'a/b'],
    [['a/b/x.mp4', 'a/b/c/y.mp4'], 'a/b'],
    [['a/b/x.mp4', 'a/bb/y.mp4'], 'a'],
    [['x.mp4', 'a/y.mp4'], ''],
    [['a/x.mp4', 'y.mp4'], ''],
    [[''], ''],
  ])('of %j is %j', (places, folder) => {
    expect(commonFolder(places)).toBe(folder);
  });
});

describe('mountTypeOf', () => {
  const mounts = [
    '/dev/sda1 / ext4 rw 0 0',
    'nas:/video /mnt/nas nfs4 rw 0 0',
    '//server/share /mnt/My\\040Share cifs rw 0 0',
    'me@host: /mnt/nas/remote fuse.sshfs rw 0 0',
    '/dev/sdb1 /mnt/nasty ext4 rw 0 0',
  ].join('\n');

  test.each([
    ['/home/me/Videos', 'ext4', false],
    ['/mnt/nas/2023', 'nfs4', true],
    ['/mnt/nas/remote/x', 'fuse.sshfs', true],
    ['/mnt/My Share/x', 'cifs', true],
    ['/mnt/nasty/x', 'ext4', false],
  ])('knows the drive of %s', (path, type, isNetwork) => {
    expect(mountTypeOf(path, mounts)).toBe(type);
    expect(isNetworkType(type)).toBe(isNetwork);
  });
});
