import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import type { ModelSummary } from '../../../../electron/contract/models.ts';
import { silentLogger } from '../../../../electron/engine/base/surroundings.ts';
import { Places } from '../../../../electron/engine/library/places.ts';
import { modelHandlers, type ModelHandlerDeps } from '../../../../electron/engine/model-handlers.ts';
import type { InstallCall } from '../../../../electron/engine/models/shared-installs.ts';
import { SettingsStore } from '../../../../electron/engine/settings/settings-store.ts';

const summary: ModelSummary = {
  ...{ cardId: 'yolox-nano', title: 'YOLOX-nano', purpose: 'Finds things.', licence: 'Apache-2.0', sizeBytes: 10 },
  ...{ state: 'missing', channel: 'objects', installing: null, partialBytes: 0 },
};
const halfway = { stage: 'download', file: 'a.onnx', doneBytes: 5, totalBytes: 10 } as const;
const live = () => ({ signal: new AbortController().signal, onProgress: vi.fn() });

function handlersWith(over: Partial<ModelHandlerDeps> = {}, state: ModelSummary['state'] = 'missing') {
  const done = Promise.withResolvers<ModelSummary>();
  const install = vi.fn((_cardId: string, { signal, onProgress }: InstallCall & { readonly from?: string }) => {
    onProgress(halfway);
    signal.addEventListener('abort', () => done.reject(signal.reason as Error));
    return done.promise;
  });
  const models = {
    install,
    list: async () => [{ ...summary, state }],
    state: async () => state,
    remove: vi.fn(async () => summary),
  };
  const inference = {
    stop: vi.fn(async () => {}),
    load: vi.fn(async () => ({ provider: 'cpu', failures: [] })),
    describeDevices: () => [{ runsPerSecond: null }, { runsPerSecond: 12 }],
  };
  const settings = new SettingsStore({ file: null, logger: silentLogger });
  const refresh = vi.fn(async () => {});
  const onModelsChanged = vi.fn();
  const handlers = modelHandlers({
    ...{ models: models as never, inference: inference as never, settings, onModelsChanged },
    ...{ detector: { current: () => null, refresh }, places: new Places(), mode: 'write', ...over },
  });
  return { handlers, done, models, inference, settings, refresh, onModelsChanged };
}

describe('installing a model', () => {
  test('is told to every window, and afterwards the detector is looked for again', async () => {
    const { handlers, done, refresh, onModelsChanged } = handlersWith();
    const [first, second] = [live(), live()];
    const installing = handlers['models.install']({ cardId: 'yolox-nano', from: null }, first);
    await vi.waitFor(() => expect(first.onProgress).toHaveBeenCalledWith(halfway));
    const joined = handlers['models.install']({ cardId: 'yolox-nano', from: null }, second);
    expect((await handlers['models.list']({}, live())).models[0]!.installing).toEqual(halfway);
    expect(onModelsChanged).not.toHaveBeenCalled();

    done.resolve({ ...summary, state: 'installed' });
    expect(await Promise.all([installing, joined])).toMatchObject([{ state: 'installed' }, { state: 'installed' }]);
    expect(second.onProgress).toHaveBeenCalledWith(halfway);
    expect([refresh.mock.calls.length, onModelsChanged.mock.calls.length]).toEqual([1, 1]);
  });

  test('from one of its files takes the folder that the file lies in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'timecue-model-'));
    try {
      writeFileSync(join(folder, 'a.onnx'), '');
      const { handlers, done, models } = handlersWith();
      done.resolve(summary);
      await handlers['models.install']({ cardId: 'yolox-nano', from: { path: join(folder, 'a.onnx') } }, live());
      expect(models.install).toHaveBeenCalledWith('yolox-nano', expect.objectContaining({ from: folder }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('stops when the network is switched off, with that as the reason', async () => {
    const { handlers, models, settings } = handlersWith();
    const installing = handlers['models.install']({ cardId: 'yolox-nano', from: null }, live());
    installing.catch(() => {});
    await vi.waitFor(() => expect(models.install).toHaveBeenCalled());
    settings.change({ isNetworkOff: true });
    await expect(installing).rejects.toMatchObject({ code: 'network-off' });
  });

  test('is refused where the library is only read', async () => {
    const { handlers, models } = handlersWith({ mode: 'read' });
    const refused = { code: 'read-only' };
    await expect(handlers['models.install']({ cardId: 'yolox-nano', from: null }, live())).rejects.toMatchObject(
      refused,
    );
    await expect(handlers['models.remove']({ cardId: 'yolox-nano' }, live())).rejects.toMatchObject(refused);
    expect([models.install.mock.calls, models.remove.mock.calls]).toEqual([[], []]);
  });
});

describe('removing a model', () => {
  test('ends what runs it first, then looks for a detector again', async () => {
    const { handlers, inference, models, refresh } = handlersWith();
    await handlers['models.remove']({ cardId: 'yolox-nano' }, live());
    expect(inference.stop.mock.calls.flat()).toEqual(['background', 'interactive']);
    const orders = [inference.stop, models.remove, refresh].map(({ mock }) => mock.invocationCallOrder.at(-1)!);
    expect(orders).toEqual(orders.toSorted((a, b) => a - b));
  });

  test('waits for no installation: it has to be stopped first', async () => {
    const { handlers, done } = handlersWith();
    const installing = handlers['models.install']({ cardId: 'yolox-nano', from: null }, live());
    await expect(handlers['models.remove']({ cardId: 'yolox-nano' }, live())).rejects.toMatchObject({
      code: 'bad-request',
    });
    done.resolve(summary);
    await installing;
  });
});

describe('where models run', () => {
  test('is not tried without a model', async () => {
    const { handlers, inference } = handlersWith();
    expect(await handlers['models.devices']({}, live())).toEqual({
      devices: [{ provider: 'cpu', state: 'not-tried', error: null }],
      framesPerSecond: 12,
    });
    expect(inference.load).not.toHaveBeenCalled();
  });

  test('tells what failed, what is in use and what comes after it', async () => {
    const { handlers, inference } = handlersWith({}, 'installed');
    const failures = [{ provider: 'cuda', reason: 'no driver' }];
    inference.load.mockResolvedValueOnce({ provider: 'webgpu', failures } as never);
    const { devices } = await handlers['models.devices']({}, live());
    expect(devices.map(({ provider, state }) => `${provider} ${state}`)).toEqual([
      'cuda failed',
      'webgpu in-use',
      'cpu not-tried',
    ]);
    expect(devices[0]!.error).toMatchObject({ code: 'model-failed', message: 'no driver' });
  });

  test('is an answer, too, where nothing runs', async () => {
    const { handlers, inference } = handlersWith({}, 'installed');
    inference.load.mockRejectedValueOnce(new EngineError('model-failed', 'It crashed.'));
    const { devices } = await handlers['models.devices']({}, live());
    expect(devices).toMatchObject([{ provider: 'cpu', state: 'failed', error: { message: 'It crashed.' } }]);
  });
});
