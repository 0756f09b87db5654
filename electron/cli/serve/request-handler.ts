import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { LibraryFiles } from './library-files.ts';
import type { OriginGuard } from './origin-guard.ts';
import { securityHeaders } from './security-headers.ts';
import type { SessionGate } from './session-gate.ts';
import type { StaticFile } from './static-files.ts';

export interface RequestHandlerOptions {
  readonly guard: OriginGuard;
  readonly gate: SessionGate;
  readonly staticFiles: ReadonlyMap<string, StaticFile>;
  readonly libraryFiles: LibraryFiles;
}

const maxBodyBytes = 1024;
const sessionRequestSchema = z.object({ token: z.string().max(100) });

/** Answers HTTP: the page to everybody who asks this very host, the library only to the browser with the session. */
export class RequestHandler {
  readonly #options: RequestHandlerOptions;

  constructor(options: RequestHandlerOptions) {
    this.#options = options;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const { guard, gate, libraryFiles } = this.#options;
    for (const [name, value] of Object.entries(securityHeaders)) {
      response.setHeader(name, value);
    }
    if (!guard.hasOwnHost(request)) {
      refuse(response, 403);
      return;
    }
    const path = pathOf(request);
    if (path === '/session') {
      void this.#session(request, response);
    } else if (this.#serveStatic(path, request, response)) {
      return;
    } else if (!gate.admits(request.headers.cookie)) {
      refuse(response, 401);
    } else if (guard.isForeignEmbed(request)) {
      refuse(response, 403);
    } else if (!libraryFiles.serve(path, request, response)) {
      refuse(response, 404);
    }
  }

  #serveStatic(path: string, { method }: IncomingMessage, response: ServerResponse): boolean {
    const file = this.#options.staticFiles.get(path);
    if (file === undefined) {
      return false;
    }
    if (method !== 'GET' && method !== 'HEAD') {
      refuse(response, 405, { Allow: 'GET, HEAD' });
      return true;
    }
    response.writeHead(200, { 'Content-Type': file.contentType, 'Content-Length': file.bytes.length });
    response.end(method === 'HEAD' ? undefined : file.bytes);
    return true;
  }

  /** POST exchanges the token for the cookie; GET tells the page whether its browser has the cookie already. */
  async #session(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { guard, gate } = this.#options;
    if (request.method === 'GET') {
      refuse(response, gate.admits(request.headers.cookie) ? 204 : 401);
    } else if (request.method !== 'POST') {
      refuse(response, 405, { Allow: 'GET, POST' });
    } else if (!guard.hasOwnOrigin(request)) {
      refuse(response, 403);
    } else if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      refuse(response, 415);
    } else {
      const cookie = gate.redeem((await readToken(request)) ?? '');
      refuse(response, cookie === null ? 401 : 204, cookie === null ? {} : { 'Set-Cookie': cookie });
    }
  }
}

/** The path without query. It is only compared, never decoded and never given to the file system. */
export function pathOf({ url }: IncomingMessage): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}

/** The token of a body; null where there is none to read, the body is too long or its sender has gone. */
async function readToken(request: IncomingMessage): Promise<string | null> {
  const length = Number(request.headers['content-length']);
  // A body without length could be endless.
  if (!(length <= maxBodyBytes)) {
    return null;
  }
  try {
    const body = sessionRequestSchema.safeParse(JSON.parse(await text(request)));
    return body.success ? body.data.token : null;
  } catch {
    return null;
  }
}

/** An answer without body; the connection is not kept after a refusal, for its body may still be on the way. */
function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  const length = status === 204 ? {} : { 'Content-Length': '0' };
  const connection = status >= 400 && status !== 401 ? { Connection: 'close' } : {};
  response.writeHead(status, { ...length, ...connection, ...headers }).end();
}
