const intervalMs = 100;

/**
 * Lets at most ten values a second through and keeps only the newest of those that wait. The last value is never
 * lost: `end` lets it out, and nothing comes after it.
 */
export class ProgressThrottle {
  readonly #send: (progress: unknown) => void;
  #lastSentMs = Number.NEGATIVE_INFINITY;
  #waiting: { readonly progress: unknown } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isEnded = false;

  constructor(send: (progress: unknown) => void) {
    this.#send = send;
  }

  push(progress: unknown): void {
    if (this.#isEnded) {
      return;
    }
    this.#waiting = { progress };
    const waitMs = this.#lastSentMs + intervalMs - Date.now();
    // A clock that was set back would make the wait longer than the interval.
    if (waitMs <= 0 || waitMs > intervalMs) {
      this.#flush();
    } else {
      this.#timer ??= setTimeout(() => this.#flush(), waitMs);
    }
  }

  /** Sends what still waits; whatever is pushed afterwards is ignored. */
  end(): void {
    this.#flush();
    this.#isEnded = true;
  }

  /** Ends without sending. */
  cancel(): void {
    this.#waiting = null;
    this.end();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    if (waiting !== null) {
      this.#waiting = null;
      this.#lastSentMs = Date.now();
      this.#send(waiting.progress);
    }
  }
}
