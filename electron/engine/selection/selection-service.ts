import { EngineError } from '../../contract/errors.ts';
import type { ParsedParams } from '../../contract/index.ts';
import type { ShownSelectionItem } from '../../contract/selection.ts';
import { watchLibrary } from '../library/watch-library.ts';
import type { ReadableDb, WritableDb } from '../store/database.ts';
import { replaceSelection, selectionItems, selectionRevision } from '../store/queries/index.ts';

export interface Selection {
  readonly revision: number;
  readonly items: ShownSelectionItem[];
}

export interface SelectionDeps {
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
}

/** The spans that a person has collected, one list for all windows; kept in the library. */
export class SelectionService {
  readonly #deps: SelectionDeps;
  readonly #listeners = new Set<() => void>();

  constructor(deps: SelectionDeps) {
    this.#deps = deps;
  }

  get(): Selection {
    const { db } = this.#deps;
    return { revision: selectionRevision(db), items: selectionItems(db) };
  }

  /** Throws EngineError `conflict` when the selection is no longer at that revision, and `read-only`. */
  replace({ revision, items }: ParsedParams<'selection.replace'>): Selection {
    const { writer } = this.#deps;
    if (writer === null) {
      throw new EngineError('read-only', 'This engine only reads the library.');
    }
    if (!replaceSelection(writer, { revision, items })) {
      throw new EngineError('conflict', 'The selection was changed in another window.', {
        details: { revision: selectionRevision(writer) },
      });
    }
    this.#listeners.forEach((tell) => tell());
    return this.get();
  }

  /**
   * Tells the selection at once and whenever it reads otherwise, until the signal aborts: after every change, and when
   * videos leave the library, or come and go with their drives.
   */
  async watch(tell: (selection: Selection) => void, signal: AbortSignal): Promise<void> {
    let told = '';
    const tellNow = () => {
      const selection = this.get();
      const text = JSON.stringify(selection);
      if (text !== told) {
        told = text;
        tell(selection);
      }
    };
    this.#listeners.add(tellNow);
    try {
      await watchLibrary(this.#deps.db, { signal, onProgress: tellNow });
    } finally {
      this.#listeners.delete(tellNow);
    }
  }
}
