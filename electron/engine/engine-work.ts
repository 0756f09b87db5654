import { rm } from 'node:fs/promises';
import type { Handlers } from '../contract/index.ts';
import type { VideoId } from '../contract/ids.ts';
import type { JobKind } from '../contract/jobs.ts';
import type { Disposable, Logger } from './base/surroundings.ts';
import type { EngineParts } from './create-engine.ts';
import type { EngineWork } from './engine.ts';
import { demoHandlers } from './demo/demo-handlers.ts';
import { currentChannelVersions } from './ingest/analyse-video.ts';
import { pictureFolderOf } from './ingest/picture-stage.ts';
import { StaleQueue } from './ingest/stale-queue.ts';
import { VideoIndexer } from './ingest/video-indexer.ts';
import { concurrencyFor } from './jobs/concurrency.ts';
import { jobHandlers } from './jobs/job-handlers.ts';
import { JobQueue } from './jobs/job-queue.ts';
import { JobRunner } from './jobs/job-runner.ts';
import { readingLibraryHandlers, writingLibraryHandlers } from './library/library-handlers.ts';
import { LibraryService } from './library/library-service.ts';
import { RootWatcher } from './library/watch-roots.ts';
import type { MediaTools } from './media/media-tools.ts';
import { writingMemoryHandlers } from './search/search-memory.ts';
import type { WritableDb } from './store/database.ts';
import { sweepGenerations } from './store/queries/index.ts';

export type WorkParts = EngineParts & { readonly tools: () => Promise<MediaTools> };

export interface WrittenSide extends Disposable {
  readonly work: EngineWork;
  readonly handlers: Pick<
    Handlers,
    | Extract<keyof Handlers, `jobs.${string}`>
    | Extract<keyof Handlers, `library.${string}`>
    | Extract<keyof Handlers, `search.${'remember' | 'forgetRecent' | 'save' | 'removeSaved'}`>
  >;
}

/** Wires what changes the library: scans, the queue, and the indexing of videos. */
export function createEngineWork(db: WritableDb, parts: WorkParts): WrittenSide {
  const { deps, view, detector, tools, settings } = parts;
  const { clock, logger, paths, machine, isPolling } = deps;
  const queue = new JobQueue({ db, clock });
  const indexer = new VideoIndexer({
    ...{ db, clock, logger, paths, tools },
    ...{ detector: detector.current, resolveFile: (videoId: VideoId) => view.resolveFile(videoId) },
    samplesPerSecond: () => settings.current.samplesPerSecond,
  });
  let lastPass: JobKind = 'full';
  const runner = new JobRunner({
    ...{ queue, clock, logger },
    concurrency: concurrencyFor(machine),
    run: ({ videoId, kind }, context) => indexer.run(videoId, kind, context),
    sweep: () => sweepGenerations(db),
    mayRun: ({ kind }) => lastPass === 'full' || kind === 'key-frames',
  });
  const library = new LibraryService({
    ...{ db, clock, logger, queue, view, isPolling },
    onNeighboursChanged: (videoId) => readTextAgain(videoId, { queue, indexer }),
    onVideoRemoved: (videoId) => rm(pictureFolderOf(paths, videoId), { recursive: true, force: true }),
  });
  const watcher = rootWatcher(library, logger);
  let isWatching = false;
  const staleQueue = new StaleQueue({
    ...{ db, queue, logger },
    versions: () => currentChannelVersions(detector.current()),
    samplesPerSecond: () => settings.current.samplesPerSecond,
  });
  settings.onChange(({ samplesPerSecond }, before) => {
    if (samplesPerSecond > before.samplesPerSecond) staleQueue.queueSoon();
  });
  const work: EngineWork = {
    add: (path, call) => library.add(path, call),
    queueStale: () => staleQueue.queue(),
    queueStaleSoon: () => staleQueue.queueSoon(),
    startJobs(options) {
      lastPass = options.lastPass;
      runner.start();
    },
    idle: (signal) => abortable(allSettled({ runner, indexer }), signal),
    onQueueChange: (listener) => queue.onChange(() => listener(queue.list(50))),
    watch: () => ((isWatching = true), watcher.refresh()),
  };
  // Not waited for: a watcher knows a large folder only after minutes.
  const onRootsChanged = () => {
    if (isWatching) watcher.refresh().catch((error: unknown) => logger.error('library.watch-failed', error));
  };
  return {
    work,
    handlers: workHandlers(db, { ...parts, library, queue, onRootsChanged }),
    async dispose() {
      await staleQueue.dispose();
      await watcher.dispose();
      await library.dispose();
      await runner.dispose();
      await indexer.dispose();
    },
  };
}

function rootWatcher(library: LibraryService, logger: Logger): RootWatcher {
  return new RootWatcher({
    roots: () => library.roots(),
    rescan: (rootId, options) => library.rescan(rootId, options),
    logger,
  });
}

interface WorkHandlerParts extends WorkParts {
  readonly library: LibraryService;
  readonly queue: JobQueue;
  readonly onRootsChanged: () => void;
}

function workHandlers(db: WritableDb, parts: WorkHandlerParts): WrittenSide['handlers'] {
  const { deps, view, tools, places, library, queue, onRootsChanged } = parts;
  return {
    ...readingLibraryHandlers(db, view),
    ...writingLibraryHandlers({ service: library, places, onRootsChanged }),
    ...demoHandlers({ paths: deps.paths, tools, add: (path, call) => library.add(path, call), onRootsChanged }),
    ...jobHandlers(queue),
    ...writingMemoryHandlers(db, deps.clock),
  };
}

/** As a job, which outlives the program; only what is at work just now has perhaps read the old text already. */
function readTextAgain(videoId: VideoId, { queue, indexer }: { queue: JobQueue; indexer: VideoIndexer }): void {
  if (!queue.requeueDone(videoId, 'key-frames')) {
    void indexer.refreshText(videoId);
  }
}

async function allSettled({ runner, indexer }: { runner: JobRunner; indexer: VideoIndexer }): Promise<void> {
  await runner.idle();
  await indexer.textSettled();
}

function abortable(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
