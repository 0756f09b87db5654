import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Logger } from '../../engine/base/surroundings.ts';
import type { LibraryFileSource } from '../../media-response/find-library-file.ts';
import { readLibraryAddress } from '../../media-response/library-addresses.ts';
import { LibraryResponder } from '../../media-response/library-responder.ts';
import type { FileResponse } from '../../media-response/media-responder.ts';

/** Serves footage, pictures, proxies and exports over HTTP, by the addresses of `readLibraryAddress`. */
export class LibraryFiles {
  readonly #logger: Logger;
  readonly #responder: LibraryResponder;

  constructor(source: LibraryFileSource, logger: Logger) {
    this.#logger = logger;
    this.#responder = new LibraryResponder(source);
  }

  /** Answers and returns true where the path is one of ours; otherwise touches nothing. */
  serve(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    if (readLibraryAddress(path) === null) {
      return false;
    }
    void this.#answer(path, request, response);
    return true;
  }

  dispose(): void {
    this.#responder.dispose();
  }

  async #answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const answer = await this.#responder.respond({
        method: request.method ?? '',
        path,
        rangeHeader: request.headers.range ?? null,
        ifRangeHeader: (request.headers['if-range'] as string | undefined) ?? null,
        signal: gone.signal,
      });
      await send(answer!, response);
    } catch (error) {
      this.#fail(error, response, gone.signal.aborted);
    }
  }

  /** A browser that seeks goes away in the middle all the time: that is no failure. */
  #fail(error: unknown, response: ServerResponse, isGone: boolean): void {
    if (!isGone) {
      this.#logger.error('serve.file-failed', error);
    }
    if (response.headersSent) {
      response.destroy();
    } else {
      response.writeHead(500, { 'Content-Length': '0' }).end();
    }
  }
}

async function send({ status, headers, stream }: FileResponse, response: ServerResponse): Promise<void> {
  response.writeHead(status, { ...headers });
  if (stream === null) {
    response.end();
  } else {
    await pipeline(stream, response);
  }
}
