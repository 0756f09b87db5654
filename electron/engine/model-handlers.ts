import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cardForChannel } from '../../native-models/catalog/catalog.ts';
import { EngineError, isAbort, toWireError } from '../contract/errors.ts';
import type { Handlers, Result } from '../contract/index.ts';
import type { DeviceReport, ModelSummary } from '../contract/models.ts';
import type { DetectorSource } from './detector-source.ts';
import type { InferenceHost } from './inference/inference-host.ts';
import type { Places } from './library/places.ts';
import type { ModelStore } from './models/model-store.ts';
import { SharedInstalls } from './models/shared-installs.ts';
import type { SettingsStore } from './settings/settings-store.ts';

export interface ModelHandlerDeps {
  readonly models: ModelStore;
  readonly detector: DetectorSource;
  readonly inference: InferenceHost;
  readonly places: Places;
  readonly settings: SettingsStore;
  readonly mode: 'read' | 'write';
  /** A model has come or gone: videos that were analysed without it may want it. */
  readonly onModelsChanged: () => void;
}

type ModelHandlers = Pick<Handlers, Extract<keyof Handlers, `models.${string}`>>;

/** What the contract calls `models.*`. */
export function modelHandlers(deps: ModelHandlerDeps): ModelHandlers {
  const { models, detector, inference, settings, mode } = deps;
  const installs = new SharedInstalls();
  settings.onChange(({ isNetworkOff }, before) => {
    if (isNetworkOff && !before.isNetworkOff) {
      installs.stop(new EngineError('network-off', 'The download was stopped: "no network at all" was switched on.'));
    }
  });
  const withProgress = (summary: ModelSummary): ModelSummary => ({
    ...summary,
    installing: installs.progressOf(summary.cardId),
  });
  const requireWriting = () => {
    if (mode === 'read') throw new EngineError('read-only', 'This engine only reads the library.');
  };
  const afterChange = async (summary: ModelSummary) => {
    await detector.refresh();
    deps.onModelsChanged();
    return summary;
  };
  return {
    'models.list': async () => ({ models: (await models.list()).map(withProgress) }),
    'models.install': async ({ cardId, from }, context) => {
      requireWriting();
      const folder = from === null ? null : await folderOf(deps.places.resolve(from));
      return installs.join(cardId, context, async (call) =>
        afterChange(await models.install(cardId, { ...call, ...(folder === null ? {} : { from: folder }) })),
      );
    },
    'models.remove': async ({ cardId }) => {
      requireWriting();
      if (installs.isRunning(cardId)) {
        throw new EngineError('bad-request', 'This model is being installed just now; stop that first.');
      }
      await inference.stop('background');
      await inference.stop('interactive');
      return afterChange(await models.remove(cardId));
    },
    'models.devices': (_params, { signal }) => describeDevices({ models, inference, signal }),
  };
}

/** A model's file stands for the folder that it lies in. */
async function folderOf(path: string): Promise<string> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() === true ? dirname(path) : path;
}

interface DeviceQuestion {
  readonly models: ModelStore;
  readonly inference: InferenceHost;
  readonly signal: AbortSignal;
}

/** Loads the detector for real: what a provider promises shows only there. Without one nothing has been tried. */
async function describeDevices({ models, inference, signal }: DeviceQuestion): Promise<Result<'models.devices'>> {
  const framesPerSecond = inference
    .describeDevices()
    .reduce<number | null>(
      (best, { runsPerSecond }) => (runsPerSecond === null ? best : Math.max(best ?? 0, runsPerSecond)),
      null,
    );
  const card = cardForChannel('objects');
  if (card === null || (await models.state(card)) !== 'installed') {
    return { devices: [{ provider: 'cpu', state: 'not-tried', error: null }], framesPerSecond };
  }
  try {
    const { provider, failures } = await inference.load({ role: 'interactive', cardId: card.id, signal });
    const failed = failures.map((failure): DeviceReport => ({
      provider: failure.provider,
      state: 'failed',
      error: { code: 'model-failed', message: failure.reason, details: {} },
    }));
    const last: DeviceReport[] = provider === 'cpu' ? [] : [{ provider: 'cpu', state: 'not-tried', error: null }];
    return { devices: [...failed, { provider, state: 'in-use', error: null }, ...last], framesPerSecond };
  } catch (error) {
    if (isAbort(error)) throw error;
    return { devices: [{ provider: 'cpu', state: 'failed', error: toWireError(error) }], framesPerSecond };
  }
}
