import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FootageFixture, noChange } from './footage-fixture.ts';

test('a scan takes nothing that lies outside the folder and is only linked into it', async () => {
  using fixture = new FootageFixture();
  const outside = join(fixture.library.folder, 'outside');
  mkdirSync(join(outside, 'sub'), { recursive: true });
  for (const name of ['secret.mp4', 'sub/secret.mp4', 'secret.srt']) {
    writeFileSync(join(outside, name), `outside ${name}`);
  }
  fixture.write('a.mp4', 'A');
  symlinkSync(outside, join(fixture.footage, 'folder'));
  symlinkSync(join(outside, 'secret.mp4'), join(fixture.footage, 'file.mp4'));
  symlinkSync(join(outside, 'secret.srt'), join(fixture.footage, 'a.srt'));
  expect(await fixture.service.add(fixture.footage)).toMatchObject({ ...noChange, addedCount: 1 });
  const [root] = fixture.service.roots();
  for (const below of ['file.mp4', 'folder', 'folder/sub', 'folder/secret.mp4']) {
    const report = await fixture.service.rescan(root!.rootId, { below });
    expect([below, report.addedCount]).toEqual([below, 0]);
  }
  expect(fixture.files()).toEqual(['footage/a.mp4']);
});

test('a scan counts a file as gone whose place was taken by a link that leads elsewhere', async () => {
  using fixture = new FootageFixture();
  fixture.write('a.mp4', 'A');
  await fixture.service.add(fixture.footage);
  const elsewhere = join(fixture.library.folder, 'elsewhere.mp4');
  writeFileSync(elsewhere, 'elsewhere');
  fixture.remove('a.mp4');
  symlinkSync(elsewhere, join(fixture.footage, 'a.mp4'));
  const [root] = fixture.service.roots();
  expect(await fixture.service.rescan(root!.rootId, { below: 'a.mp4' })).toMatchObject({
    addedCount: 0,
    offlineCount: 1,
  });
  expect(fixture.videos()).toEqual(['a.mp4 offline 1']);
});
