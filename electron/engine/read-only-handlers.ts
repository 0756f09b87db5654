import { EngineError } from '../contract/errors.ts';
import type { CallContext, Handlers } from '../contract/index.ts';
import { listQueue } from './jobs/list-queue.ts';
import { readingLibraryHandlers } from './library/library-handlers.ts';
import type { LibraryView } from './library/library-view.ts';
import type { ReadableDb } from './store/database.ts';

type ReadOnlyHandlers = Pick<
  Handlers,
  | Extract<keyof Handlers, `jobs.${string}`>
  | Extract<keyof Handlers, `library.${string}`>
  | 'search.remember'
  | 'search.forgetRecent'
  | 'search.save'
  | 'search.removeSaved'
>;

/** What can be answered beside another engine that writes; everything else is refused. */
export function readOnlyHandlers(db: ReadableDb, view: LibraryView): ReadOnlyHandlers {
  const refuse = async (): Promise<never> => {
    throw new EngineError('read-only', 'This engine only reads the library.');
  };
  return {
    ...readingLibraryHandlers(db, view),
    'library.add': refuse,
    'library.addDemo': refuse,
    'library.rescan': refuse,
    'library.removeRoot': refuse,
    'library.removeVideos': refuse,
    'search.remember': refuse,
    'search.forgetRecent': refuse,
    'search.save': refuse,
    'search.removeSaved': refuse,
    'library.relinkRoot': refuse,
    'library.relinkVideo': refuse,
    'library.retry': refuse,
    'jobs.list': async (params) => listQueue(db, params),
    'jobs.watch': async (_params, context) => {
      await watchOtherQueue(db, context);
      return {};
    },
    'jobs.pause': refuse,
    'jobs.resume': refuse,
    'jobs.cancel': refuse,
    'jobs.retry': refuse,
    'jobs.setPriority': refuse,
    'jobs.pauseAll': refuse,
    'jobs.resumeAll': refuse,
  };
}

/** Another process works on the queue and tells nobody here, so its rows are looked at. */
const lookEveryMs = 1000;

function watchOtherQueue(db: ReadableDb, { signal, onProgress }: CallContext<'jobs.watch'>): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    let told = '';
    const look = () => {
      if (!db.open) return;
      const queue = listQueue(db, { limit: 200 });
      const text = JSON.stringify(queue);
      if (text === told) return;
      told = text;
      onProgress(queue);
    };
    const timer = setInterval(look, lookEveryMs);
    const stop = () => {
      clearInterval(timer);
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
    look();
  });
}
