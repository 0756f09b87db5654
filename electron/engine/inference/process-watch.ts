import type { RoleDescription } from './role-description.ts';

export interface ProcessWatchOptions {
  readonly growthLimitBytes: number;
  readonly answerTimeoutMs: number;
  /** Called when an answer that is expected does not come in time. */
  readonly onSilence: () => void;
}

/** The arena and the compiled kernels are there after this many runs; growth is measured from then. */
const settlingRunCount = 5;

/** Watches one process after the other: whether it still answers, how fast it is, and how much it grew. */
export class ProcessWatch {
  readonly #options: ProcessWatchOptions;
  #timer: NodeJS.Timeout | null = null;
  #runsOfProcess = 0;
  #settledRssBytes: number | null = null;
  #rssBytes: number | null = null;
  #runCount = 0;
  #runMsSum = 0;
  #recycleCount = 0;
  #isRecycling = false;

  constructor(options: ProcessWatchOptions) {
    this.#options = options;
  }

  /** The process has grown too much: it gets no new work and is replaced when its answers are in. */
  get isRecycling(): boolean {
    return this.#isRecycling;
  }

  describe(): Pick<RoleDescription, 'runCount' | 'runsPerSecond' | 'rssBytes' | 'recycleCount'> {
    return {
      runCount: this.#runCount,
      runsPerSecond: this.#runMsSum > 0 ? (1000 * this.#runCount) / this.#runMsSum : null,
      rssBytes: this.#rssBytes,
      recycleCount: this.#recycleCount,
    };
  }

  /** A process was started; its first message is expected. */
  begin(): void {
    this.#runsOfProcess = 0;
    this.#settledRssBytes = null;
    this.#isRecycling = false;
    this.expectAnswer();
  }

  /** Starts the wait for an answer anew. */
  expectAnswer(): void {
    this.rest();
    this.#timer = setTimeout(this.#options.onSilence, this.#options.answerTimeoutMs);
  }

  /** Nothing is expected. */
  rest(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  noteRun({ runMs, rssBytes }: { readonly runMs: number; readonly rssBytes: number }): void {
    this.#runCount += 1;
    this.#runMsSum += runMs;
    this.#runsOfProcess += 1;
    this.#rssBytes = rssBytes;
    if (this.#runsOfProcess === settlingRunCount) {
      this.#settledRssBytes = rssBytes;
    }
    this.#isRecycling ||=
      this.#settledRssBytes !== null && rssBytes > this.#settledRssBytes + this.#options.growthLimitBytes;
  }

  end({ wasRecycled }: { readonly wasRecycled: boolean }): void {
    this.rest();
    this.#isRecycling = false;
    this.#rssBytes = null;
    this.#recycleCount += wasRecycled ? 1 : 0;
  }
}
