import type { ReadableDb } from '../store/database.ts';
import { libraryRevision } from '../store/queries/index.ts';

export interface WatchLibraryOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly revision: number }) => void;
  /** Between two looks: at most four tellings a second. */
  readonly everyMs?: number;
}

/**
 * Tells the revision of a library at once and whenever it has risen, until the signal aborts. It is looked up, a row of
 * one table, so that changes of another process are seen as well; only while somebody watches.
 */
export function watchLibrary(db: ReadableDb, options: WatchLibraryOptions): Promise<void> {
  const { signal, onProgress, everyMs = 250 } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    let told = libraryRevision(db);
    onProgress({ revision: told });
    const timer = setInterval(() => {
      try {
        const revision = db.open ? libraryRevision(db) : told;
        if (revision !== told) {
          told = revision;
          onProgress({ revision });
        }
      } catch (error) {
        stop();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    }, everyMs);
    const stop = () => {
      clearInterval(timer);
      signal.removeEventListener('abort', stop);
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
