import { EngineError } from '../contract/errors.ts';
import type { Handlers } from '../contract/index.ts';
import { listQueue } from './jobs/list-queue.ts';
import type { LibraryView } from './library/library-view.ts';
import type { ReadableDb } from './store/database.ts';

type LibraryAndJobs = Pick<
  Handlers,
  | Extract<keyof Handlers, `jobs.${string}`>
  | 'library.list'
  | 'library.show'
  | 'library.add'
  | 'library.rescan'
  | 'library.relinkRoot'
  | 'library.relinkVideo'
  | 'library.retry'
>;

/** What can be answered beside another engine that writes; everything else is refused. */
export function readOnlyHandlers(db: ReadableDb, view: LibraryView): LibraryAndJobs {
  const refuse = async (): Promise<never> => {
    throw new EngineError('read-only', 'This engine only reads the library.');
  };
  return {
    'library.list': async (params) => view.list(params),
    'library.show': async ({ videoId }) => view.show(videoId),
    'library.add': refuse,
    'library.rescan': refuse,
    'library.relinkRoot': refuse,
    'library.relinkVideo': refuse,
    'library.retry': refuse,
    'jobs.list': async (params) => listQueue(db, params),
    'jobs.watch': refuse,
    'jobs.pause': refuse,
    'jobs.resume': refuse,
    'jobs.cancel': refuse,
    'jobs.retry': refuse,
    'jobs.setPriority': refuse,
    'jobs.pauseAll': refuse,
    'jobs.resumeAll': refuse,
  };
}
