import { extname } from 'node:path';

/** Everything that is ever served from the library. What is not in here is refused, not guessed. */
const contentTypeByExtension: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.qt': 'video/quicktime',
  '.webm': 'video/webm',
  '.mkv': 'video/x-matroska',
  '.avi': 'video/x-msvideo',
  '.mpg': 'video/mpeg',
  '.mpeg': 'video/mpeg',
  '.m2v': 'video/mpeg',
  '.vob': 'video/mpeg',
  '.ts': 'video/mp2t',
  '.m2ts': 'video/mp2t',
  '.mts': 'video/mp2t',
  '.ogv': 'video/ogg',
  '.ogg': 'video/ogg',
  '.3gp': 'video/3gpp',
  '.3g2': 'video/3gpp2',
  '.flv': 'video/x-flv',
  '.wmv': 'video/x-ms-wmv',
  '.asf': 'video/x-ms-asf',
  '.mxf': 'application/mxf',
  '.dv': 'video/x-dv',
  '.y4m': 'video/x-yuv4mpeg',
  '.gif': 'image/gif',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
};

/** What is only ever saved, never shown: a browser must not run or draw it. */
const downloadTypeByExtension: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  // XML proper may be a page with scripts.
  '.xml': 'text/plain; charset=utf-8',
};

const allowedContentTypes: ReadonlySet<string> = new Set(Object.values(contentTypeByExtension));

/** The content type of a video or picture file by its extension; null for everything else. */
export function contentTypeOfPath(path: string): string | null {
  return typeIn(contentTypeByExtension, path);
}

/** The content type of a file that is handed out as a download; null for everything else. */
export function downloadTypeOfPath(path: string): string | null {
  return typeIn(downloadTypeByExtension, path);
}

function typeIn(types: Readonly<Record<string, string>>, path: string): string | null {
  const extension = extname(path).toLowerCase();
  return Object.hasOwn(types, extension) ? types[extension]! : null;
}

/** Whether a content type is one that `contentTypeOfPath` gives. */
export function isMediaContentType(contentType: string): boolean {
  return allowedContentTypes.has(contentType);
}

/** Whether a content type is one that `downloadTypeOfPath` gives. */
export function isDownloadContentType(contentType: string): boolean {
  return Object.values(downloadTypeByExtension).includes(contentType);
}
