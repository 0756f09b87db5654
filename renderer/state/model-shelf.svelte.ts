import { isAbort } from '../../electron/contract/errors.ts';
import type { CallEngine, Result } from '../../electron/contract/index.ts';
import type { InstallProgress, ModelSummary } from '../../electron/contract/models.ts';
import type { ChosenPlace } from '../../electron/contract/places.ts';
import { DownloadPace } from './download-pace.ts';

/** While another window installs, its progress is asked for; one's own comes by itself. */
const askAgainMs = 1000;

export interface Installation {
  readonly progress: InstallProgress | null;
  readonly bytesPerSecond: number | null;
  /** Begun here, so that it can be stopped here. */
  readonly isOwn: boolean;
}

export type DevicesStatus =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'known'; readonly found: Result<'models.devices'> };

/** The models of the catalogue, and what is being done to them. */
export class ModelShelf {
  /** Null until they are known. */
  #models = $state.raw<readonly ModelSummary[] | null>(null);
  #own = $state.raw<Readonly<Record<string, Installation>>>({});
  #devices = $state.raw<DevicesStatus>({ kind: 'unasked' });
  readonly #callEngine: CallEngine;
  #controllers: Readonly<Record<string, AbortController>> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  get models(): readonly ModelSummary[] | null {
    return this.#models;
  }

  get devices(): DevicesStatus {
    return this.#devices;
  }

  /** Null when nothing is under way for it, in whichever window. */
  installationOf(model: ModelSummary): Installation | null {
    const elsewhere = model.installing;
    return (
      this.#own[model.cardId] ??
      (elsewhere === null ? null : { progress: elsewhere, bytesPerSecond: null, isOwn: false })
    );
  }

  /** Asks for the list, and goes on asking while another window installs. Rejects when it cannot be had. */
  async load(): Promise<void> {
    clearTimeout(this.#timer);
    const { models } = await this.#callEngine('models.list', {});
    this.#models = models;
    const isOtherBusy = models.some(({ cardId, installing }) => installing !== null && this.#own[cardId] === undefined);
    if (isOtherBusy) {
      this.#timer = setTimeout(() => void this.load().catch(() => {}), askAgainMs);
    }
  }

  /** `from` null downloads. The model when it is installed, null when it was stopped; rejects when it failed. */
  async install(cardId: string, from: ChosenPlace | null): Promise<ModelSummary | null> {
    const controller = new AbortController();
    const pace = new DownloadPace();
    this.#controllers = { ...this.#controllers, [cardId]: controller };
    this.#setOwn(cardId, { progress: null, bytesPerSecond: null, isOwn: true });
    try {
      return await this.#callEngine(
        'models.install',
        { cardId, from },
        {
          signal: controller.signal,
          onProgress: (progress) => {
            pace.add(progress.doneBytes);
            this.#setOwn(cardId, { progress, bytesPerSecond: pace.bytesPerSecond, isOwn: true });
          },
        },
      );
    } catch (error) {
      if (isAbort(error)) {
        return null;
      }
      throw error;
    } finally {
      const { [cardId]: _over, ...others } = this.#controllers;
      this.#controllers = others;
      this.#setOwn(cardId, null);
      await this.load().catch(() => {});
    }
  }

  /** What was downloaded so far is kept, and gone on with the next time. */
  stop(cardId: string): void {
    this.#controllers[cardId]?.abort();
  }

  async remove(cardId: string): Promise<void> {
    await this.#callEngine('models.remove', { cardId });
    await this.load();
  }

  /** Tries what this computer has; that takes a while the first time. */
  async askDevices(): Promise<void> {
    if (this.#devices.kind === 'asking') {
      return;
    }
    const before = this.#devices;
    this.#devices = { kind: 'asking' };
    try {
      this.#devices = { kind: 'known', found: await this.#callEngine('models.devices', {}) };
    } catch (error) {
      this.#devices = before;
      throw error;
    }
  }

  #setOwn(cardId: string, installation: Installation | null): void {
    const { [cardId]: _before, ...others } = this.#own;
    this.#own = installation === null ? others : { ...others, [cardId]: installation };
  }
}
