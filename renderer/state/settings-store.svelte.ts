import type { CallEngine } from '../../electron/contract/index.ts';
import { settingsSchema, type Settings } from '../../electron/contract/settings.ts';

/** The settings as they are now, in every window alike. The engine keeps them. */
export class SettingsStore {
  #settings = $state.raw<Settings>(settingsSchema.parse({}));
  #isKnown = $state.raw(false);
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  /** The defaults until the engine has answered. */
  get current(): Settings {
    return this.#settings;
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
    const before = this.#settings;
    this.#settings = { ...before, ...changes };
    try {
      this.#take(await this.#callEngine('settings.change', { changes: { ...changes } as Record<string, never> }));
    } catch (error) {
      this.#settings = before;
      throw error;
    }
  }

  #take(settings: Settings): void {
    this.#settings = settings;
    this.#isKnown = true;
  }
}
