import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Host, HostWish } from '../../../../electron/engine/base/host.ts';
import { createNoHost } from '../../../../electron/engine/base/no-host.ts';
import { silentLogger } from '../../../../electron/engine/base/surroundings.ts';
import { hostHandlers } from '../../../../electron/engine/host-handlers.ts';
import { Places } from '../../../../electron/engine/library/places.ts';
import { SettingsStore } from '../../../../electron/engine/settings/settings-store.ts';
import { FootageFixture } from './library/footage-fixture.ts';

const context = { signal: new AbortController().signal, onProgress: () => {} };

/** A library with one clip, and a window around the engine that keeps what it is asked. */
async function withWindow(over: Partial<Host> = {}) {
  const fixture = new FootageFixture();
  const path = fixture.write('clip.mp4', 'a clip');
  await fixture.service.add(fixture.footage);
  const { videoId } = fixture.view.list({}).videos[0]!;
  const asked = vi.fn<(...what: unknown[]) => void>();
  const host: Host = {
    ...createNoHost('1.2.3', 'darwin'),
    kind: 'desktop',
    choose: async () => ['/somewhere/Footage', '/somewhere/else.mp4'],
    reveal: async (shown) => asked('reveal', shown),
    dragOut: async (dragged) => asked('drag', dragged),
    openLink: async (link) => asked('link', link),
    ...over,
  };
  const settings = new SettingsStore({ file: null, logger: silentLogger });
  const places = new Places();
  const handlers = hostHandlers({ host, places, view: fixture.view, settings, logger: silentLogger, mode: 'write' });
  return { fixture, path, videoId, asked, settings, places, handlers };
}

describe('hostHandlers', () => {
  test('say what the host is', async () => {
    const { fixture, handlers } = await withWindow();
    using _ = fixture;
    expect(await handlers['host.describe']({}, context)).toMatchObject({
      kind: 'desktop',
      platform: 'mac',
      version: '1.2.3',
      isReadOnly: false,
    });
  });

  test('give what was chosen as places with names, never as paths', async () => {
    const { fixture, handlers, places } = await withWindow();
    using _ = fixture;
    const chosen = await handlers['host.choose']({ what: 'footage-folders' }, context);
    expect(chosen.places.map(({ name }) => name)).toEqual(['Footage', 'else.mp4']);
    expect(JSON.stringify(chosen)).not.toContain('somewhere');
    expect(places.pathOf(chosen.places[0]!.placeId)).toBe('/somewhere/Footage');
  });

  test('show and drag the file of a clip', async () => {
    const { fixture, handlers, asked, path, videoId } = await withWindow();
    using _ = fixture;
    await handlers['host.reveal']({ videoId }, context);
    await handlers['host.dragOut']({ videoId }, context);
    expect(asked.mock.calls).toEqual([
      ['reveal', path],
      ['drag', path],
    ]);
  });

  test('neither show nor drag what a link put in its place leads to, or what is gone', async () => {
    const { fixture, handlers, asked, path, videoId } = await withWindow();
    using _ = fixture;
    fixture.remove('clip.mp4');
    await expect(handlers['host.reveal']({ videoId }, context)).rejects.toMatchObject({ code: 'file-missing' });
    const outside = join(fixture.library.folder, 'secret.txt');
    writeFileSync(outside, 'secret');
    symlinkSync(outside, path);
    await expect(handlers['host.reveal']({ videoId }, context)).rejects.toMatchObject({ code: 'file-missing' });
    await expect(handlers['host.dragOut']({ videoId }, context)).rejects.toMatchObject({ code: 'file-missing' });
    expect(asked).not.toHaveBeenCalled();
  });

  test('open links, but none while the network is off', async () => {
    const { fixture, handlers, asked, settings } = await withWindow();
    using _ = fixture;
    await handlers['host.openLink']({ link: 'project' }, context);
    expect(asked).toHaveBeenCalledWith('link', 'project');
    await settings.change({ isNetworkOff: true });
    await expect(handlers['host.openLink']({ link: 'project' }, context)).rejects.toMatchObject({
      code: 'network-off',
    });
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test('hand on what the host wishes until the page has gone, with places for paths', async () => {
    const listeners = new Set<(wish: HostWish) => void>();
    const { fixture, handlers } = await withWindow({
      onWish: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    });
    using _ = fixture;
    const controller = new AbortController();
    const heard: unknown[] = [];
    const watching = handlers['host.watch'](
      {},
      { signal: controller.signal, onProgress: (request) => void heard.push(request) },
    );
    for (const tell of listeners) {
      tell({ kind: 'command', commandId: 'library.add' });
      tell({ kind: 'paths', paths: ['/somewhere/Footage'] });
    }
    controller.abort();
    await watching;
    expect(listeners.size).toBe(0);
    expect(heard).toEqual([
      { kind: 'command', commandId: 'library.add' },
      { kind: 'places', places: [{ placeId: expect.any(String), name: 'Footage' }] },
    ]);
  });
});
