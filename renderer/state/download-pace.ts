/** Long enough to be steady, short enough to follow a line that becomes slow. */
const windowMs = 5000;

/** How fast a number of bytes grows, looked at over the last five seconds. */
export class DownloadPace {
  #samples: readonly { readonly atMs: number; readonly doneBytes: number }[] = [];

  add(doneBytes: number, atMs: number = performance.now()): void {
    const last = this.#samples.at(-1);
    // A new file, or one that is begun anew, has its own pace.
    const kept = last !== undefined && doneBytes < last.doneBytes ? [] : this.#samples;
    this.#samples = [...kept.filter((sample) => atMs - sample.atMs <= windowMs), { atMs, doneBytes }];
  }

  /** Null until two moments half a second apart are known. */
  get bytesPerSecond(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.atMs - first.atMs < 500) {
      return null;
    }
    return ((last.doneBytes - first.doneBytes) * 1000) / (last.atMs - first.atMs);
  }
}
