import type { SelectionItemId } from '../../../electron/contract/ids.ts';

/** A row that is dragged to another place. The keyboard has its own way. */
export class DragOrder {
  #dragged = $state.raw<SelectionItemId | null>(null);
  /** The row that it would stand before; null is the end, undefined is nowhere. */
  #target = $state.raw<SelectionItemId | null | undefined>(undefined);
  readonly #onDrop: (itemId: SelectionItemId, beforeId: SelectionItemId | null) => void;

  constructor(onDrop: (itemId: SelectionItemId, beforeId: SelectionItemId | null) => void) {
    this.#onDrop = onDrop;
  }

  isDragged(itemId: SelectionItemId): boolean {
    return this.#dragged === itemId;
  }

  isOver(target: SelectionItemId | null): boolean {
    return this.#dragged !== null && this.#target === target && this.#dragged !== target;
  }

  start(event: DragEvent, itemId: SelectionItemId): void {
    this.#dragged = itemId;
    if (event.dataTransfer !== null) {
      event.dataTransfer.effectAllowed = 'move';
      // Firefox drags nothing without data.
      event.dataTransfer.setData('text/plain', itemId);
    }
  }

  over(event: DragEvent, target: SelectionItemId | null): void {
    if (this.#dragged !== null) {
      event.preventDefault();
      event.stopPropagation();
      this.#target = target;
    }
  }

  drop(event: DragEvent): void {
    const { dragged, target } = { dragged: this.#dragged, target: this.#target };
    if (dragged === null) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.end();
    if (target !== undefined && target !== dragged) {
      this.#onDrop(dragged, target);
    }
  }

  end(): void {
    this.#dragged = null;
    this.#target = undefined;
  }
}
