import type { CallEngine } from '../../electron/contract/index.ts';

/** How many videos the library holds; null until that is known. */
export class LibraryOverview {
  #videoCount = $state.raw<number | null>(null);
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  get videoCount(): number | null {
    return this.#videoCount;
  }

  /** Asks again. What was known stays when the engine does not answer: the connection says so by itself. */
  async refresh(): Promise<void> {
    try {
      const { totalCount } = await this.#callEngine('library.list', { limit: 1 });
      this.#videoCount = totalCount;
    } catch {
      // Nothing new is known.
    }
  }
}
