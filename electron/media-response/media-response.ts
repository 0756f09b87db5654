import { readRange, type ByteRange } from './byte-range.ts';
import { isDownloadContentType, isMediaContentType } from './content-type.ts';

/** A file as it was found; `path` is real: no part of it is a link. */
export interface MediaFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

export interface MediaRequest {
  readonly method: string;
  readonly rangeHeader: string | null;
  readonly ifRangeHeader?: string | null;
  readonly file: MediaFile;
  readonly contentType: string;
  /** Set for what is saved under a name instead of shown. */
  readonly downloadName?: string | null;
}

/** An answer whose bytes are still to be read: `bytes` says which, null that there is no body. */
export interface PlannedResponse {
  readonly status: 200 | 206 | 404 | 405 | 415 | 416 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: ByteRange | null;
}

/** Said with every answer: nothing is guessed from the bytes, and nothing of the footage stays in a cache. */
const always = { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' };

/** An answer without body. */
export function refusal(
  status: 404 | 405 | 415 | 416 | 503,
  headers: Readonly<Record<string, string>> = {},
): PlannedResponse {
  return { status, headers: { ...always, 'Content-Length': '0', ...headers }, bytes: null };
}

/**
 * What to answer to a request for a file, without touching it: 200, 206, 405, 415 or 416. One range is served; several
 * at once, a malformed one, or an If-Range that names another state of the file give the whole file.
 */
export function planMediaResponse(request: MediaRequest): PlannedResponse {
  const { method, rangeHeader, ifRangeHeader, file, contentType, downloadName = null } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    return refusal(405, { Allow: 'GET, HEAD' });
  }
  if (downloadName === null ? !isMediaContentType(contentType) : !isDownloadContentType(contentType)) {
    return refusal(415);
  }
  const entityTag = `"${file.sizeBytes.toString(16)}-${Math.round(file.modifiedAtMs).toString(16)}"`;
  const isSameFile = ifRangeHeader === undefined || ifRangeHeader === null || ifRangeHeader === entityTag;
  // A range has a meaning for GET only.
  const wanted = method === 'GET' && isSameFile ? readRange(rangeHeader, file.sizeBytes) : 'whole';
  if (wanted === 'unsatisfiable') {
    return refusal(416, { 'Content-Range': `bytes */${file.sizeBytes}`, 'Accept-Ranges': 'bytes' });
  }
  const headers = {
    ...always,
    'Content-Type': contentType,
    'Accept-Ranges': 'bytes',
    ETag: entityTag,
    ...(downloadName === null ? {} : { 'Content-Disposition': attachment(downloadName) }),
  };
  if (wanted === 'whole') {
    const hasBody = method === 'GET' && file.sizeBytes > 0;
    return {
      status: 200,
      headers: { ...headers, 'Content-Length': String(file.sizeBytes) },
      bytes: hasBody ? { firstByte: 0, lastByte: file.sizeBytes - 1 } : null,
    };
  }
  return {
    status: 206,
    headers: {
      ...headers,
      'Content-Length': String(wanted.lastByte - wanted.firstByte + 1),
      'Content-Range': `bytes ${wanted.firstByte}-${wanted.lastByte}/${file.sizeBytes}`,
    },
    bytes: wanted,
  };
}

/** RFC 6266: a plain name for everybody, and the true one for those who read it. */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^ !#-[\]-~]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
