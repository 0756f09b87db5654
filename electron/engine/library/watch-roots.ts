import { watch } from 'chokidar';
import type { FSWatcher } from 'chokidar';
import { relative, sep } from 'node:path';
import { isAbort } from '../../contract/errors.ts';
import type { RootId } from '../../contract/ids.ts';
import type { Disposable, Logger } from '../base/surroundings.ts';
import type { RootRow } from '../store/queries/root.ts';
import { hasVideoExtension, isHiddenName, isSidecarName, isSkippedFolder } from './video-files.ts';

export interface WatchRootsDeps {
  readonly roots: () => readonly RootRow[];
  /** Looks at one place of a root again (`LibraryService.rescan`). */
  readonly rescan: (rootId: RootId, options: { below: string; signal: AbortSignal }) => Promise<unknown>;
  readonly logger: Logger;
  /** Quiet time after the last change before a scan, in milliseconds. */
  readonly debounceMs?: number;
  /** How long a file must keep its size before it is announced, in milliseconds. */
  readonly stableMs?: number;
  /** Between two looks at a drive that announces nothing, in milliseconds. */
  readonly pollMs?: number;
}

interface WatchedRoot {
  readonly root: RootRow;
  readonly watcher: FSWatcher;
}

/**
 * Keeps the library up to date with its folders. Network drives are polled. Changes of a moment are collected and
 * scanned together, at the lowest folder that holds them all, so that a file moved inside a root is recognised.
 */
export class RootWatcher implements Disposable {
  readonly #deps: Required<WatchRootsDeps>;
  readonly #watched = new Map<RootId, WatchedRoot>();
  readonly #changes = new Map<RootId, string[]>();
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #lastScan: Promise<void> = Promise.resolve();

  constructor({ debounceMs = 1000, stableMs = 2000, pollMs = 10_000, ...deps }: WatchRootsDeps) {
    this.#deps = { ...deps, debounceMs, stableMs, pollMs };
  }

  /** Watches the roots as they are now; to be called again after one was added, relinked or taken over. */
  async refresh(): Promise<void> {
    const roots = new Map(this.#deps.roots().map((root) => [root.rootId, root]));
    for (const [rootId, { root, watcher }] of [...this.#watched]) {
      const now = roots.get(rootId);
      if (now?.path === root.path && now.isPolled === root.isPolled) {
        roots.delete(rootId);
        continue;
      }
      this.#watched.delete(rootId);
      await watcher.close();
    }
    await Promise.all([...roots.values()].map((root) => this.#watch(root)));
  }

  async dispose(): Promise<void> {
    this.#stopping.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await Promise.all([...this.#watched.values()].map(({ watcher }) => watcher.close()));
    this.#watched.clear();
    await this.#lastScan;
  }

  /** Resolves when the watcher knows what is there, so that whatever comes later is a change. */
  #watch(root: RootRow): Promise<void> {
    const { logger, stableMs, pollMs } = this.#deps;
    const watcher = watch(root.path, {
      ignored: (path, stats) => isIgnored(root.path, path, stats?.isFile() === true),
      ignoreInitial: true,
      followSymlinks: false,
      ignorePermissionErrors: true,
      awaitWriteFinish: { stabilityThreshold: stableMs, pollInterval: Math.min(500, stableMs / 2) },
      ...(root.isPolled ? { backend: 'polling', pollingInterval: pollMs, pollingBinaryInterval: pollMs } : {}),
    });
    this.#watched.set(root.rootId, { root, watcher });
    watcher.on('error', (error) => {
      logger.error('library.watch-failed', error, { rootId: root.rootId });
    });
    watcher.on('all', (event, path) => {
      if (event !== 'addDir') this.#changed(root, path);
    });
    return new Promise((resolve) => {
      watcher.once('ready', () => {
        resolve();
      });
    });
  }

  #changed(root: RootRow, path: string): void {
    const places = this.#changes.get(root.rootId) ?? [];
    places.push(relative(root.path, path).split(sep).join('/'));
    this.#changes.set(root.rootId, places);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#lastScan = this.#lastScan.then(() => this.#scanChanges());
    }, this.#deps.debounceMs);
  }

  async #scanChanges(): Promise<void> {
    const changes = [...this.#changes];
    this.#changes.clear();
    for (const [rootId, places] of changes) {
      if (this.#stopping.signal.aborted) return;
      try {
        await this.#deps.rescan(rootId, { below: commonFolder(places), signal: this.#stopping.signal });
      } catch (error) {
        if (!isAbort(error)) this.#deps.logger.error('library.rescan-failed', error, { rootId });
      }
    }
  }
}

/** What a scan would not take either, so that no handle is spent on it. */
function isIgnored(rootPath: string, path: string, isFile: boolean): boolean {
  const way = relative(rootPath, path);
  if (way === '') return false;
  const names = way.split(sep);
  const name = names.at(-1) ?? '';
  if (names.slice(0, -1).some(isSkippedFolder)) return true;
  return isFile ? isHiddenName(name) || !(hasVideoExtension(name) || isSidecarName(name)) : isSkippedFolder(name);
}

/** The lowest folder that holds all places, with `/`; empty for the root. */
export function commonFolder(places: readonly string[]): string {
  const folders = places.map((place) => place.split('/').slice(0, -1));
  const [first = [], ...others] = folders;
  const length = first.findIndex((name, index) => others.some((folder) => folder[index] !== name));
  return first.slice(0, length === -1 ? first.length : length).join('/');
}
