import { realpath, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { EngineError, type WireError } from '../../contract/errors.ts';
import type { Params, ParsedParams, Result } from '../../contract/index.ts';
import { libraryMethods, type VideoState, type VideoSummary } from '../../contract/library.ts';
import { videoIdSchema, type RootId, type VideoId } from '../../contract/ids.ts';
import type { JobKind, JobState } from '../../contract/jobs.ts';
import { inSnapshot, type ReadableDb } from '../store/database.ts';
import {
  copiesOfVideo,
  listRoots,
  listVideos,
  rootById,
  spriteLayoutsOf,
  videoById,
  videoIdsWhere,
  videoKeysInWindow,
  videosByKeys,
  type VideoCondition,
} from '../store/queries/index.ts';
import { pathOfCopy } from './file-names.ts';
import { isPathInside } from './path-inside.ts';
import { FolderTree } from './folder-tree.ts';
import { LibraryCounts } from './library-counts.ts';
import { videoSummaryOf } from './video-summary.ts';

/** A video as the command line reports it: the only place where ids become paths. */
export interface ListedVideo {
  readonly videoId: VideoId;
  /** Of its best copy: an online one where there is any. */
  readonly path: string;
  readonly state: VideoState;
  readonly isOffline: boolean;
  readonly durationSeconds: number | null;
  readonly failure: WireError | null;
}

export interface CopyPath {
  readonly path: string;
  readonly isOffline: boolean;
}

type ParsedFilter = ParsedParams<'library.list'>['filter'];

const settled: ReadonlySet<JobState> = new Set(['done', 'skipped']);

/** Reads the library. What speaks of paths is for the command line and the host; the page never sees one. */
export class LibraryView {
  readonly #db: ReadableDb;
  readonly #tree: FolderTree;
  readonly #counts: LibraryCounts;

  constructor(db: ReadableDb) {
    this.#db = db;
    this.#tree = new FolderTree(db);
    this.#counts = new LibraryCounts(db);
  }

  /** Handler of `library.list`: display names, no paths. */
  list(asked: Params<'library.list'> = {}): Result<'library.list'> {
    const { offset, limit, order, isDescending, filter } = libraryMethods['library.list'].params.parse(asked);
    const db = this.#db;
    return inSnapshot(db, () => {
      const condition = this.condition(filter);
      const keys = condition === null ? [] : videoKeysInWindow(db, { condition, order, isDescending, offset, limit });
      const totalCount = condition === null ? 0 : this.#counts.where(condition);
      return { videos: this.#summaries(keys), totalCount, ...this.#counts.whole() };
    });
  }

  /** A filter as the store asks it; null when it names a folder that holds nothing any more. */
  condition({ folderId, ...rest }: ParsedFilter): VideoCondition | null {
    if (folderId === null) return { ...rest, folder: null };
    const folder = this.#tree.placeOf(folderId);
    return folder === null ? null : { ...rest, folder };
  }

  /** Ids of all videos that a filter lets through; null when it lets all of them through. */
  idsWhere(filter: ParsedFilter): ReadonlySet<VideoId> | null {
    if (Object.values(filter).every((value) => value === null)) return null;
    const condition = this.condition(filter);
    return new Set(condition === null ? [] : videoIdsWhere(this.#db, condition));
  }

  /** Handler of `library.folders`. */
  folders(): Result<'library.folders'> {
    return { folders: [...this.#tree.folders()] };
  }

  /** Throws EngineError `not-found`. */
  show(videoId: VideoId): VideoSummary {
    const video = videoById(this.#db, videoId);
    const [summary] = video === null ? [] : this.#summaries([video.videoKey]);
    if (summary === undefined) {
      throw new EngineError('not-found', 'There is no such video.', { details: { videoId } });
    }
    return summary;
  }

  #summaries(videoKeys: readonly number[]): VideoSummary[] {
    const rows = videosByKeys(this.#db, videoKeys);
    const sprites = spriteLayoutsOf(
      this.#db,
      rows.map(({ videoId }) => videoId),
    );
    return rows.map((row) => videoSummaryOf(row, sprites.get(row.videoId) ?? null));
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
              state: row.state,
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
