import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { webSocketPort } from '../../../electron/cli/serve/web-socket-port.ts';
import type { CallEngine } from '../../../electron/contract/index.ts';
import { connectEngine } from '../../../electron/rpc/client.ts';
import { codedPort } from '../../../electron/rpc/coded-port.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import type { TimecueProcess } from '../../helpers/timecue-process.ts';
import { Workplace } from '../../helpers/workplace.ts';

/** Starts `timecue serve` on the place's library and connects to it as a page does. */
async function serve(place: Workplace): Promise<{ readonly process: TimecueProcess; readonly call: CallEngine }> {
  const process = place.start(['serve', '--json', '--quiet']);
  await vi.waitFor(() => expect(process.stdout, process.stderr).toContain('\n'), { timeout: 60_000, interval: 100 });
  const { origin, host, hash } = new URL((JSON.parse(process.stdout) as { url: string }).url);
  const answer = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify({ token: hash.replace('#token=', '') }),
  });
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { Cookie: cookie, Origin: origin } });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { process, call: connectEngine(codedPort(webSocketPort(socket))) };
}

describe.skipIf(sharedFolder === null)('a served library of real footage', () => {
  const source = join(sharedFolder ?? '', 'footage', 'tracking');
  let place: Workplace;
  let writing: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    place = await Workplace.make();
    const clips = (await readdir(source, { recursive: true })).filter((name) =>
      /\.(mp4|webm|mov|mkv|avi)$/u.test(name),
    );
    for (const name of clips.slice(0, 3)) await place.put(join(source, name), join('day 1', name));
    writing = await serve(place);
  }, 120_000);

  afterAll(async () => {
    writing.process.child.kill('SIGKILL');
    await writing.process.ended;
    await place[Symbol.asyncDispose]();
  });

  test('is added, listed, shown as folders, and removed without touching the footage', async () => {
    const { call } = writing;
    const stop = new AbortController();
    const onProgress = vi.fn();
    call('library.watch', {}, { signal: stop.signal, onProgress }).catch(() => null);

    const report = await call('library.add', { place: { path: place.footage } });
    const list = await call('library.list', { order: 'size' });
    const { folders } = await call('library.folders', {});
    const day = folders.find(({ title }) => title === 'day 1')!;
    expect([report.addedCount, list.totalCount, day.videoCount]).toEqual([3, 3, 3]);
    expect(JSON.stringify([report, list, folders])).not.toContain(place.folder);
    await vi.waitFor(async () => expect((await call('library.list', {})).countByState.done).toBe(3), 120_000);
    const { videos } = await call('library.list', { filter: { folderId: day.folderId, states: ['done'] } });
    expect(videos.every(({ sprite, durationSeconds }) => sprite !== null && durationSeconds !== null)).toBe(true);
    await vi.waitFor(() => expect(onProgress.mock.calls.length).toBeGreaterThan(2));

    const { videoId } = videos[0]!;
    const pictures = join(place.library, 'pictures', videoId.slice(0, 2), videoId);
    expect(existsSync(pictures)).toBe(true);
    expect(await call('library.removeVideos', { videoIds: [videoId] })).toEqual({ videoCount: 1 });
    expect(existsSync(pictures)).toBe(false);
    await call('library.rescan', { rootId: report.rootId });
    expect((await call('library.list', {})).totalCount).toBe(2);
    stop.abort();
    expect(await readdir(place.footage, { recursive: true })).toEqual(expect.arrayContaining(['day 1']));
  }, 150_000);

  test('is served a second time for reading only', async () => {
    const reading = await serve(place);
    try {
      const { call } = reading;
      expect(await call('host.describe', {})).toMatchObject({ kind: 'browser', isReadOnly: true });
      expect((await call('library.list', {})).totalCount).toBe(2);
      await expect(call('search.query', { text: 'a dark scene' })).resolves.toMatchObject({ plan: { atoms: [{}] } });
      for (const refused of [
        call('library.add', { place: { path: place.footage } }),
        call('library.addDemo', {}),
        call('search.remember', { text: 'dog' }),
        call('models.remove', { cardId: 'yolox-nano' }),
      ]) {
        await expect(refused).rejects.toMatchObject({ code: 'read-only' });
      }
    } finally {
      reading.process.child.kill('SIGKILL');
      await reading.process.ended;
    }
  }, 60_000);

  test('forgets a folder with all that it held', async () => {
    const { call } = writing;
    const [root] = (await call('library.list', {})).roots;
    expect(await call('library.removeRoot', { rootId: root!.rootId })).toEqual({ videoCount: 2 });
    expect(await call('library.list', {})).toMatchObject({ totalCount: 0, roots: [] });
    expect((await readdir(join(place.footage, 'day 1'), { recursive: true })).length).toBeGreaterThan(2);
  });
});
