import { opendir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Whether a root is there at all, as far as the disk can tell.
 *
 * A folder counts as there when it can be read and holds anything. An empty one does not: that is how the place of a
 * drive looks when the drive is not mounted, and nobody can tell it from a folder whose files were all deleted. So a
 * library never takes an empty folder as news about its files; at worst a root whose last file was deleted is shown as
 * offline. A root that is a single file counts as there when it can be looked at.
 */
export async function isRootPresent(rootPath: string): Promise<boolean> {
  try {
    const stats = await stat(rootPath);
    return stats.isDirectory() ? await holdsAnything(rootPath) : true;
  } catch {
    return false;
  }
}

async function holdsAnything(folder: string): Promise<boolean> {
  const entries = await opendir(folder);
  try {
    return (await entries.read()) !== null;
  } finally {
    await entries.close();
  }
}

/**
 * Whether a file that cannot be found has truly left its root: the root is there without it. Of a single file that is
 * a root, the folder must be there.
 */
export function isGoneFrom(root: { readonly rootPath: string; readonly relativePath: string }): Promise<boolean> {
  return isRootPresent(root.relativePath === '' ? dirname(root.rootPath) : root.rootPath);
}
