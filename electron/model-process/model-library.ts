import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../contract/errors.ts';
import { findCard } from '../../native-models/catalog/catalog.ts';
import { installedForm, modelIdOf } from '../../native-models/catalog/card-schema.ts';
import type { ModelCard } from '../../native-models/catalog/card-schema.ts';
import { openNanotrack } from '../../native-models/families/nanotrack/model.ts';
import type { NanotrackModel } from '../../native-models/families/nanotrack/model.ts';
import type { TrackingModelParameters } from '../../native-models/api/tracking-model.ts';
import { openYolox } from '../../native-models/families/yolox/model.ts';
import type { YoloxModel } from '../../native-models/families/yolox/model.ts';
import type { SessionOptions } from '../../native-models/runtime/onnx-session.ts';
import type { DeviceReport, ProviderSkip } from '../engine/inference/protocol.ts';

/** A model of a family that this process runs. */
export type LoadedModel =
  | { readonly family: 'yolox'; readonly model: YoloxModel; readonly inputSize: number; readonly report: DeviceReport }
  | {
      readonly family: 'nanotrack';
      readonly model: NanotrackModel;
      readonly parameters: TrackingModelParameters;
      readonly report: DeviceReport;
    };
export type LoadedOf<F extends LoadedModel['family']> = Extract<LoadedModel, { family: F }>;

export interface ModelLibraryDeps {
  readonly modelFolder: string;
  readonly sessionOptions: Omit<SessionOptions, 'trial' | 'skip'>;
  readonly skip: readonly ProviderSkip[];
  /** Called once a model, when it is loaded. */
  readonly onLoaded: (report: DeviceReport) => void;
}

/** The models of one inference process, loaded when they are first asked for and kept until it ends. */
export class ModelLibrary {
  readonly #deps: ModelLibraryDeps;
  readonly #models = new Map<string, Promise<LoadedModel>>();

  constructor(deps: ModelLibraryDeps) {
    this.#deps = deps;
  }

  /** Throws `not-found`, `model-missing`, `model-corrupt` or `model-failed`; a failed load is tried again when asked. */
  load(cardId: string): Promise<LoadedModel> {
    const known = this.#models.get(cardId);
    if (known !== undefined) {
      return known;
    }
    const loading = this.#load(cardId);
    this.#models.set(cardId, loading);
    loading.catch(() => this.#models.delete(cardId));
    return loading;
  }

  /** The same for a model that must be of one family; `bad-request` where it is of another. */
  async ofFamily<F extends LoadedModel['family']>(cardId: string, family: F): Promise<LoadedOf<F>> {
    const name = cardOf(cardId).family.name;
    if (name !== family) {
      throw new EngineError('bad-request', `${cardId} is of the family ${name}, not ${family}.`, {
        details: { cardId },
      });
    }
    return (await this.load(cardId)) as LoadedOf<F>;
  }

  async #load(cardId: string): Promise<LoadedModel> {
    const card = cardOf(cardId);
    const files = await Promise.all(card.family.files.map((name) => findModelFile(card, name, this.#deps.modelFolder)));
    const { sessionOptions, onLoaded } = this.#deps;
    const skip = this.#deps.skip.filter((known) => known.cardId === null || known.cardId === cardId);
    const before = performance.now();
    try {
      const opened = await openFamily(card, files, { ...sessionOptions, skip });
      const { provider, failures } = opened.model.session;
      const report: DeviceReport = {
        ...{ cardId, provider, failures: [...failures], threadCount: sessionOptions.threadCount },
        loadMs: performance.now() - before,
      };
      onLoaded(report);
      return { ...opened, report };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new EngineError('model-failed', `${card.title} could not be loaded: ${reason}`, {
        cause: error,
        details: { cardId },
      });
    }
  }
}

function cardOf(cardId: string): ModelCard {
  const card = findCard(cardId);
  if (card === null) {
    throw new EngineError('not-found', `There is no model "${cardId}" in the catalogue.`, { details: { cardId } });
  }
  if (card.family.name !== 'yolox' && card.family.name !== 'nanotrack') {
    throw new EngineError('bad-request', `Nothing here runs ${cardId}, of the family ${card.family.name}, yet.`, {
      details: { cardId },
    });
  }
  return card;
}

async function openFamily({ family }: ModelCard, files: readonly string[], options: Omit<SessionOptions, 'trial'>) {
  if (family.name === 'nanotrack') {
    const model = await openNanotrack([files[0]!, files[1]!], family, options);
    return { family: 'nanotrack', model, parameters: family } as const;
  }
  if (family.name === 'yolox') {
    return {
      family: 'yolox',
      model: await openYolox(files[0]!, family, options),
      inputSize: family.inputSize,
    } as const;
  }
  throw new RangeError(`The family ${family.name} is not run by this process.`);
}

/** A file of the family in the model's folder; its hash was checked when it was installed, its size is checked here. */
async function findModelFile(card: ModelCard, fileName: string, modelFolder: string): Promise<string> {
  const file = card.files.find(({ path }) => path === fileName)!;
  const modelFile = join(modelFolder, modelIdOf(card), file.path);
  const details = { cardId: card.id };
  const sizeBytes = await stat(modelFile).then(
    (found) => found.size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') {
        throw new EngineError('model-missing', `${card.title} is not installed.`, { cause: error, details });
      }
      throw error;
    },
  );
  const expectedBytes = installedForm(file).sizeBytes;
  if (sizeBytes !== expectedBytes) {
    throw new EngineError('model-corrupt', `${file.path} has ${sizeBytes} bytes in place of ${expectedBytes}.`, {
      details,
    });
  }
  return modelFile;
}
