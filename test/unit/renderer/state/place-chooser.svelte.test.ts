import { describe, expect, test, vi } from 'vitest';
import type { HostCapabilities } from '../../../../electron/contract/host.ts';
import { placeIdSchema } from '../../../../electron/contract/ids.ts';
import type { Handlers } from '../../../../electron/contract/index.ts';
import type { BrowsedEntry } from '../../../../electron/contract/places.ts';
import { HostInfo } from '../../../../renderer/state/host-info.svelte.ts';
import { PlaceChooser } from '../../../../renderer/state/place-chooser.svelte.ts';
import { loopback } from '../../../helpers/loopback.ts';

const entry = (name: string, kind: BrowsedEntry['kind'] = 'folder'): BrowsedEntry => ({
  placeId: placeIdSchema.parse(name),
  name,
  kind,
});
const home = [entry('footage'), entry('clip', 'file')];

async function chooserWith(canChoose: boolean, handlers: Partial<Handlers> = {}) {
  const capabilities: HostCapabilities = {
    canChoose,
    canReveal: false,
    canDragOut: false,
    hasDropPaths: false,
    canOpenLogs: false,
    canKeepSecrets: false,
  };
  const callEngine = loopback({
    'host.describe': async () => ({
      kind: 'browser',
      platform: 'linux',
      version: '1',
      capabilities,
      isReadOnly: false,
    }),
    'host.watch': async () => ({}),
    'places.browse': async ({ placeId }) =>
      placeId === null
        ? { trail: [], entries: home, isTruncated: false }
        : { trail: [entry('footage')], entries: [entry('day', 'folder')], isTruncated: false },
    ...handlers,
  });
  const host = new HostInfo(callEngine, () => {});
  await host.start();
  return new PlaceChooser(callEngine, host);
}

const opened = (chooser: PlaceChooser) => vi.waitFor(() => expect(chooser.status.kind).toBe('open'), { interval: 1 });

describe('PlaceChooser', () => {
  test('uses the dialog of the system where there is one', async () => {
    const chooser = await chooserWith(true, { 'host.choose': async () => ({ places: [entry('footage')] }) });
    expect(await chooser.choose('footage-folders')).toEqual([
      { place: { placeId: entry('footage').placeId }, title: 'footage' },
    ]);
    expect(chooser.request).toBeNull();
  });

  test('answers with what is ticked, several where footage is added', async () => {
    const chooser = await chooserWith(false);
    const choice = chooser.choose('footage-folders');
    await opened(chooser);
    expect(chooser.answerable).toEqual([]);
    chooser.toggle(home[0]!);
    chooser.toggle(home[1]!);
    expect(chooser.answerable.map(({ title }) => title)).toEqual(['footage', 'clip']);
    chooser.accept(chooser.answerable);
    expect(await choice).toHaveLength(2);
    expect(chooser.request).toBeNull();
  });

  test('answers with the folder that is looked into when nothing is ticked', async () => {
    const chooser = await chooserWith(false);
    const choice = chooser.choose('relink-folder');
    await chooser.browse(entry('footage').placeId);
    expect(chooser.answerable.map(({ title }) => title)).toEqual(['footage']);
    chooser.accept(chooser.answerable);
    expect((await choice)[0]?.title).toBe('footage');
  });

  test('takes one only where one is asked for, and no folder for a clip', async () => {
    const chooser = await chooserWith(false);
    void chooser.choose('relink-file');
    await opened(chooser);
    expect([chooser.takes('folder'), chooser.takes('file')]).toEqual([false, true]);
    chooser.toggle(home[0]!);
    chooser.toggle(home[1]!);
    expect(chooser.answerable.map(({ title }) => title)).toEqual(['clip']);
  });

  test('gives an empty answer when the person thinks better of it, or something else is asked', async () => {
    const chooser = await chooserWith(false);
    const first = chooser.choose('footage-folders');
    const second = chooser.choose('model-folder', 'Where the model is.');
    expect(await first).toEqual([]);
    expect(chooser.request?.note).toBe('Where the model is.');
    chooser.cancel();
    expect(await second).toEqual([]);
  });
});
