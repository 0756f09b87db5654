/** How long to wait before starting again what died, in ms: longer each time, from the start once it lived long. */
export class RestartDelay {
  readonly #firstMs: number;
  readonly #longestMs: number;
  readonly #healthyMs: number;
  #failureCount = 0;
  #startedMs = 0;

  constructor({ firstMs = 500, longestMs = 30_000, healthyMs = 60_000 } = {}) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
    this.#healthyMs = healthyMs;
  }

  started(nowMs: number): void {
    this.#startedMs = nowMs;
  }

  /** The wait after a death now. */
  died(nowMs: number): number {
    if (nowMs - this.#startedMs >= this.#healthyMs) {
      this.#failureCount = 0;
    }
    this.#failureCount += 1;
    return Math.min(this.#longestMs, this.#firstMs * 2 ** (this.#failureCount - 1));
  }
}
