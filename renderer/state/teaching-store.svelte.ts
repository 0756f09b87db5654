import type { CallEngine } from '../../electron/contract/index.ts';
import type { TaughtLesson, TeachingState } from '../../electron/contract/teaching.ts';

/** What people have taught, and what goes on about it, for as long as the connection lasts. */
export class TeachingStore {
  #state = $state.raw<TeachingState | null>(null);
  #lessons = $state.raw<readonly TaughtLesson[] | null>(null);
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  /** Null while unknown. */
  get state(): TeachingState | null {
    return this.#state;
  }

  /** Null until `loadLessons`. */
  get lessons(): readonly TaughtLesson[] | null {
    return this.#lessons;
  }

  /** A policy that waits to be accepted. */
  get isOffered(): boolean {
    return this.#state?.history[0]?.state === 'offered';
  }

  /** Ends when the connection does. */
  async start(): Promise<void> {
    try {
      await this.#callEngine('teaching.watch', {}, { onProgress: (state) => (this.#state = state) });
    } catch {
      // A stale state would be shown as if it still moved.
      this.#state = null;
    }
  }

  async loadLessons(): Promise<void> {
    this.#lessons = (await this.#callEngine('teaching.lessons', {})).lessons;
  }

  async tell(method: 'teaching.start' | 'teaching.pause' | 'teaching.resume' | 'teaching.cancel'): Promise<void> {
    this.#state = await this.#callEngine(method, {});
  }

  /** Null: the policy that comes with the program. */
  async use(policyId: string | null): Promise<void> {
    this.#state = await this.#callEngine('teaching.use', { policyId });
  }
}
