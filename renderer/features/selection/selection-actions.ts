import type { SelectionItemId } from '../../../electron/contract/ids.ts';
import type { ShownSelectionItem } from '../../../electron/contract/selection.ts';
import { t } from '../../lib/messages.svelte.ts';
import type { Workstation } from '../../state/workstation.svelte.ts';

/** What a person can do with collected spans; failures are told, none is thrown. */
export class SelectionActions {
  readonly #station: Workstation;

  constructor(station: Workstation) {
    this.#station = station;
  }

  play({ videoId, title, range }: ShownSelectionItem): void {
    this.#station.viewer.open({ videoId, title, range });
  }

  async rename(item: ShownSelectionItem, name: string): Promise<void> {
    const trimmed = name.trim();
    if (trimmed !== item.name) {
      const title = t('selection.did.rename', { name: trimmed || item.title });
      await this.#try(() => this.#station.selection.amend(item.itemId, { name: trimmed }, title));
    }
  }

  async note(item: ShownSelectionItem, note: string): Promise<void> {
    if (note !== item.note) {
      const title = t('selection.did.note', { name: nameOf(item) });
      await this.#try(() => this.#station.selection.amend(item.itemId, { note }, title));
    }
  }

  async move(itemId: SelectionItemId, beforeId: SelectionItemId | null): Promise<void> {
    const { selection } = this.#station;
    const { items } = selection;
    const index = items.findIndex((item) => item.itemId === itemId);
    const item = items[index];
    // Where it stands already is no change to be undone.
    if (item !== undefined && (items[index + 1]?.itemId ?? null) !== beforeId) {
      const title = t('selection.did.move', { name: nameOf(item) });
      await this.#try(() => selection.move(itemId, beforeId, title));
    }
  }

  async remove(item: ShownSelectionItem): Promise<void> {
    const name = nameOf(item);
    await this.#try(async () => {
      await this.#station.selection.remove([item.itemId], t('selection.did.remove', { name }));
      this.#tellUndoable(t('selection.removed', { name }));
    });
  }

  async clear(): Promise<void> {
    const { selection } = this.#station;
    const count = selection.items.length;
    const itemIds = selection.items.map(({ itemId }) => itemId);
    await this.#try(async () => {
      await selection.remove(itemIds, t('selection.did.clear', { count }));
      this.#tellUndoable(t('selection.cleared', { count }));
    });
  }

  #tellUndoable(text: string): void {
    this.#station.notices.tell(text, { label: t('selection.undo'), run: () => void this.#station.undo() });
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#station.notices.fail(error);
    }
  }
}

export function nameOf({ name, title }: ShownSelectionItem): string {
  return name === '' ? title : name;
}
