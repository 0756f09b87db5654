/** Pointer positions, at most one for each picture that the screen shows, the last one always. */
export class LatestOnly {
  readonly #take: (value: number) => void;
  #waiting: number | null = null;

  constructor(take: (value: number) => void) {
    this.#take = take;
  }

  put(value: number): void {
    const isAsked = this.#waiting !== null;
    this.#waiting = value;
    if (!isAsked) {
      requestAnimationFrame(() => {
        const latest = this.#waiting!;
        this.#waiting = null;
        this.#take(latest);
      });
    }
  }
}
