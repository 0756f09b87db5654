import { Readable } from 'node:stream';
import type { Logger } from '../engine/base/surroundings.ts';
import { readLibraryAddress } from '../media-response/library-addresses.ts';
import type { LibraryResponder } from '../media-response/library-responder.ts';
import type { FileResponse } from '../media-response/media-responder.ts';
import { mediaOrigin } from './schemes.ts';
import { mediaHeaders, pageHeaders } from './security-headers.ts';

export interface LibraryProtocolOptions {
  readonly responder: Pick<LibraryResponder, 'respond'>;
  readonly logger: Logger;
}

/** The path of an address exactly as it was asked for; undecoded, so that nothing in it can mean anything else. */
function pathIn(address: string, origin: string): string | null {
  return address.startsWith(`${origin}/`) ? address.slice(origin.length).split(/[?#]/, 1)[0]! : null;
}

/** Answers media://library: footage, proxies and pictures by opaque id, with ranges. Everything else is refused. */
export function mediaProtocol(options: LibraryProtocolOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = pathIn(request.url, mediaOrigin);
    const address = path === null ? null : readLibraryAddress(path);
    const isShown = address !== null && address.kind !== 'export';
    const answer = path === null || !isShown ? null : await answerOf(options, request, path);
    if (answer === null || answer.status >= 400) {
      options.logger.warn('media.refused', { address: request.url.slice(0, 200), status: answer?.status ?? 404 });
    }
    return responseOf(answer, mediaHeaders);
  };
}

/** Answers exports under the page's own origin, where a download needs no navigation; null for any other address. */
export function exportProtocol(
  options: LibraryProtocolOptions,
  origin: string,
): (request: Request) => Promise<Response | null> {
  return async (request) => {
    const path = pathIn(request.url, origin);
    if (path === null || readLibraryAddress(path)?.kind !== 'export') {
      return null;
    }
    return responseOf(await answerOf(options, request, path), pageHeaders);
  };
}

async function answerOf(
  { responder, logger }: LibraryProtocolOptions,
  { method, headers, signal }: Request,
  path: string,
): Promise<FileResponse | null> {
  try {
    return await responder.respond({
      method,
      path,
      rangeHeader: headers.get('range'),
      ifRangeHeader: headers.get('if-range'),
      signal,
    });
  } catch (error) {
    logger.error('media.failed', error, { path });
    return { status: 500, headers: { 'Content-Length': '0' }, stream: null };
  }
}

function responseOf(answer: FileResponse | null, headers: Readonly<Record<string, string>>): Response {
  if (answer === null) {
    return new Response(null, { status: 404, headers });
  }
  const body = answer.stream === null ? null : (Readable.toWeb(answer.stream) as ReadableStream);
  return new Response(body, { status: answer.status, headers: { ...headers, ...answer.headers } });
}
