import { mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../electron/contract/errors.ts';
import type { VideoId } from '../../../electron/contract/ids.ts';
import { silentLogger, systemClock } from '../../../electron/engine/base/surroundings.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { PlaybackService, type PlaybackDeps } from '../../../electron/engine/playback/playback-service.ts';
import { drawNumberedClip, h264, tools } from '../media/numbered-clip.ts';

let home: string;
let proxyFolder: string;
const services: PlaybackService[] = [];
const walk = 'walk' as VideoId;
const talk = 'talk' as VideoId;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'timecue-playback-'));
  proxyFolder = join(home, 'proxies');
  await drawNumberedClip(join(home, 'walk.mp4'), { seconds: 1, options: h264 });
  await drawNumberedClip(join(home, 'talk.mp4'), { seconds: 2, options: h264 });
});

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.dispose()));
  await rm(home, { recursive: true });
});

async function open(videoId: VideoId, signal?: AbortSignal) {
  const path = join(home, `${videoId}.mp4`);
  return { path, facts: await probeMedia(path, { tools, signal }), tools, fingerprint: videoId };
}

function serviceWith(deps: Partial<PlaybackDeps> = {}): PlaybackService {
  const service = new PlaybackService({
    sources: { open },
    proxyFolder,
    clock: systemClock,
    logger: silentLogger,
    isReadOnly: false,
    proxyCacheBytes: () => 1e9,
    isKnown: () => true,
    ...deps,
  });
  services.push(service);
  return service;
}

function call() {
  const controller = new AbortController();
  return { signal: controller.signal, onProgress: vi.fn(), controller };
}

/** Footage that is opened only when the test lets it. */
function heldSources() {
  const gate = Promise.withResolvers<void>();
  const opened = vi.fn();
  const stopped = vi.fn();
  const sources: PlaybackDeps['sources'] = {
    open: async (videoId, signal) => {
      opened(videoId);
      signal?.addEventListener('abort', () => {
        stopped(videoId);
        gate.reject(new EngineError('aborted', 'Stopped.'));
      });
      await gate.promise;
      return open(videoId, signal);
    },
  };
  return { sources, opened, stopped, letGo: gate.resolve };
}

const failureOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);

describe('preparing a clip to be played', () => {
  test('is done once, joined by whoever asks meanwhile, and answered at once from then on', async () => {
    const { sources, opened, letGo } = heldSources();
    const service = serviceWith({ sources });
    expect(service.proxyFile(walk)).toBeNull();
    const [first, second] = [call(), call()];
    const both = Promise.all([service.prepare(walk, first), service.prepare(walk, second)]);
    letGo();
    const [a, b] = await both;
    expect(a).toEqual(b);
    expect(opened).toHaveBeenCalledTimes(1);
    expect(second.onProgress).toHaveBeenCalledWith({ doneShare: 0, remainingSeconds: null });
    expect(second.onProgress).toHaveBeenLastCalledWith({ doneShare: 1, remainingSeconds: 0 });
    const { path, allowedRoots } = service.proxyFile(walk)!;
    expect([(await stat(path)).size, allowedRoots]).toEqual([a.sizeBytes, [proxyFolder]]);
    expect(await serviceWith().prepare(walk, call())).toEqual(a);
  });

  test('goes on for a while after the last who waited has gone: a page that is reloaded comes back', async () => {
    const { sources, opened, stopped, letGo } = heldSources();
    const service = serviceWith({ sources, graceMs: 60_000 });
    const page = call();
    const asked = failureOf(service.prepare(walk, page));
    await vi.waitFor(() => expect(opened).toHaveBeenCalled());
    page.controller.abort();
    expect(await asked).toMatchObject({ name: 'AbortError' });
    const back = service.prepare(walk, call());
    letGo();
    expect((await back).sizeBytes).toBeGreaterThan(0);
    expect(opened).toHaveBeenCalledTimes(1);
    expect(stopped).not.toHaveBeenCalled();
  });

  test('stops when nobody comes back, and only then', async () => {
    const { sources, opened, stopped } = heldSources();
    const service = serviceWith({ sources, graceMs: 1 });
    const [one, other] = [call(), call()];
    const both = [failureOf(service.prepare(walk, one)), failureOf(service.prepare(walk, other))];
    await vi.waitFor(() => expect(opened).toHaveBeenCalled());
    one.controller.abort();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(stopped).not.toHaveBeenCalled();
    other.controller.abort();
    await Promise.all(both);
    await vi.waitFor(() => expect(stopped).toHaveBeenCalledWith(walk));
    expect(service.proxyFile(walk)).toBeNull();
  });

  test('works on one clip at a time', async () => {
    const { sources, opened, letGo } = heldSources();
    const service = serviceWith({ sources });
    const both = Promise.all([service.prepare(walk, call()), service.prepare(talk, call())]);
    await vi.waitFor(() => expect(opened).toHaveBeenCalled());
    expect(opened.mock.calls).toEqual([[walk]]);
    letGo();
    await both;
    expect(opened.mock.calls).toEqual([[walk], [talk]]);
  });

  test('ends with the engine and leaves nothing half made', async () => {
    const { sources, opened } = heldSources();
    const service = serviceWith({ sources });
    const asked = failureOf(service.prepare(talk, call()));
    await vi.waitFor(() => expect(opened).toHaveBeenCalled());
    await service.dispose();
    expect(await asked).toMatchObject({ code: 'aborted' });
    expect(await readdir(home)).not.toContain('proxies');
  });

  test('keeps what was made up to the limit, and removes what was not used for longest', async () => {
    await serviceWith().prepare(talk, call());
    const old = serviceWith().proxyFile(talk)!.path;
    await utimes(old, 1, 1);
    const { size } = await stat(old);
    await serviceWith({ proxyCacheBytes: () => size }).prepare(walk, call());
    expect((await readdir(proxyFolder)).map((name) => name.split('.')[0])).toEqual(['walk']);
  });

  test('fails as the file fails, and may be tried again', async () => {
    const service = serviceWith();
    await truncate(join(home, 'walk.mp4'), 100);
    await expect(service.prepare(walk, call())).rejects.toBeInstanceOf(EngineError);
    await drawNumberedClip(join(home, 'walk.mp4'), { seconds: 1, options: h264 });
    expect((await service.prepare(walk, call())).sizeBytes).toBeGreaterThan(0);
  });

  test('is refused where the library is only read, unless it is done', async () => {
    await expect(serviceWith({ isReadOnly: true }).prepare(walk, call())).rejects.toMatchObject({ code: 'read-only' });
    await serviceWith().prepare(walk, call());
    await writeFile(join(proxyFolder, 'x.part'), '');
    expect((await serviceWith({ isReadOnly: true }).prepare(walk, call())).sizeBytes).toBeGreaterThan(0);
    expect(await readdir(proxyFolder)).toContain('x.part');
  });
});
