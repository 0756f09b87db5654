import type { CallEngine } from '../../electron/contract/index.ts';
import type { QueueSummary } from '../../electron/contract/jobs.ts';

/** The queue of indexing jobs as it is just now, for as long as the connection lasts. */
export class QueueWatch {
  #queue = $state.raw<QueueSummary | null>(null);
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  /** Null while unknown. */
  get queue(): QueueSummary | null {
    return this.#queue;
  }

  /** Ends when the connection does. */
  async start(): Promise<void> {
    try {
      await this.#callEngine('jobs.watch', {}, { onProgress: (queue) => (this.#queue = queue) });
    } catch {
      // A stale queue would be shown as if it still moved.
      this.#queue = null;
    }
  }
}
