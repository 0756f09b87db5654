import { EngineError } from '../../electron/contract/errors.ts';
import { selectionItemIdSchema, type SelectionItemId, type VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { SelectionItem, ShownSelection } from '../../electron/contract/selection.ts';
import type { TimeRange } from '../../electron/contract/time-range.ts';
import { takeBack } from './selection-change.ts';
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
    // A new engine counts for itself.
    this.#shown = { ...this.#shown, revision: 0 };
    try {
      await this.#callEngine('selection.watch', {}, { onProgress: (shown) => this.#take(shown) });
    } catch {
      // What was known stays; the connection says by itself that it is lost.
    }
  }

  /** The length of all spans together, in seconds. */
  get totalSeconds(): number {
    return this.items.reduce((sum, { range }) => sum + range.endSeconds - range.startSeconds, 0);
  }

  /** Whether this very span has been collected. */
  has(videoId: VideoId, { startSeconds, endSeconds }: TimeRange): boolean {
    return this.items.some(
      ({ videoId: other, range }) =>
        other === videoId && range.startSeconds === startSeconds && range.endSeconds === endSeconds,
    );
  }

  add(items: readonly NewSelectionItem[], title: string): Promise<void> {
    const added = items.map((item): SelectionItem => ({ ...item, itemId: newItemId() }));
    return this.#history.do({
      title,
      redo: () => this.#edit((now) => [...now, ...added]),
      undo: () => this.#edit((now) => now.filter(({ itemId }) => !added.some((item) => item.itemId === itemId))),
    });
  }

  remove(itemIds: readonly SelectionItemId[], title: string): Promise<void> {
    return this.edit(title, (now) => now.filter(({ itemId }) => !itemIds.includes(itemId)));
  }

  /** Puts an item before another one, or with null at the end. */
  move(itemId: SelectionItemId, beforeId: SelectionItemId | null, title: string): Promise<void> {
    return this.edit(title, (now) => {
      const item = now.find((one) => one.itemId === itemId);
      if (item === undefined || itemId === beforeId) {
        return now;
      }
      const others = now.filter((one) => one.itemId !== itemId);
      const index = others.findIndex((one) => one.itemId === beforeId);
      return others.toSpliced(index === -1 ? others.length : index, 0, item);
    });
  }

  /** Changes name, note or range of one item. */
  amend(
    itemId: SelectionItemId,
    change: Partial<Pick<SelectionItem, 'name' | 'note' | 'range'>>,
    title: string,
  ): Promise<void> {
    return this.edit(title, (now) => now.map((item) => (item.itemId === itemId ? { ...item, ...change } : item)));
  }

  /**
   * `change` gets the items as they are and gives them as they shall be. Undoing takes back what it changed, and leaves
   * alone what has changed since.
   */
  edit(title: string, change: (now: readonly SelectionItem[]) => readonly SelectionItem[]): Promise<void> {
    let step: { before: readonly SelectionItem[]; after: readonly SelectionItem[] } = { before: [], after: [] };
    return this.#history.do({
      title,
      redo: () =>
        this.#edit((now) => {
          step = { before: now, after: change(now) };
          return step.after;
        }),
      undo: () => this.#edit((now) => takeBack(step, now)),
    });
  }

  async #edit(change: (now: readonly SelectionItem[]) => readonly SelectionItem[]): Promise<void> {
    for (let leftCount = mostAttempts; ; leftCount -= 1) {
      try {
        return await this.#replace(change);
      } catch (error) {
        if (!(error instanceof EngineError && error.code === 'conflict') || leftCount <= 1) {
          throw error;
        }
        // Another window was faster: the same change once more, on what is there now.
        this.#take(await this.#callEngine('selection.get', {}));
      }
    }
  }

  /** The answer to a change and the word of the watch may overtake each other. */
  #take(shown: ShownSelection): void {
    if (shown.revision >= this.#shown.revision) {
      this.#shown = shown;
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
    this.#take(await this.#callEngine('selection.replace', { revision, items: [...change(plain)] }));
  }
}

/** Another window may change things all the time; then somebody has to be told in the end. */
const mostAttempts = 4;

function newItemId(): SelectionItemId {
  return selectionItemIdSchema.parse(crypto.randomUUID());
}
