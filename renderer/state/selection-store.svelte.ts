import { EngineError } from '../../electron/contract/errors.ts';
import { selectionItemIdSchema, type SelectionItemId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { SelectionItem, ShownSelection } from '../../electron/contract/selection.ts';
import type { UndoHistory } from './undo-history.svelte.ts';

export type NewSelectionItem = Omit<SelectionItem, 'itemId'>;

/** The spans that a person has collected, in every window alike. Every change can be undone. */
export class SelectionStore {
  #shown = $state.raw<ShownSelection>({ revision: 0, items: [] });
  readonly #callEngine: CallEngine;
  readonly #history: UndoHistory;

  constructor(callEngine: CallEngine, history: UndoHistory) {
    this.#callEngine = callEngine;
    this.#history = history;
  }

  get items(): ShownSelection['items'] {
    return this.#shown.items;
  }

  /** Ends when the connection does. */
  async start(): Promise<void> {
    try {
      await this.#callEngine('selection.watch', {}, { onProgress: (shown) => (this.#shown = shown) });
    } catch {
      // What was known stays; the connection says by itself that it is lost.
    }
  }

  add(items: readonly NewSelectionItem[], title: string): Promise<void> {
    const added = items.map((item): SelectionItem => ({ ...item, itemId: newItemId() }));
    return this.#history.do({
      title,
      redo: () => this.#edit((now) => [...now, ...added]),
      undo: () => this.#edit((now) => now.filter(({ itemId }) => !added.some((item) => item.itemId === itemId))),
    });
  }

  /** `change` gets the items as they are and gives them as they shall be; undoing puts back what was there before. */
  edit(title: string, change: (now: readonly SelectionItem[]) => readonly SelectionItem[]): Promise<void> {
    let before: readonly SelectionItem[] = [];
    return this.#history.do({
      title,
      redo: () =>
        this.#edit((now) => {
          before = now;
          return change(now);
        }),
      undo: () => this.#edit(() => before),
    });
  }

  async #edit(change: (now: readonly SelectionItem[]) => readonly SelectionItem[]): Promise<void> {
    try {
      await this.#replace(change);
    } catch (error) {
      if (!(error instanceof EngineError && error.code === 'conflict')) {
        throw error;
      }
      // Another window was faster: the same change once more, on what is there now.
      this.#shown = await this.#callEngine('selection.get', {});
      await this.#replace(change);
    }
  }

  async #replace(change: (now: readonly SelectionItem[]) => readonly SelectionItem[]): Promise<void> {
    const { revision, items } = this.#shown;
    const plain = items.map(({ itemId, videoId, range, name, note, query }) => ({
      itemId,
      videoId,
      range,
      name,
      note,
      query,
    }));
    this.#shown = await this.#callEngine('selection.replace', { revision, items: [...change(plain)] });
  }
}

function newItemId(): SelectionItemId {
  return selectionItemIdSchema.parse(crypto.randomUUID());
}
