import type { SavedSearchId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { SearchMemory } from '../../electron/contract/search.ts';

/** The searches that are saved, and those of before. The engine keeps them. */
export class SearchMemoryStore {
  #memory = $state.raw<SearchMemory>({ saved: [], recent: [] });
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  get saved(): SearchMemory['saved'] {
    return this.#memory.saved;
  }

  get recent(): SearchMemory['recent'] {
    return this.#memory.recent;
  }

  async start(): Promise<void> {
    try {
      this.#memory = await this.#callEngine('search.memory', {});
    } catch {
      // What was known stays; asked again with the next connection.
    }
  }

  /** Never rejects: a search whose words could not be remembered is a search all the same. */
  async remember(text: string): Promise<void> {
    try {
      this.#memory = await this.#callEngine('search.remember', { text });
    } catch {
      // A library that is only read keeps no history.
    }
  }

  async save(text: string, name: string): Promise<void> {
    this.#memory = await this.#callEngine('search.save', { text, name });
  }

  async removeSaved(savedSearchId: SavedSearchId): Promise<void> {
    this.#memory = await this.#callEngine('search.removeSaved', { savedSearchId });
  }

  async forgetRecent(): Promise<void> {
    this.#memory = await this.#callEngine('search.forgetRecent', {});
  }
}
