import { describe, expect, test, vi } from 'vitest';
import type { InstallProgress, ModelSummary } from '../../../../electron/contract/models.ts';
import { DownloadPace } from '../../../../renderer/state/download-pace.ts';
import { ModelShelf } from '../../../../renderer/state/model-shelf.svelte.ts';
import { connectLoopback } from '../../../helpers/loopback.ts';

const progress: InstallProgress = { stage: 'download', file: 'a.onnx', doneBytes: 500, totalBytes: 1000 };
const card = (over: Partial<ModelSummary> = {}): ModelSummary => ({
  cardId: 'yolox-nano',
  title: 'YOLOX-nano',
  purpose: 'Finds things.',
  licence: 'Apache-2.0',
  sizeBytes: 1000,
  state: 'missing',
  channel: 'objects',
  installing: null,
  partialBytes: 0,
  ...over,
});

describe('ModelShelf', () => {
  test('shows its own installation, and keeps what was loaded when it is stopped', async () => {
    let state = card();
    const { callEngine } = connectLoopback({
      'models.list': async () => ({ models: [state] }),
      'models.install': (_params, { signal, onProgress }) =>
        new Promise((_resolve, reject) => {
          onProgress(progress);
          signal.addEventListener('abort', () => {
            state = card({ partialBytes: 500 });
            reject(signal.reason as Error);
          });
        }),
    });
    const shelf = new ModelShelf(callEngine);
    await shelf.load();
    const installed = shelf.install('yolox-nano', null);
    await vi.waitFor(() => expect(shelf.installationOf(state)).toMatchObject({ progress, isOwn: true }));
    shelf.stop('yolox-nano');
    expect(await installed).toBeNull();
    expect(shelf.models![0]!.partialBytes).toBe(500);
    expect(shelf.installationOf(shelf.models![0]!)).toBeNull();
  });

  test('shows the list anew when it is installed, and rejects when that failed', async () => {
    let state = card();
    const outcomes = [async () => (state = card({ state: 'installed' })), () => Promise.reject(new Error('broken'))];
    const { callEngine } = connectLoopback({
      'models.list': async () => ({ models: [state] }),
      'models.install': () => outcomes.shift()!(),
    });
    const shelf = new ModelShelf(callEngine);
    expect(await shelf.install('yolox-nano', { path: '/models' })).toMatchObject({ state: 'installed' });
    expect(shelf.models![0]!.state).toBe('installed');
    await expect(shelf.install('yolox-nano', null)).rejects.toMatchObject({ code: 'internal' });
    expect(shelf.installationOf(state)).toBeNull();
  });

  test('asks again while another window installs, until that is done', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const answers = [card({ installing: progress }), card({ installing: progress }), card({ state: 'installed' })];
      const asked = vi.fn(async () => ({ models: [answers.shift()!] }));
      const { callEngine } = connectLoopback({ 'models.list': asked });
      const shelf = new ModelShelf(callEngine);
      await shelf.load();
      expect(shelf.installationOf(shelf.models![0]!)).toMatchObject({ progress, isOwn: false });
      for (let second = 0; second < 5; second += 1) {
        await vi.advanceTimersByTimeAsync(1000);
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(shelf.models![0]!.state).toBe('installed');
      expect(asked).toHaveBeenCalledTimes(3);
    } finally {
      vi.useRealTimers();
    }
  });

  test('knows the devices once asked, and what it knew before when that fails', async () => {
    const found = { devices: [{ provider: 'cpu', state: 'in-use' as const, error: null }], framesPerSecond: 40 };
    const answers = [async () => found, () => Promise.reject(new Error('died'))];
    const { callEngine } = connectLoopback({ 'models.devices': () => answers.shift()!() });
    const shelf = new ModelShelf(callEngine);
    expect(shelf.devices.kind).toBe('unasked');
    await shelf.askDevices();
    await expect(shelf.askDevices()).rejects.toMatchObject({ code: 'internal' });
    expect(shelf.devices).toEqual({ kind: 'known', found });
  });
});

describe('DownloadPace', () => {
  test('is the speed of the last five seconds', () => {
    const pace = new DownloadPace();
    pace.add(0, 0);
    expect(pace.bytesPerSecond).toBeNull();
    pace.add(4000, 2000);
    expect(pace.bytesPerSecond).toBe(2000);
    pace.add(4000, 9000);
    pace.add(5000, 10_000);
    expect(pace.bytesPerSecond).toBe(1000);
  });

  test('begins anew when a download does', () => {
    const pace = new DownloadPace();
    pace.add(9000, 0);
    pace.add(10, 1000);
    expect(pace.bytesPerSecond).toBeNull();
    pace.add(1010, 2000);
    expect(pace.bytesPerSecond).toBe(1000);
  });
});
