import type { VideoId } from '../../contract/ids.ts';
import type { Disposable, Logger } from '../base/surroundings.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { WritableDb } from '../store/database.ts';
import { activeGenerations, type ChannelVersions } from '../store/queries/index.ts';
import { isSparser } from './analyse-video.ts';

export interface StaleQueueDeps {
  readonly db: WritableDb;
  readonly queue: Pick<JobQueue, 'requeueVideos'>;
  readonly logger: Logger;
  /** Of the channels and models that there are now. */
  readonly versions: () => ChannelVersions;
  readonly samplesPerSecond: () => number;
}

/** Has videos analysed anew whose rows other channels or models made than there are now; the old rows stay until then. */
export class StaleQueue implements Disposable {
  readonly #deps: StaleQueueDeps;
  readonly #stopping = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: StaleQueueDeps) {
    this.#deps = deps;
  }

  /** Queues them in short turns. Returns how many there were; throws when the engine is closed meanwhile. */
  queue(): Promise<number> {
    const run = this.#last.then(async () => {
      const { signal } = this.#stopping;
      signal.throwIfAborted();
      const stale = this.#stale();
      await this.#deps.queue.requeueVideos(stale, signal);
      return stale.length;
    });
    this.#last = run.catch(() => null);
    return run;
  }

  /** As `queue`, for whoever cannot wait. */
  queueSoon(): void {
    this.queue().catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) this.#deps.logger.error('stale.not-queued', error);
    });
  }

  async dispose(): Promise<void> {
    this.#stopping.abort();
    await this.#last;
  }

  #stale(): VideoId[] {
    const { db } = this.#deps;
    const versions = Object.entries(this.#deps.versions());
    const samplesPerSecond = this.#deps.samplesPerSecond();
    // A generation may know more than there is now (a model was removed): that is no reason to forget it.
    return activeGenerations(db)
      .filter(
        ({ isComplete, pass, channelVersions }) =>
          isComplete &&
          ((pass === 'full' && isSparser(channelVersions, samplesPerSecond)) ||
            versions.some(([channel, version]) => String(channelVersions[channel]) !== String(version))),
      )
      .map(({ videoId }) => videoId);
  }
}
