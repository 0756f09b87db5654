import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findCard, modelCards } from '../../../native-models/catalog/catalog.ts';
import { installedForm, modelIdOf } from '../../../native-models/catalog/card-schema.ts';
import type { ModelCard } from '../../../native-models/catalog/card-schema.ts';
import { channelIdSchema } from '../../contract/channels.ts';
import { EngineError } from '../../contract/errors.ts';
import type { InstallProgress, ModelSummary } from '../../contract/models.ts';
import type { Clock, Logger } from '../base/surroundings.ts';
import type { DownloadLimits } from './download-file.ts';
import { hashFile, nullWhenMissing } from './hash-file.ts';
import { createHttpGet } from './http-get.ts';
import type { HttpGet } from './http-get.ts';
import { freeBytesOf, installFiles } from './install-files.ts';
import type { InstallDeps, InstallSource } from './install-files.ts';
import { withInstallLock } from './install-lock.ts';
import { readRecord, recordFits, recordOf, writeRecord } from './install-record.ts';

export interface ModelStoreDeps {
  readonly modelFolder: string;
  /** Read for TIMECUE_MODEL_MIRROR and for the proxies (HTTP_PROXY, HTTPS_PROXY, NO_PROXY). */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The catalogue when left out. */
  readonly cards?: readonly ModelCard[];
  /** Node's client with the proxies of `env` when left out. */
  readonly httpGet?: HttpGet;
  readonly limits?: DownloadLimits;
  readonly freeBytes?: InstallDeps['freeBytes'];
  /** "No network at all": then only what lies in a folder can be installed. */
  readonly isNetworkOff?: () => boolean;
}

export interface InstallOptions {
  /** A folder that holds the card's files, or its parent; or a web address laid out like a mirror. */
  readonly from?: string;
  /** Address under which `<card>/<file>` lies, in place of the cards' own. Beats TIMECUE_MODEL_MIRROR. */
  readonly mirror?: string;
  /** Address of a proxy for everything, in place of those of the environment. */
  readonly proxy?: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: InstallProgress) => void;
}

const defaultLimits: DownloadLimits = { stallTimeoutMs: 20_000, retryDelaysMs: [500, 1000, 2000, 4000, 8000] };
const progressIntervalMs = 100;

/** The models on disk: a folder for each, named as stored outputs name it (`yolox-nano@1`). */
export class ModelStore {
  readonly #deps: ModelStoreDeps;
  readonly #cards: readonly ModelCard[];

  constructor(deps: ModelStoreDeps) {
    this.#deps = deps;
    this.#cards = deps.cards ?? modelCards;
  }

  /** Every card of the catalogue with its state, by a quick look. */
  list(): Promise<ModelSummary[]> {
    return Promise.all(this.#cards.map((card) => this.#summary(card)));
  }

  /** One card; throws `not-found`. */
  summary(cardId: string): Promise<ModelSummary> {
    return this.#summary(this.#card(cardId));
  }

  /**
   * A quick look: the record of the installation fits the card, and every file is there with its size. `corrupt`:
   * it was installed and is no longer what it was. Nothing is hashed; `verify` does.
   */
  async state(card: ModelCard): Promise<ModelSummary['state']> {
    const folder = this.#folder(card);
    const record = await readRecord(folder);
    if (record === null) {
      return 'missing';
    }
    if (record === 'unreadable' || !recordFits(record, card)) {
      return 'corrupt';
    }
    for (const { path, sizeBytes } of record.files) {
      const found = await stat(join(folder, path)).catch(nullWhenMissing);
      if (found?.size !== sizeBytes) {
        return 'corrupt';
      }
    }
    return 'installed';
  }

  /**
   * Installs a card; safe to call again: what is there and right stays, what was half downloaded is continued. Throws
   * `not-found`, `network`, `network-off`, `file-missing`, `model-corrupt`, `no-space-for-model`, `permission-denied`, `bad-request`,
   * or the signal's reason. After an error the model is as installed as before.
   */
  async install(cardId: string, options: InstallOptions): Promise<ModelSummary> {
    const card = this.#card(cardId);
    const folder = this.#folder(card);
    const source = this.#source(options);
    if (source.kind !== 'folder' && this.#deps.isNetworkOff?.() === true) {
      throw new EngineError('network-off', 'Nothing is downloaded while "no network at all" is on.');
    }
    const { httpGet, limits, freeBytes, env, logger, clock } = this.#deps;
    const proxyEnv = options.proxy === undefined ? env : { HTTP_PROXY: options.proxy, HTTPS_PROXY: options.proxy };
    const deps: InstallDeps = {
      httpGet: httpGet ?? createHttpGet(proxyEnv),
      limits: limits ?? defaultLimits,
      freeBytes: freeBytes ?? freeBytesOf,
      logger,
    };
    const onProgress = this.#limitRate(options.onProgress ?? (() => {}));
    await withInstallLock(folder, async () => {
      await installFiles({ card, folder, source, signal: options.signal, onProgress }, deps);
      await writeRecord(folder, recordOf(card, clock.nowMs()));
    });
    logger.info('models.installed', { cardId, source: source.kind });
    return this.#summary(card);
  }

  /** Hashes an installed model again. What is found changed is remembered: the model is `corrupt` until reinstalled. */
  async verify(
    cardId: string,
    { signal, onProgress }: Pick<InstallOptions, 'signal' | 'onProgress'>,
  ): Promise<ModelSummary> {
    const card = this.#card(cardId);
    const folder = this.#folder(card);
    const record = await readRecord(folder);
    if (record === null) {
      return this.#summary(card);
    }
    const report = this.#limitRate(onProgress ?? (() => {}));
    const changedFiles: string[] = [];
    for (const file of card.files) {
      const { sha256, sizeBytes: totalBytes } = installedForm(file);
      const found = await hashFile(join(folder, file.path), {
        signal,
        onProgress: (doneBytes) => report({ stage: 'verify', file: file.path, doneBytes, totalBytes }),
      });
      if (found !== sha256) {
        changedFiles.push(file.path);
      }
    }
    await writeRecord(folder, { ...recordOf(card, this.#deps.clock.nowMs()), changedFiles });
    return this.#summary(card);
  }

  /** Deletes a model's files, also of earlier revisions. Not an error when there are none. */
  async remove(cardId: string): Promise<ModelSummary> {
    const card = this.#card(cardId);
    for (const name of (await readdir(this.#deps.modelFolder).catch(nullWhenMissing)) ?? []) {
      if (/@\d+$/.test(name) && name.slice(0, name.lastIndexOf('@')) === card.id) {
        await rm(join(this.#deps.modelFolder, name), { recursive: true, force: true });
      }
    }
    this.#deps.logger.info('models.removed', { cardId });
    return this.#summary(card);
  }

  #card(cardId: string): ModelCard {
    const card = findCard(cardId, this.#cards);
    if (card === null) {
      const known = this.#cards.map(({ id }) => id).join(', ');
      throw new EngineError('not-found', `There is no model "${cardId}" in the catalogue; there are ${known}.`, {
        details: { cardId },
      });
    }
    return card;
  }

  #folder(card: ModelCard): string {
    return join(this.#deps.modelFolder, modelIdOf(card));
  }

  async #summary(card: ModelCard): Promise<ModelSummary> {
    const { id: cardId, title, purpose, licence } = card;
    const sizeBytes = card.files.reduce((sum, file) => sum + file.sizeBytes, 0);
    return {
      cardId,
      title,
      purpose,
      licence,
      sizeBytes,
      state: await this.state(card),
      channel: channelIdSchema.options.find((channel) => card.channels.includes(channel)) ?? null,
      installing: null,
      partialBytes: await this.#partialBytes(card),
    };
  }

  async #partialBytes(card: ModelCard): Promise<number> {
    const sizes = card.files.map(async ({ path }) => {
      const part = await stat(join(this.#folder(card), `${path}.part`)).catch(nullWhenMissing);
      return part?.size ?? 0;
    });
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  #source({ from, mirror }: InstallOptions): InstallSource {
    if (from !== undefined && !/^https?:\/\//i.test(from)) {
      return { kind: 'folder', folder: from };
    }
    const base = from ?? mirror ?? this.#deps.env['TIMECUE_MODEL_MIRROR'] ?? '';
    if (base === '') {
      return { kind: 'card' };
    }
    if (!/^https?:\/\//i.test(base) || !URL.canParse(base)) {
      throw new EngineError('bad-request', `"${base}" is no address of a mirror; it starts with https:// or http://.`);
    }
    return { kind: 'mirror', base: new URL(base) };
  }

  /** At most ten reports a second, and always the last of a file. */
  #limitRate(onProgress: (progress: InstallProgress) => void): (progress: InstallProgress) => void {
    let lastMs = Number.NEGATIVE_INFINITY;
    return (progress) => {
      const nowMs = this.#deps.clock.monotonicMs();
      if (nowMs - lastMs >= progressIntervalMs || progress.doneBytes >= progress.totalBytes) {
        lastMs = nowMs;
        onProgress(progress);
      }
    };
  }
}
