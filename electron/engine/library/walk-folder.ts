import { lstat, readdir } from 'node:fs/promises';
import type { Dirent, Stats } from 'node:fs';
import { join } from 'node:path';
import { hasVideoExtension, isHiddenName, isSidecarName, isSkippedFolder, isVideoFile } from './video-files.ts';

/** A file that may be a video, as the disk shows it. */
export interface FoundFile {
  readonly path: string;
  /** Below the root, with `/`. */
  readonly relativePath: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

export interface WalkOptions {
  /** Where to begin below the root, with `/`; empty for the root itself. */
  readonly relativeFolder: string;
  readonly signal: AbortSignal;
  /** Files that were taken before stay taken, whatever they are called. */
  readonly isKnown: (relativePath: string) => boolean;
  /** Timed text that may belong to a video beside it. */
  readonly onSidecar?: (file: FoundFile) => void;
  /** A file or folder that could not be read; nothing can be said about what is below it. */
  readonly onUnreadable: (relativePath: string, error: unknown) => void;
}

/**
 * Files of a folder and of those below it, in the order of their names. Hidden and system folders are left out.
 * Symbolic links are not followed: what they point to is found where it lies, and so no walk runs in a circle or
 * leaves its root.
 */
export async function* walkFolder(rootPath: string, options: WalkOptions): AsyncGenerator<FoundFile> {
  const waiting = [options.relativeFolder];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    options.signal.throwIfAborted();
    const below = (name: string) => (folder === '' ? name : `${folder}/${name}`);
    let entries: Dirent[];
    try {
      entries = await readdir(join(rootPath, folder), { withFileTypes: true });
    } catch (error) {
      options.onUnreadable(folder, error);
      continue;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const folders: string[] = [];
    for (const entry of entries) {
      options.signal.throwIfAborted();
      const relativePath = below(entry.name);
      if (entry.isDirectory()) {
        if (!isSkippedFolder(entry.name)) folders.push(relativePath);
      } else {
        const file = await lookAt(rootPath, { relativePath, entry, options });
        if (file === 'folder') folders.push(relativePath);
        else if (file !== null) yield file;
      }
    }
    // The last of the stack comes first.
    waiting.push(...folders.reverse());
  }
}

interface Look {
  readonly relativePath: string;
  readonly entry: Dirent;
  readonly options: WalkOptions;
}

async function lookAt(rootPath: string, { relativePath, entry, options }: Look): Promise<FoundFile | 'folder' | null> {
  // Some network drives do not say what an entry is; `lstat` below tells, and tells links from what they lead to.
  const isUnsaid = !entry.isFile() && !entry.isFIFO() && !entry.isSocket();
  const isTaken = options.isKnown(relativePath);
  if (!isUnsaid && !entry.isFile()) return null;
  const isSidecar = isSidecarName(entry.name);
  const isOfInterest =
    isTaken || isUnsaid || (!isHiddenName(entry.name) && (isSidecar || hasVideoExtension(entry.name)));
  if (!isOfInterest) return null;
  const path = join(rootPath, relativePath);
  try {
    const stats = await lstat(path);
    if (stats.isDirectory()) return isSkippedFolder(entry.name) ? null : 'folder';
    if (!stats.isFile()) return null;
    if (isSidecar) options.onSidecar?.(foundFile(path, relativePath, stats));
    if (!isTaken && (isHiddenName(entry.name) || !(await isVideoFile(path)))) return null;
    return foundFile(path, relativePath, stats);
  } catch (error) {
    options.onUnreadable(relativePath, error);
    return null;
  }
}

export function foundFile(path: string, relativePath: string, stats: Stats): FoundFile {
  return { path, relativePath, sizeBytes: stats.size, modifiedAtMs: Math.trunc(stats.mtimeMs) };
}
