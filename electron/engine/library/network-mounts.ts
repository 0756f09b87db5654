import { readFile } from 'node:fs/promises';
import { isPathInside } from './path-inside.ts';

/** File systems whose changes made elsewhere nobody announces here. */
const networkTypes =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|afpfs|ncpfs|9p|ceph|glusterfs|lustre|davfs|virtiofs|vboxsf|fuse\..*(?:sshfs|rclone|s3fs|gvfsd|davfs|smb|nfs|mergerfs|glusterfs|vmhgfs).*)$/u;

/** The type of the mount that a path lies on, from the text of /proc/mounts; null when nothing fits. */
export function mountTypeOf(path: string, mounts: string): string | null {
  let best: { place: string; type: string } | null = null;
  for (const line of mounts.split('\n')) {
    const [, rawPlace, type] = line.split(' ');
    if (rawPlace === undefined || type === undefined) continue;
    // Spaces and the like are written in octal.
    const place = rawPlace.replace(/\\([0-7]{3})/gu, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
    const isDeeper = best === null || place.length >= best.place.length;
    if (isPathInside(path, place) && isDeeper) best = { place, type };
  }
  return best?.type ?? null;
}

export function isNetworkType(type: string): boolean {
  return networkTypes.test(type);
}

/**
 * Whether a path lies on a network drive, as far as the system tells: by the mount on Linux, by `\\server\share` on
 * Windows. Elsewhere false; the setting for polling is for those.
 */
export async function isNetworkPath(path: string): Promise<boolean> {
  if (path.startsWith('\\\\')) return true;
  try {
    const type = mountTypeOf(path, await readFile('/proc/mounts', 'utf8'));
    return type !== null && isNetworkType(type);
  } catch {
    return false;
  }
}
