import type { CallEngine, Result } from '../../electron/contract/index.ts';
import { onceMore } from '../lib/once-more.ts';

/** What the library holds as a whole, and a number that rises whenever something in it has changed. */
export class LibraryOverview {
  #counts = $state.raw<Omit<Result<'library.list'>, 'videos'> | null>(null);
  #revision = $state.raw(0);
  readonly #callEngine: CallEngine;
  readonly #onChange: () => void;
  readonly #ask = onceMore(async () => {
    this.#counts = await this.#callEngine('library.list', { limit: 1 });
  });

  /** `onChange`: the library is another than before, or is known for the first time. */
  constructor(callEngine: CallEngine, onChange: () => void = () => {}) {
    this.#callEngine = callEngine;
    this.#onChange = onChange;
  }

  /** Null until that is known. */
  get videoCount(): number | null {
    return this.#counts?.totalCount ?? null;
  }

  get counts(): Omit<Result<'library.list'>, 'videos'> | null {
    return this.#counts;
  }

  /** Whoever shows a part of the library asks for it again when this has risen. */
  get revision(): number {
    return this.#revision;
  }

  /** Ends when the connection does. */
  async start(): Promise<void> {
    try {
      await this.#callEngine('library.watch', {}, { onProgress: ({ revision }) => void this.#take(revision) });
    } catch {
      // What was known stays; the connection says by itself that it is lost.
    }
  }

  /** Asks again; once more afterwards when asked meanwhile, so that no older answer comes last. */
  async refresh(): Promise<void> {
    try {
      await this.#ask();
    } catch {
      // Nothing new is known.
    }
  }

  async #take(revision: number): Promise<void> {
    this.#onChange();
    await this.refresh();
    // Answers may overtake each other.
    this.#revision = Math.max(this.#revision, revision);
  }
}
