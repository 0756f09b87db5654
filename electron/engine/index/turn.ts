import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../base/surroundings.ts';

export interface TurnOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long to hold the main thread before letting others run. */
  readonly budgetMs?: number;
}

/** Keeps long work on the main thread polite: lets other work run whenever the budget of a turn is used up. */
export class Turn {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #budgetMs: number;
  #startedMs: number;

  constructor({ clock, signal, budgetMs = 8 }: TurnOptions) {
    this.#clock = clock;
    this.#signal = signal;
    this.#budgetMs = budgetMs;
    this.#startedMs = clock.monotonicMs();
  }

  /** Call between units of work. Throws the signal's reason once it is aborted. */
  async breathe(): Promise<void> {
    this.#signal.throwIfAborted();
    if (this.#clock.monotonicMs() - this.#startedMs >= this.#budgetMs) {
      await setImmediate();
      this.#startedMs = this.#clock.monotonicMs();
      this.#signal.throwIfAborted();
    }
  }
}
