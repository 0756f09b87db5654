import { posix, win32 } from 'node:path';

/**
 * Whether an absolute path lies below a folder: compared by parts, never by the beginning of the text (`/media2` is
 * not inside `/media`), and without regard to case on Windows. A folder is not inside itself.
 */
export function isPathInside(path: string, folder: string, platform: NodeJS.Platform = process.platform): boolean {
  const rules = platform === 'win32' ? win32 : posix;
  if (!rules.isAbsolute(path) || !rules.isAbsolute(folder)) {
    return false;
  }
  // On Windows `relative` compares without case; another drive stays absolute.
  const way = rules.relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${rules.sep}`) && !rules.isAbsolute(way);
}
