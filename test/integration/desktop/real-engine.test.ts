import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildDesktop } from '../../../build/desktop/build-desktop.ts';
import type { CallEngine } from '../../../electron/contract/index.ts';
import type { VideoId } from '../../../electron/contract/ids.ts';
import type * as startModule from '../../../electron/main/start-desktop.ts';
import { connectEngine } from '../../../electron/rpc/client.ts';
import { libraryAddress } from '../../../renderer/client/library-address.ts';
import { openEnginePort } from '../../../renderer/client/open-engine-port.ts';
import { drawClips } from '../../fixtures/draw-clips.ts';
import { ElectronDouble } from '../../helpers/electron-double/electron-double.ts';
import { PageDouble } from '../../helpers/electron-double/page-double.ts';
import { UtilityProcessDouble } from '../../helpers/electron-double/utility-process-double.ts';
import { Workplace } from '../../helpers/workplace.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Inside the project, so that the built files find the packages.
const built = resolve(root, 'test/.cache/desktop');
let place: Workplace;
let electron: ElectronDouble;
let callEngine: CallEngine;

beforeAll(async () => {
  await buildDesktop(root, built);
});

afterAll(() => rmSync(built, { recursive: true, force: true }));

/** The built main on the double, its engine and models in processes of their own, the page over the real preload. */
beforeEach(async () => {
  place = await Workplace.make();
  await place.installTinyDetector();
  const pageFolder = join(place.folder, 'page');
  mkdirSync(pageFolder);
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html>');
  electron = new ElectronDouble({
    folder: place.folder,
    fork: (file, args, options) => new UtilityProcessDouble(file, args, options),
  });
  const { startDesktop } = (await import(
    pathToFileURL(join(built, 'electron/main/start-desktop.js')).href
  )) as typeof startModule;
  const program = {
    argv: ['timecue'],
    env: { TIMECUE_LIBRARY: place.library, TIMECUE_MODELS: join(place.folder, 'models') },
    platform: process.platform,
    cwd: () => place.folder,
    kill: (pid: number, signal: 'SIGKILL') => process.kill(pid, signal),
    on: () => {},
  };
  await startDesktop(electron, program, {
    places: { pageFolder, licenceFiles: [resolve(root, 'THIRD-PARTY-LICENCES.md')] },
  });
  await electron.windows[0]!.loaded;
  const page = new PageDouble(electron, electron.windows[0]!);
  vi.stubGlobal('window', page.window);
  vi.stubGlobal('location', page.location);
  callEngine = connectEngine(await openEnginePort());
});

afterEach(async () => {
  const ended = new Promise((done) => electron.app.once('test:exit', done));
  if (electron.app.emit('will-quit', { preventDefault: () => {} })) {
    await ended;
  }
  vi.unstubAllGlobals();
  await place[Symbol.asyncDispose]();
});

async function indexed(): Promise<VideoId> {
  await vi.waitFor(
    async () => {
      const { jobs, countByState } = await callEngine('jobs.list', {});
      expect(jobs.every(({ state }) => state === 'done' || state === 'skipped')).toBe(true);
      expect(countByState.done).toBeGreaterThan(0);
    },
    { timeout: 120_000, interval: 300 },
  );
  const { videos } = await callEngine('library.list', {});
  return videos[0]!.videoId;
}

const engineProcess = (index: number): UtilityProcessDouble =>
  electron.forked.filter(({ file }) => file.includes('engine-process'))[index]!.process as UtilityProcessDouble;

describe('the built desktop program', () => {
  test('takes footage in, finds a thing with a model of its own process, and plays the very bytes', async () => {
    expect(await callEngine('host.describe', {})).toMatchObject({
      kind: 'desktop',
      version: '0.0.0-test',
      isReadOnly: false,
      capabilities: { canChoose: true, canReveal: true, hasDropPaths: true },
    });
    const { shots } = await drawClips();
    const file = await place.put(shots.path, 'shots & more #1.mp4');
    await callEngine('library.add', { place: { path: place.footage } });
    const videoId = await indexed();

    const { hits } = await callEngine('search.query', { text: 'person' });
    expect(hits.length).toBeGreaterThan(0);
    const models = electron.forked.filter(({ file: entry }) => entry.includes('model-process'));
    expect(models.map(({ options }) => options.serviceName)).toEqual(['Timecue models (background)']);

    const bytes = readFileSync(file);
    const session = electron.sessionOf('persist:timecue');
    const address = libraryAddress(`/media/${videoId}`);
    expect(address).toBe(`media://library/media/${videoId}`);
    const part = await session.fetch(address, { headers: { Range: 'bytes=1000-1999' } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1000, 2000))).toBe(true);
    const poster = await session.fetch(libraryAddress(`/poster/${videoId}/1000`));
    expect([poster.status, poster.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(await poster.arrayBuffer()).toHaveProperty('byteLength');
  });

  test('goes on after its engine was killed: the page is served again, and what was begun is finished', async () => {
    const { shots } = await drawClips();
    await place.put(shots.path, 'a.mp4');
    await callEngine('library.add', { place: { path: place.footage } });
    const lost = vi.fn();
    const watching = callEngine('jobs.watch', {}).catch(lost);
    process.kill(engineProcess(0).pid!, 'SIGKILL');
    await watching;
    expect(lost).toHaveBeenCalledWith(expect.objectContaining({ code: 'disconnected' }));

    callEngine = connectEngine(await openEnginePort());
    await indexed();
    expect(engineProcess(1).pid).toBeDefined();
    expect(existsSync(join(place.folder, 'logs', 'timecue.log'))).toBe(true);
  });

  test('hands what a dialog, a menu and a second start bring to the page as places', async () => {
    const seen: unknown[] = [];
    const controller = new AbortController();
    const watching = callEngine('host.watch', {}, { signal: controller.signal, onProgress: (wish) => seen.push(wish) });
    electron.press('Settings…');
    const data = { paths: [place.footage], libraryFolder: null, isSmokeTest: false };
    electron.app.emit('second-instance', {}, [], '/', data);
    await vi.waitFor(
      () =>
        expect(seen).toEqual([
          { kind: 'command', commandId: 'go.settings' },
          { kind: 'places', places: [{ placeId: expect.any(String), name: 'footage' }] },
        ]),
      { timeout: 30_000 },
    );
    controller.abort();
    await watching.catch(() => {});

    electron.choices.push([place.footage]);
    const { places } = await callEngine('host.choose', { what: 'footage-folders' });
    expect(places).toEqual([{ placeId: expect.any(String), name: 'footage' }]);
    const { text } = await callEngine('host.licences', {});
    expect(text).toContain('Apache-2.0');
  });
});
