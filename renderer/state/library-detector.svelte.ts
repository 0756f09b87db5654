import { EngineError, isAbort } from '../../electron/contract/errors.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { InstallProgress, ModelSummary } from '../../electron/contract/models.ts';
import type { ChosenPlace } from '../../electron/contract/places.ts';

export type DetectorStatus =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'installing'; readonly progress: InstallProgress | null }
  | { readonly kind: 'failed'; readonly error: EngineError }
  | { readonly kind: 'installed' };

/** The one model that a newcomer is offered: the one that finds things in the picture. */
export class LibraryDetector {
  #card = $state.raw<ModelSummary | null>(null);
  #status = $state.raw<DetectorStatus>({ kind: 'unknown' });
  readonly #callEngine: CallEngine;
  #controller: AbortController | null = null;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  /** Null until it is known, and where there is none. */
  get card(): ModelSummary | null {
    return this.#card;
  }

  get status(): DetectorStatus {
    return this.#status;
  }

  /** Looks what is there. A failure leaves it unknown: the rest of the page works without. */
  async look(): Promise<void> {
    try {
      const { models } = await this.#callEngine('models.list', {});
      const ofObjects = models.filter(({ channel }) => channel === 'objects');
      this.#card = ofObjects.find(({ state }) => state === 'installed') ?? ofObjects[0] ?? null;
      if (this.#card !== null && this.#controller === null) {
        this.#status = statusOf(this.#card);
      }
    } catch {
      // Asked again when the page is shown again.
    }
  }

  /** Downloads it, or copies it from a place. Goes on where an earlier download stopped. Never rejects. */
  async install(from: ChosenPlace | null = null): Promise<void> {
    const card = this.#card;
    if (card === null || this.#controller !== null) {
      return;
    }
    const controller = new AbortController();
    this.#controller = controller;
    this.#status = { kind: 'installing', progress: null };
    try {
      this.#card = await this.#callEngine(
        'models.install',
        { cardId: card.cardId, from },
        { signal: controller.signal, onProgress: (progress) => (this.#status = { kind: 'installing', progress }) },
      );
      this.#status = statusOf(this.#card);
    } catch (error) {
      const known = error instanceof EngineError ? error : new EngineError('internal', String(error), { cause: error });
      this.#status = isAbort(error) ? { kind: 'missing' } : { kind: 'failed', error: known };
    } finally {
      this.#controller = null;
    }
  }

  stop(): void {
    this.#controller?.abort();
  }
}

function statusOf({ state, installing }: ModelSummary): DetectorStatus {
  if (state === 'installed') {
    return { kind: 'installed' };
  }
  return installing === null ? { kind: 'missing' } : { kind: 'installing', progress: installing };
}
