import { basename } from 'node:path';
import type { Result } from '../../contract/index.ts';
import { videoStateSchema, type VideoState } from '../../contract/library.ts';
import type { ReadableDb } from '../store/database.ts';
import {
  countOfflineVideos,
  countVideosByState,
  countVideosWhere,
  libraryRevision,
  listRoots,
  videoCountsByRoot,
  type VideoCondition,
} from '../store/queries/index.ts';

type WholeCounts = Pick<Result<'library.list'>, 'countByState' | 'offlineCount' | 'roots'>;

/** Lists differ in few ways at a time; what is typed into a filter comes and goes. */
const conditionLimit = 100;

/** What a list says of the whole library, and of all that a filter lets through: counted anew only after a change. */
export class LibraryCounts {
  readonly #db: ReadableDb;
  readonly #totals = new Map<string, number>();
  #whole: WholeCounts | null = null;
  #revision = -1;

  constructor(db: ReadableDb) {
    this.#db = db;
  }

  /** Whatever the filter. */
  whole(): WholeCounts {
    this.#forgetOld();
    this.#whole ??= {
      countByState: byState(countVideosByState(this.#db)),
      offlineCount: countOfflineVideos(this.#db),
      roots: this.#roots(),
    };
    return this.#whole;
  }

  where(condition: VideoCondition): number {
    this.#forgetOld();
    const key = JSON.stringify(condition);
    const known = this.#totals.get(key);
    if (known !== undefined) return known;
    if (this.#totals.size >= conditionLimit) this.#totals.clear();
    const total = countVideosWhere(this.#db, condition);
    this.#totals.set(key, total);
    return total;
  }

  #forgetOld(): void {
    const revision = libraryRevision(this.#db);
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#whole = null;
    this.#totals.clear();
  }

  #roots(): WholeCounts['roots'] {
    const counts = videoCountsByRoot(this.#db);
    return listRoots(this.#db).map(({ rootId, rootKey, path, isOffline }) => ({
      rootId,
      title: basename(path) || path,
      isOffline,
      videoCount: counts.get(rootKey) ?? 0,
    }));
  }
}

function byState(counts: ReadonlyMap<VideoState, number>): Record<VideoState, number> {
  const of = (state: VideoState) => [state, counts.get(state) ?? 0] as const;
  return Object.fromEntries(videoStateSchema.options.map(of)) as Record<VideoState, number>;
}
