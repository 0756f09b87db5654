import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { EngineError } from '../contract/errors.ts';
import { pageHeaders } from './security-headers.ts';
import { isPageAddress } from './sender-check.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

export interface PageProtocolOptions {
  /** The built page; it may lie inside the package's archive. */
  readonly pageFolder: string;
  /** Answers `/export/<exportId>`, which is a download of the page's own origin; null where it is not one. */
  readonly exports: (request: Request) => Promise<Response | null>;
  readonly onRefused: (address: string, status: number) => void;
}

/**
 * Answers app://timecue: the built page from memory, and exports. A request is only ever looked up in a map, so no
 * address can lead out of the folder.
 *
 * @throws EngineError `file-missing` where the folder holds no built page.
 */
export async function pageProtocol(options: PageProtocolOptions): Promise<(request: Request) => Promise<Response>> {
  const files = await readPage(options.pageFolder);
  return async (request) => {
    const { pathname } = new URL(request.url);
    const file = isPageAddress(request.url) ? files.get(pathname) : undefined;
    if (file !== undefined && isRead(request.method)) {
      const headers = {
        ...pageHeaders,
        'Content-Type': file.contentType,
        'Content-Length': String(file.bytes.length),
      };
      return new Response(request.method === 'HEAD' ? null : file.bytes, { status: 200, headers });
    }
    const exported = isPageAddress(request.url) && isRead(request.method) ? await options.exports(request) : null;
    if (exported !== null) {
      return exported;
    }
    const status = file === undefined ? 404 : 405;
    options.onRefused(request.url, status);
    return new Response(null, { status, headers: pageHeaders });
  };
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

async function readPage(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const contentType = contentTypes[extname(entry.name)];
    if (contentType !== undefined) {
      files.set(`/${relative(folder, path).split(sep).join('/')}`, {
        bytes: new Uint8Array(await readFile(path)),
        contentType,
      });
    }
  }
  const page = files.get('/index.html');
  if (page === undefined) {
    throw new EngineError('file-missing', 'The page is not built. Run `npm run build` first.', { details: { folder } });
  }
  return files.set('/', page);
}
