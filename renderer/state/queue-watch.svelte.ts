import type { CallEngine } from '../../electron/contract/index.ts';
import type { QueueSummary } from '../../electron/contract/jobs.ts';

/** The queue of indexing jobs as it is just now, for as long as the connection lasts. */
export class QueueWatch {
  #queue = $state.raw<QueueSummary | null>(null);
  readonly #callEngine: CallEngine;
  readonly #onSettled: () => void;
  #settledCount = -1;

  /** `onSettled` is called when the number of videos waiting or finished has changed. */
  constructor(callEngine: CallEngine, onSettled: () => void) {
    this.#callEngine = callEngine;
    this.#onSettled = onSettled;
  }

  /** Null while unknown. */
  get queue(): QueueSummary | null {
    return this.#queue;
  }

  /** Ends when the connection does. */
  async start(): Promise<void> {
    try {
      await this.#callEngine('jobs.watch', {}, { onProgress: (queue) => this.#take(queue) });
    } catch {
      // A stale queue would be shown as if it still moved.
      this.#queue = null;
    }
  }

  #take(queue: QueueSummary): void {
    this.#queue = queue;
    const { queued, done, skipped, failed } = queue.countByState;
    // Weighted, so that a job that goes from waiting to done changes the sum.
    const settledCount = queued + 2 * (done + skipped + failed);
    if (settledCount !== this.#settledCount) {
      this.#settledCount = settledCount;
      this.#onSettled();
    }
  }
}
