import type { VideoId } from '../../contract/ids.ts';
import type { CallContext } from '../../contract/index.ts';
import type { ReadableDb } from '../store/database.ts';
import { trackRevision, videoById } from '../store/queries/index.ts';

const lookEveryMs = 250;

/** Tells of changes of tracks: at once of those of this engine, soon of those of another process and of new analyses. */
export class TrackWatch {
  readonly #db: ReadableDb;
  readonly #lookers = new Map<() => void, VideoId>();

  constructor(db: ReadableDb) {
    this.#db = db;
  }

  tell(videoId: VideoId): void {
    for (const [look, watched] of [...this.#lookers]) if (watched === videoId) look();
  }

  /** Until the signal aborts. */
  run(videoId: VideoId, { signal, onProgress }: CallContext<'tracks.watch'>): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      let told = '';
      const look = () => {
        try {
          const video = this.#db.open ? videoById(this.#db, videoId) : null;
          if (video === null) return;
          const revision = trackRevision(this.#db, video.videoKey);
          const state = `${revision} ${video.activeGenerationKey ?? ''}`;
          if (state !== told) {
            told = state;
            onProgress({ videoId, revision });
          }
        } catch (error) {
          stop();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const timer = setInterval(look, lookEveryMs);
      const stop = () => {
        clearInterval(timer);
        this.#lookers.delete(look);
        signal.removeEventListener('abort', stop);
        resolve();
      };
      this.#lookers.set(look, videoId);
      signal.addEventListener('abort', stop, { once: true });
      look();
    });
  }
}
