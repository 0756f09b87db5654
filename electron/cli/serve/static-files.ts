import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { EngineError } from '../../contract/errors.ts';

export interface StaticFile {
  readonly bytes: Buffer;
  readonly contentType: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Reads the built page into memory, by the path of the request. A request is only ever looked up in this map, so no
 * path can lead out of the folder.
 *
 * @throws EngineError `file-missing` where the folder holds no built page.
 */
export async function readStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const contentType = contentTypes[extname(entry.name)];
    if (contentType !== undefined) {
      const requestPath = `/${relative(folder, file).split(sep).join('/')}`;
      files.set(requestPath, { bytes: await readFile(file), contentType });
    }
  }
  const page = files.get('/index.html');
  if (page === undefined) {
    throw new EngineError('file-missing', 'The page is not built. Run `npm run build` first.', { details: { folder } });
  }
  return files.set('/', page);
}
