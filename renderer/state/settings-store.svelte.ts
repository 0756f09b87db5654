import type { CallEngine } from '../../electron/contract/index.ts';
import { settingsSchema, type Settings } from '../../electron/contract/settings.ts';

/** The settings as they are now, in every window alike. The engine keeps them. */
export class SettingsStore {
  /** As the engine keeps them. */
  #kept = $state.raw<Settings>(settingsSchema.parse({}));
  /** What was changed here and is not known to be kept yet, in its order. */
  #pending = $state.raw<readonly Partial<Settings>[]>([]);
  #isKnown = $state.raw(false);
  #shown = $derived<Settings>(Object.assign({}, this.#kept, ...this.#pending));
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  /** The defaults until the engine has answered. */
  get current(): Settings {
    return this.#shown;
  }

  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Ends when the connection does. */
  async start(): Promise<void> {
    try {
      await this.#callEngine('settings.watch', {}, { onProgress: (settings) => this.#take(settings) });
    } catch {
      // What was known stays; the connection says by itself that it is lost.
    }
  }

  /** Shown at once. Rejects, and shows what is kept, when it could not be kept. */
  async change(changes: Partial<Settings>): Promise<void> {
    this.#pending = [...this.#pending, changes];
    try {
      this.#take(await this.#callEngine('settings.change', { changes: { ...changes } as Record<string, never> }));
    } finally {
      this.#pending = this.#pending.filter((other) => other !== changes);
    }
  }

  #take(settings: Settings): void {
    this.#kept = settings;
    this.#isKnown = true;
  }
}
