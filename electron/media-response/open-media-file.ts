import { constants } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { isPathInside } from './is-path-inside.ts';
import type { MediaFile } from './media-response.ts';

export interface OpenMediaFile {
  readonly file: MediaFile;
  /** Belongs to the caller, who closes it. */
  readonly handle: FileHandle;
}

/** Codes of the file system that mean: there is nothing here that could be served. */
const goneCodes = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM', 'ENAMETOOLONG', 'EISDIR', 'ENXIO']);

/**
 * Opens a regular file that is, with all links followed, one of the allowed roots or lies inside one. Null where there is no
 * such file; what else goes wrong (a dying disk, no more descriptors) is thrown.
 *
 * The handle, not the path, is what was checked: a link put in its place afterwards changes nothing.
 */
export async function openMediaFile(path: string, allowedRoots: readonly string[]): Promise<OpenMediaFile | null> {
  try {
    const realPath = await realpath(path);
    const realRoots = await Promise.all(allowedRoots.map((root) => realpath(root).catch(() => null)));
    // A file that was added by itself is its own root.
    if (!realRoots.some((root) => root !== null && (root === realPath || isPathInside(realPath, root)))) {
      return null;
    }
    // Looked at before it is opened: opening a device can have effects.
    if (!(await stat(realPath)).isFile()) {
      return null;
    }
    return await openRegular(realPath);
  } catch (error) {
    if (goneCodes.has((error as NodeJS.ErrnoException).code ?? '')) {
      return null;
    }
    throw error;
  }
}

async function openRegular(realPath: string): Promise<OpenMediaFile | null> {
  // Without O_NONBLOCK a FIFO that was put here a moment ago would hold a thread of the pool for ever. On Windows
  // both flags are undefined, and neither danger exists.
  const handle = await open(realPath, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  const found = await handle.stat();
  if (!found.isFile()) {
    await handle.close();
    return null;
  }
  return { file: { path: realPath, sizeBytes: found.size, modifiedAtMs: found.mtimeMs }, handle };
}
