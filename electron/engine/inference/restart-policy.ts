import type { Clock } from '../base/surroundings.ts';

export interface RestartPolicyOptions {
  /** Pauses before the 1st, 2nd, … restart in a row; after the last it is given up. */
  readonly restartDelaysMs: readonly number[];
  /** After giving up, nothing is tried for this long. */
  readonly coolDownMs: number;
  readonly clock: Clock;
}

/** When a process that died is started again: soon at first, later each time, and not at all for a while in the end. */
export class RestartPolicy {
  readonly #options: RestartPolicyOptions;
  #deathsInRow = 0;
  #failedUntilMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: RestartPolicyOptions) {
    this.#options = options;
  }

  get isPausing(): boolean {
    return this.#timer !== null;
  }

  get isGivenUp(): boolean {
    return this.#options.clock.monotonicMs() < this.#failedUntilMs;
  }

  /** A process answered: what comes next is a first death again. */
  noteAnswer(): void {
    this.#deathsInRow = 0;
  }

  /** Counts a death. False when it is given up with it. */
  noteDeath(): boolean {
    this.#deathsInRow += 1;
    if (this.#deathsInRow <= this.#options.restartDelaysMs.length) {
      return true;
    }
    this.#deathsInRow = 0;
    this.#failedUntilMs = this.#options.clock.monotonicMs() + this.#options.coolDownMs;
    return false;
  }

  /** Calls `start` after the pause that the last death earned. */
  pause(start: () => void): void {
    this.cancel();
    const delayMs = this.#options.restartDelaysMs[this.#deathsInRow - 1] ?? 0;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      start();
    }, delayMs);
  }

  cancel(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}
