import { untrack } from 'svelte';
import type { CallEngine } from '../../../electron/contract/index.ts';
import type { JobSummary, QueueSummary } from '../../../electron/contract/jobs.ts';
import type { QueueWatch } from '../../state/queue-watch.svelte.ts';
import { countOf, jobFilters, type JobFilter } from './queue-figures.ts';

/** More are not drawn at once; the rest is counted. */
const mostListed = 100;

/** The jobs that the tray lists. What the watch of the queue was cut short of is asked for by its state. */
export class JobList {
  filter = $state<JobFilter>('all');
  #asked = $state.raw<{ readonly filter: JobFilter; readonly jobs: readonly JobSummary[] } | null>(null);
  readonly #watch: QueueWatch;
  readonly #callEngine: CallEngine;
  #isAsking = false;
  #isStale = false;

  constructor(watch: QueueWatch, callEngine: CallEngine) {
    this.#watch = watch;
    this.#callEngine = callEngine;
  }

  get queue(): QueueSummary | null {
    return this.#watch.queue;
  }

  readonly jobs: readonly JobSummary[] = $derived.by(() => {
    const watched = this.#watched();
    const isCut = this.queue !== null && watched.length < Math.min(mostListed, countOf(this.queue, this.filter));
    const shown = isCut && this.#asked?.filter === this.filter ? this.#asked.jobs : watched;
    return shown.slice(0, mostListed);
  });

  readonly hiddenCount: number = $derived(
    this.queue === null ? 0 : Math.max(0, countOf(this.queue, this.filter) - this.jobs.length),
  );

  /** Asks for what the watch does not tell; called whenever the queue or the filter has changed. */
  async complete(): Promise<void> {
    const { queue, filter } = this;
    if (queue === null || untrack(() => this.#watched()).length >= Math.min(mostListed, countOf(queue, filter))) {
      return;
    }
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    this.#isStale = false;
    try {
      const { jobs } = await this.#callEngine('jobs.list', { limit: mostListed, states: [...jobFilters[filter]] });
      this.#asked = { filter, jobs };
    } catch {
      // The list stays shorter; its count says so.
    } finally {
      this.#isAsking = false;
    }
    if (this.#isStale) {
      await this.complete();
    }
  }

  #watched(): JobSummary[] {
    const states: readonly string[] = jobFilters[this.filter];
    return (this.queue?.jobs ?? []).filter(({ state }) => states.includes(state));
  }
}
