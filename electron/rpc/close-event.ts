/** Something that ends once: listeners are called once, and at once when they come too late. */
export class CloseEvent {
  #listeners: (() => void)[] | null = [];

  get hasHappened(): boolean {
    return this.#listeners === null;
  }

  listen(listener: () => void): void {
    if (this.#listeners === null) {
      listener();
    } else {
      this.#listeners.push(listener);
    }
  }

  /** Returns whether this was the first time. */
  happen(): boolean {
    const listeners = this.#listeners;
    if (listeners === null) {
      return false;
    }
    this.#listeners = null;
    for (const listener of listeners) {
      listener();
    }
    return true;
  }
}
