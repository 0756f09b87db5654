import { isAbsolute, relative, sep } from 'node:path';

/** Whether `path` is `folder` itself or lies below it. Both absolute. */
export function isPathInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
