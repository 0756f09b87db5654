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

const allowedContentTypes: ReadonlySet<string> = new Set(Object.values(contentTypeByExtension));

/** The content type of a video or picture file by its extension; null for everything else. */
export function contentTypeOfPath(path: string): string | null {
  const extension = extname(path).toLowerCase();
  return Object.hasOwn(contentTypeByExtension, extension) ? contentTypeByExtension[extension]! : null;
}

/** Whether a content type is one that `contentTypeOfPath` gives. */
export function isMediaContentType(contentType: string): boolean {
  return allowedContentTypes.has(contentType);
}
