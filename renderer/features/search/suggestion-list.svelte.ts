import type { CallEngine, Result } from '../../../electron/contract/index.ts';

export type Suggestion = Result<'search.suggest'>['suggestions'][number];

const typingPauseMs = 80;

/** What the text so far may become: shown while somebody types, walked through with the arrow keys. */
export class SuggestionList {
  #suggestions = $state.raw<readonly Suggestion[]>([]);
  #isOpen = $state.raw(false);
  /** -1 while the text itself is what would be asked. */
  #activeIndex = $state.raw(-1);
  #controller: AbortController | null = null;
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  get suggestions(): readonly Suggestion[] {
    return this.#suggestions;
  }

  /** A list without anything in it is not shown. */
  get isOpen(): boolean {
    return this.#isOpen && this.#suggestions.length > 0;
  }

  get activeIndex(): number {
    return this.isOpen ? this.#activeIndex : -1;
  }

  get active(): Suggestion | null {
    return this.#suggestions[this.activeIndex] ?? null;
  }

  /** Opens the list for a text, a moment after the last letter of it. Never rejects: without answer, no list. */
  async offer(text: string): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#isOpen = true;
    this.#activeIndex = -1;
    await new Promise((resolve) => setTimeout(resolve, typingPauseMs));
    if (controller.signal.aborted) {
      return;
    }
    const suggestions = await this.#callEngine('search.suggest', { text }, { signal: controller.signal }).then(
      (result) => result.suggestions,
      () => [],
    );
    if (this.#controller === controller) {
      this.#suggestions = suggestions.filter((suggestion) => suggestion.text !== text);
    }
  }

  /** Up and down, through the text itself at either end. */
  move(step: 1 | -1): void {
    const count = this.#suggestions.length;
    this.#activeIndex = ((this.#activeIndex + 1 + step + count + 1) % (count + 1)) - 1;
  }

  close(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.#isOpen = false;
    this.#activeIndex = -1;
    this.#suggestions = [];
  }
}
