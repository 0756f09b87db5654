import { EngineError } from '../../contract/errors.ts';
import type { ParsedParams } from '../../contract/index.ts';
import type { ShownSelectionItem } from '../../contract/selection.ts';
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
    this.changed();
    return this.get();
  }

  /** To be called when videos have left the library, or come and gone with their drives. */
  changed(): void {
    this.#listeners.forEach((tell) => tell());
  }

  /** Tells the selection at once and after every change, until the signal aborts. */
  watch(tell: (selection: Selection) => void, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const tellNow = () => tell(this.get());
      const stop = () => {
        this.#listeners.delete(tellNow);
        resolve();
      };
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener('abort', stop, { once: true });
      this.#listeners.add(tellNow);
      tellNow();
    });
  }
}
