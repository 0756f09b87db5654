import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../contract/errors.ts';
import { findCard } from '../../native-models/catalog/catalog.ts';
import { installedForm, modelIdOf } from '../../native-models/catalog/card-schema.ts';
import type { ModelCard } from '../../native-models/catalog/card-schema.ts';
import { openYolox } from '../../native-models/families/yolox/model.ts';
import type { YoloxModel } from '../../native-models/families/yolox/model.ts';
import type { SessionOptions } from '../../native-models/runtime/onnx-session.ts';
import type { DeviceReport, ProviderSkip } from '../engine/inference/protocol.ts';

export interface LoadedDetector {
  readonly model: YoloxModel;
  readonly inputSize: number;
  readonly report: DeviceReport;
}

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
  readonly #detectors = new Map<string, Promise<LoadedDetector>>();

  constructor(deps: ModelLibraryDeps) {
    this.#deps = deps;
  }

  /** Throws `not-found`, `model-missing`, `model-corrupt` or `model-failed`; a failed load is tried again when asked. */
  detector(cardId: string): Promise<LoadedDetector> {
    const known = this.#detectors.get(cardId);
    if (known !== undefined) {
      return known;
    }
    const loading = this.#load(cardId);
    this.#detectors.set(cardId, loading);
    loading.catch(() => this.#detectors.delete(cardId));
    return loading;
  }

  async #load(cardId: string): Promise<LoadedDetector> {
    const card = findCard(cardId);
    if (card === null) {
      throw new EngineError('not-found', `There is no model "${cardId}" in the catalogue.`, { details: { cardId } });
    }
    if (card.family.name !== 'yolox') {
      throw new EngineError('bad-request', `${cardId} is of the family ${card.family.name}, which finds no objects.`, {
        details: { cardId },
      });
    }
    const modelFile = await findModelFile(card, this.#deps.modelFolder);
    const { sessionOptions, onLoaded } = this.#deps;
    const skip = this.#deps.skip.filter((known) => known.cardId === null || known.cardId === cardId);
    const before = performance.now();
    try {
      const model = await openYolox(modelFile, card.family, { ...sessionOptions, skip });
      const { provider, failures } = model.session;
      const loadMs = performance.now() - before;
      const report: DeviceReport = {
        cardId,
        provider,
        failures: [...failures],
        threadCount: sessionOptions.threadCount,
        loadMs,
      };
      onLoaded(report);
      return { model, inputSize: card.family.inputSize, report };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new EngineError('model-failed', `${card.title} could not be loaded: ${reason}`, {
        cause: error,
        details: { cardId },
      });
    }
  }
}

/** The family's file in the model's folder; its hash was checked when it was installed, its size is checked here. */
async function findModelFile(card: ModelCard, modelFolder: string): Promise<string> {
  const [fileName] = card.family.files;
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
