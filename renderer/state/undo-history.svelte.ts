/** One change that a person made, both ways. */
export interface UndoableChange {
  /** What was done, for the menu and for what is read aloud: "Trim of market-day.mp4". */
  readonly title: string;
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
}

const mostKept = 200;

/** What was done, in its order, to be taken back and done again. One step at a time. */
export class UndoHistory {
  #done = $state.raw<readonly UndoableChange[]>([]);
  #undone = $state.raw<readonly UndoableChange[]>([]);
  #last: Promise<unknown> = Promise.resolve();

  get undoTitle(): string | null {
    return this.#done.at(-1)?.title ?? null;
  }

  get redoTitle(): string | null {
    return this.#undone.at(-1)?.title ?? null;
  }

  /** Does it now and keeps it. Rejects, and keeps nothing, when it fails. */
  do(change: UndoableChange): Promise<void> {
    return this.#oneAfterTheOther(async () => {
      await change.redo();
      this.#done = [...this.#done, change].slice(-mostKept);
      this.#undone = [];
    });
  }

  /** What was taken back, or null when there was nothing. A step that fails is forgotten: its world is gone. */
  undo(): Promise<string | null> {
    return this.#oneAfterTheOther(async () => {
      const change = this.#done.at(-1);
      if (change === undefined) {
        return null;
      }
      this.#done = this.#done.slice(0, -1);
      await change.undo();
      this.#undone = [...this.#undone, change];
      return change.title;
    });
  }

  redo(): Promise<string | null> {
    return this.#oneAfterTheOther(async () => {
      const change = this.#undone.at(-1);
      if (change === undefined) {
        return null;
      }
      this.#undone = this.#undone.slice(0, -1);
      await change.redo();
      this.#done = [...this.#done, change];
      return change.title;
    });
  }

  #oneAfterTheOther<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => {});
    return result;
  }
}
