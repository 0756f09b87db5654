import type { CallEngine } from '../../electron/contract/index.ts';
import type { QueueSummary } from '../../electron/contract/jobs.ts';

/** The queue of indexing jobs as it is just now, for as long as the connection lasts. */
export class QueueWatch {
  #queue = $state.raw<QueueSummary | null>(null);
  /** Jobs that were over when the work that goes on was first seen; null while nothing is left to do. */
  #overAtStart = $state.raw<number | null>(null);
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  /** Null while unknown. */
  get queue(): QueueSummary | null {
    return this.#queue;
  }

  /**
   * How much is done of the work that goes on, 0..1, since this page has seen it begin; null when nothing goes on. New
   * work makes it smaller.
   */
  get share(): number | null {
    if (this.#queue === null || this.#overAtStart === null) {
      return null;
    }
    const begun = this.#queue.jobs
      .filter(({ state }) => state === 'running' || state === 'paused')
      .reduce((sum, { doneSeconds, totalSeconds }) => sum + shareOf(doneSeconds, totalSeconds), 0);
    const overCount = Math.max(0, overIn(this.#queue) - this.#overAtStart);
    return Math.min(1, (overCount + begun) / (overCount + leftIn(this.#queue)));
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
    if (leftIn(queue) === 0) {
      this.#overAtStart = null;
    } else {
      this.#overAtStart ??= overIn(queue);
    }
  }
}

/** How far a job is, 0..1; 0 while its length is unknown. */
export function shareOf(doneSeconds: number, totalSeconds: number | null): number {
  return totalSeconds === null || totalSeconds === 0 ? 0 : Math.min(1, doneSeconds / totalSeconds);
}

function leftIn({ countByState: { queued, running, paused } }: QueueSummary): number {
  return queued + running + paused;
}

function overIn({ countByState: { done, skipped, failed } }: QueueSummary): number {
  return done + skipped + failed;
}
