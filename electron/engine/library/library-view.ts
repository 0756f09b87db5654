import { realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { EngineError, type WireError } from '../../contract/errors.ts';
import type { Result } from '../../contract/index.ts';
import type { VideoSummary } from '../../contract/library.ts';
import { videoIdSchema, type RootId, type VideoId } from '../../contract/ids.ts';
import type { JobKind, JobState } from '../../contract/jobs.ts';
import type { ReadableDb } from '../store/database.ts';
import {
  copiesOfVideo,
  countVideos,
  listRoots,
  listVideos,
  rootById,
  videoById,
  videoCountsByRoot,
} from '../store/queries/index.ts';
import { pathOfCopy } from './file-names.ts';
import { isPathInside } from './path-inside.ts';
import { videoState, videoSummaryOf } from './video-summary.ts';

/** A video as the command line reports it: the only place where ids become paths. */
export interface ListedVideo {
  readonly videoId: VideoId;
  /** Of its best copy: an online one where there is any. */
  readonly path: string;
  readonly state: ReturnType<typeof videoState>;
  readonly isOffline: boolean;
  readonly durationSeconds: number | null;
  readonly failure: WireError | null;
}

export interface CopyPath {
  readonly path: string;
  readonly isOffline: boolean;
}

const settled: ReadonlySet<JobState> = new Set(['done', 'skipped']);

/** Reads the library. What speaks of paths is for the command line and the host; the page never sees one. */
export class LibraryView {
  readonly #db: ReadableDb;

  constructor(db: ReadableDb) {
    this.#db = db;
  }

  /** Handler of `library.list`: display names, no paths. */
  list({ offset, limit }: { offset: number; limit: number }): Result<'library.list'> {
    const counts = videoCountsByRoot(this.#db);
    return {
      videos: listVideos(this.#db, { offset, limit }).map(videoSummaryOf),
      totalCount: countVideos(this.#db),
      countByState: { new: 0, queued: 0, indexing: 0, searchable: 0, done: 0, failed: 0 },
      offlineCount: 0,
      roots: listRoots(this.#db).map(({ rootId, rootKey, path, isOffline }) => ({
        rootId,
        title: basename(path) || path,
        isOffline,
        videoCount: counts.get(rootKey) ?? 0,
      })),
    };
  }

  /** Throws EngineError `not-found`. */
  show(videoId: VideoId): VideoSummary {
    const video = videoById(this.#db, videoId);
    const [row] = video === null ? [] : listVideos(this.#db, { offset: 0, limit: 1, onlyVideoKey: video.videoKey });
    if (row === undefined) {
      throw new EngineError('not-found', 'There is no such video.', { details: { videoId } });
    }
    return videoSummaryOf(row);
  }

  /**
   * A copy of the video that can be opened now, or null. What the disk calls it in truth lies inside its root, so
   * that a link put there later leads nowhere.
   */
  async resolveFile(videoId: VideoId): Promise<{ path: string; rootPath: string } | null> {
    const video = videoById(this.#db, videoId);
    for (const copy of video === null ? [] : copiesOfVideo(this.#db, video.videoKey)) {
      try {
        const [rootPath, path] = await Promise.all([realpath(copy.rootPath), realpath(pathOfCopy(copy))]);
        if (isPathInside(path, rootPath) && (await stat(path)).isFile()) {
          return { path, rootPath };
        }
      } catch {
        // This copy cannot be opened now; the next may.
      }
    }
    return null;
  }

  all(): ListedVideo[] {
    const rows = listVideos(this.#db, { offset: 0, limit: Number.MAX_SAFE_INTEGER });
    return rows.flatMap((row) => {
      const path = this.#copies(row.videoKey)[0]?.path;
      const isOffline = row.onlineCopyCount === 0;
      const failure = row.failure ?? row.jobFailure;
      return path === undefined
        ? []
        : [
            {
              videoId: row.videoId,
              path,
              state: videoState(row),
              isOffline,
              durationSeconds: row.durationSeconds,
              failure,
            },
          ];
    });
  }

  /** Videos with a copy at or below one of these paths, each once, with the path of that copy. */
  under(paths: readonly string[]): ListedVideo[] {
    const keys = new Map(
      listVideos(this.#db, { offset: 0, limit: Number.MAX_SAFE_INTEGER }).map(({ videoId, videoKey }) => [
        videoId,
        videoKey,
      ]),
    );
    return this.all().flatMap((video) => {
      const copies = this.#copies(keys.get(video.videoId)!);
      const copy = copies.find(({ path }) => paths.some((root) => isPathInside(path, root)));
      return copy === undefined ? [] : [{ ...video, path: copy.path }];
    });
  }

  /** Videos that need no more work up to this pass. */
  doneUpTo(pass: JobKind): VideoId[] {
    return listVideos(this.#db, { offset: 0, limit: Number.MAX_SAFE_INTEGER })
      .filter(({ keyFramesState, fullState, failure }) => {
        const state = pass === 'full' ? fullState : keyFramesState;
        return failure === null && state !== null && settled.has(state);
      })
      .map(({ videoId }) => videoId);
  }

  pathOf(videoId: VideoId): string | null {
    const video = videoById(this.#db, videoId);
    return video === null ? null : (this.#copies(video.videoKey)[0]?.path ?? null);
  }

  copiesOf(videoId: VideoId): CopyPath[] {
    const video = videoById(this.#db, videoId);
    return video === null ? [] : this.#copies(video.videoKey);
  }

  rootPathOf(rootId: RootId): string | null {
    return rootById(this.#db, rootId)?.path ?? null;
  }

  /** By id, or by the path of any copy. */
  find(pathOrId: string): VideoId | null {
    const id = videoIdSchema.safeParse(pathOrId);
    if (id.success && videoById(this.#db, id.data) !== null) {
      return id.data;
    }
    if (!isAbsolute(pathOrId)) {
      return null;
    }
    const mayHold = listRoots(this.#db).some(({ path }) => isPathInside(pathOrId, path));
    return mayHold
      ? (this.all().find(({ videoId }) => this.copiesOf(videoId).some(({ path }) => path === pathOrId))?.videoId ??
          null)
      : null;
  }

  #copies(videoKey: number): CopyPath[] {
    return copiesOfVideo(this.#db, videoKey).map(({ rootPath, relativePath, isOffline, isRootOffline }) => ({
      path: pathOfCopy({ rootPath, relativePath }),
      isOffline: isOffline || isRootOffline,
    }));
  }
}
