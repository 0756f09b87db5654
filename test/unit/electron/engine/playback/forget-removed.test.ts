import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rootIdSchema, videoIdSchema } from '../../../../../electron/contract/ids.ts';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { PlaybackService } from '../../../../../electron/engine/playback/playback-service.ts';
import { removalHandlers } from '../../../../../electron/engine/removal-handlers.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timecue-proxies-'));
  writeFileSync(join(folder, 'a.mp4'), 'a');
  writeFileSync(join(folder, 'b.mp4'), 'b');
});
afterEach(() => rmSync(folder, { recursive: true }));

const call = { signal: new AbortController().signal, onProgress: () => {} };

function serviceKnowing(known: Set<string>, isReadOnly = false): PlaybackService {
  return new PlaybackService({
    ...{ sources: null as never, proxyFolder: folder, clock: systemClock, logger: silentLogger, isReadOnly },
    ...{ proxyCacheBytes: () => 1e9, isKnown: (videoId) => known.has(videoId) },
  });
}

test('with a video goes the copy that was made to play it, when it was removed alone or with its folder', async () => {
  const known = new Set(['a', 'b']);
  const service = serviceKnowing(known);
  const handlers = removalHandlers(
    {
      'library.removeVideos': async ({ videoIds }) => ({ videoCount: Number(known.delete(videoIds[0]!)) }),
      'library.removeRoot': async () => ({ videoCount: Number(known.delete('b')) }),
    },
    () => service.forgetRemoved(),
  );

  expect(await handlers['library.removeVideos']({ videoIds: [videoIdSchema.parse('a')] }, call)).toEqual({
    videoCount: 1,
  });
  await vi.waitFor(() => expect(existsSync(join(folder, 'a.mp4'))).toBe(false));
  expect(existsSync(join(folder, 'b.mp4'))).toBe(true);

  await handlers['library.removeRoot']({ rootId: rootIdSchema.parse('r') }, call);
  await service.dispose();
  expect(existsSync(join(folder, 'b.mp4'))).toBe(false);
});

test('an engine that only reads removes nothing', async () => {
  const service = serviceKnowing(new Set(), true);
  service.forgetRemoved();
  await service.dispose();
  expect(existsSync(join(folder, 'a.mp4'))).toBe(true);
});
