import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { EngineError } from '../../contract/errors.ts';
import type { RootId, VideoId } from '../../contract/ids.ts';
import type { VideoSummary } from '../../contract/library.ts';
import { filesOfRoot } from '../store/queries/file.ts';
import { includeFiles } from '../store/queries/removal.ts';
import { insertRoot, listRoots, rootById, setRootPath, setRootPolled } from '../store/queries/root.ts';
import type { RootRow } from '../store/queries/root.ts';
import { saveFailure, videoById } from '../store/queries/video.ts';
import type { VideoRow } from '../store/queries/video.ts';
import { adoptInnerRoots } from './adopt-roots.ts';
import { pathOfCopy } from './file-names.ts';
import type { LibraryView } from './library-view.ts';
import { fingerprintFile, toFileError } from './fingerprint.ts';
import { isNetworkPath } from './network-mounts.ts';
import { isPathInside } from './path-inside.ts';
import { removeRoot, removeVideos } from './remove-videos.ts';
import type { RemovalDeps } from './remove-videos.ts';
import { scanRoot } from './scan-root.ts';
import type { ScanDeps } from './scan-root.ts';
import type { ScanOutcome } from './scan-report.ts';
import { findGoneCopy, takeFile } from './take-file.ts';
import { foundFile } from './walk-folder.ts';

export type LibraryServiceDeps = Omit<ScanDeps, 'settleMs' | 'settleLimitMs'> &
  Partial<Pick<ScanDeps, 'settleMs' | 'settleLimitMs'>> & {
    /** Watch every root by polling, whatever drive it lies on. */
    readonly isPolling?: boolean;
    /** Reads the same library. */
    readonly view: LibraryView;
  } & Pick<RemovalDeps, 'onVideoRemoved'>;

export interface ScanCall {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly doneCount: number }) => void;
  /** Of a root: only what lies at or below this place, with `/`. */
  readonly below?: string;
}

/**
 * The folders of a library and the videos in them. Scans run one after the other; whatever they find is entered as
 * they go and queued to be indexed. Nothing is ever deleted because a file is missing.
 */
export class LibraryService {
  readonly #deps: ScanDeps & RemovalDeps & { readonly view: LibraryView };
  readonly #isPolling: boolean;
  readonly #stopping = new AbortController();
  #lastScan: Promise<unknown> = Promise.resolve();

  constructor({ isPolling = false, settleMs = 1000, settleLimitMs = 30_000, ...deps }: LibraryServiceDeps) {
    this.#deps = { ...deps, settleMs, settleLimitMs };
    this.#isPolling = isPolling;
  }

  /**
   * Takes in a folder, or one file whatever its ending; what was removed there is taken again. A place inside a known root is scanned as part of it; a
   * folder around known roots takes them over. Throws EngineError `file-missing` or `permission-denied`.
   */
  add(path: string, call: ScanCall = {}): Promise<ScanOutcome> {
    return this.#oneAfterTheOther(call, async (options) => {
      const realPath = await this.#realPath(path);
      const outer = listRoots(this.#deps.db).find((root) => isPathInside(realPath, root.path));
      if (outer !== undefined) {
        const below = relative(outer.path, realPath).split(sep).join('/');
        includeFiles(this.#deps.db, outer.rootKey, below);
        return scanRoot(this.#deps, outer, { ...options, below });
      }
      return scanRoot(this.#deps, await this.#newRoot(realPath), { ...options, below: '' });
    });
  }

  rescan(rootId: RootId, call: ScanCall = {}): Promise<ScanOutcome> {
    return this.#oneAfterTheOther(call, (options) =>
      scanRoot(this.#deps, this.#root(rootId), { ...options, below: call.below ?? '' }),
    );
  }

  /**
   * The root lies elsewhere now (another drive letter, another mount). Throws `bad-request` when none of its files is
   * there or the place belongs to another root.
   */
  relinkRoot(rootId: RootId, path: string, call: ScanCall = {}): Promise<ScanOutcome> {
    return this.#oneAfterTheOther(call, async (options) => {
      const { db } = this.#deps;
      const root = this.#root(rootId);
      const realPath = await this.#realPath(path);
      const other = listRoots(db).find(
        ({ rootKey, path: otherPath }) =>
          rootKey !== root.rootKey && (isPathInside(realPath, otherPath) || isPathInside(otherPath, realPath)),
      );
      if (other !== undefined)
        throw new EngineError('bad-request', 'This place belongs to another folder of the library.');
      if (!(await this.#holdsFilesOf(root, realPath))) {
        throw new EngineError('bad-request', 'None of the known files is in this folder.');
      }
      setRootPath(db, root.rootKey, realPath);
      setRootPolled(db, root.rootKey, this.#isPolling || (await isNetworkPath(realPath)));
      return scanRoot(this.#deps, this.#root(rootId), { ...options, below: '' });
    });
  }

  /** A copy of this video lies here. Throws `bad-request` when the file has another content. */
  relinkVideo(videoId: VideoId, path: string, call: ScanCall = {}): Promise<VideoSummary> {
    return this.#oneAfterTheOther(call, async ({ signal }) => {
      const { db } = this.#deps;
      const video = this.#video(videoId);
      const realPath = await this.#realPath(path);
      const { text } = await fingerprintFile(realPath, { signal });
      if (text !== video.fingerprint) throw new EngineError('bad-request', 'This file has another content.');
      const outer = listRoots(db).find((root) => isPathInside(realPath, root.path));
      const root = outer ?? (await this.#newRoot(realPath));
      const relativePath = relative(root.path, realPath).split(sep).join('/');
      includeFiles(db, root.rootKey, relativePath);
      const file = { ...foundFile(realPath, relativePath, await stat(realPath)), root, fingerprint: text };
      takeFile(this.#deps, file, await findGoneCopy(db, file));
      this.#deps.queue.changed();
      return this.#deps.view.show(videoId);
    });
  }

  /** Forgets a root with what only it holds; returns how many videos that were. The footage is not touched. */
  removeRoot(rootId: RootId): Promise<number> {
    return this.#oneAfterTheOther({}, () => removeRoot(this.#deps, this.#root(rootId)));
  }

  /**
   * Forgets videos; their files stay where they are, and out of the library until their folder is added anew. Returns
   * how many there were; ids that nobody knows any more count for nothing.
   */
  removeVideos(videoIds: readonly VideoId[]): Promise<number> {
    return this.#oneAfterTheOther({}, async () => {
      const { db } = this.#deps;
      const videoKeys = [...new Set(videoIds)].flatMap((videoId) => videoById(db, videoId)?.videoKey ?? []);
      await removeVideos(this.#deps, videoKeys);
      return videoKeys.length;
    });
  }

  /** Forgets why the video failed and queues it again. */
  retry(videoId: VideoId): VideoSummary {
    const { db, queue } = this.#deps;
    const { videoKey } = this.#video(videoId);
    saveFailure(db, videoKey, null);
    queue.requeueVideo(videoKey, videoId);
    return this.#deps.view.show(videoId);
  }

  roots(): RootRow[] {
    return listRoots(this.#deps.db);
  }

  /** Stops the scans and waits until they have stopped. */
  async dispose(): Promise<void> {
    this.#stopping.abort(new EngineError('aborted', 'The library is being closed.'));
    await this.#lastScan.catch(() => null);
  }

  #oneAfterTheOther<Value>(
    { signal, onProgress }: ScanCall,
    work: (options: { signal: AbortSignal; onProgress: (progress: { doneCount: number }) => void }) => Promise<Value>,
  ): Promise<Value> {
    const either = signal === undefined ? this.#stopping.signal : AbortSignal.any([signal, this.#stopping.signal]);
    const run = this.#lastScan.then(async () => {
      either.throwIfAborted();
      return work({ signal: either, onProgress: onProgress ?? (() => {}) });
    });
    this.#lastScan = run.catch(() => null);
    return run;
  }

  async #newRoot(realPath: string): Promise<RootRow> {
    const { db, clock } = this.#deps;
    const addedAtMs = clock.nowMs();
    const rootId = createHash('sha256')
      .update(`root ${realPath} ${String(addedAtMs)}`)
      .digest('base64url')
      .slice(0, 22) as RootId;
    insertRoot(db, { rootId, path: realPath, isPolled: this.#isPolling || (await isNetworkPath(realPath)), addedAtMs });
    const root = this.#root(rootId);
    await adoptInnerRoots(db, root);
    return root;
  }

  async #realPath(path: string): Promise<string> {
    try {
      return await realpath(resolve(path));
    } catch (error) {
      throw toFileError(error, path);
    }
  }

  /** Whether any of the first known files lies there with its size; a root without files may go anywhere. */
  async #holdsFilesOf(root: RootRow, path: string): Promise<boolean> {
    const rows = filesOfRoot(this.#deps.db, { rootKey: root.rootKey, afterFileKey: 0, limit: 1000 });
    for (const { relativePath, sizeBytes } of rows) {
      const stats = await stat(pathOfCopy({ rootPath: path, relativePath })).catch(() => null);
      if (stats?.isFile() === true && stats.size === sizeBytes) return true;
    }
    return rows.length === 0;
  }

  #root(rootId: RootId): RootRow {
    const root = rootById(this.#deps.db, rootId);
    if (root === null)
      throw new EngineError('not-found', 'There is no such folder in the library.', { details: { rootId } });
    return root;
  }

  #video(videoId: VideoId): VideoRow {
    const video = videoById(this.#deps.db, videoId);
    if (video === null) throw new EngineError('not-found', 'There is no such video.', { details: { videoId } });
    return video;
  }
}
