import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../../contract/errors.ts';
import { videoIdSchema, type VideoId } from '../../contract/ids.ts';
import type { Logger } from '../../engine/base/surroundings.ts';
import { contentTypeOfPath } from '../../media-response/content-type.ts';
import { MediaResponder, type FileResponse } from '../../media-response/media-responder.ts';
import type { ServedEngine, ServedFile } from './served-engine.ts';

type FoundFile = ServedFile & { readonly contentType: string };

/** Serves footage and pictures by id: `/media/<videoId>`, `/poster/<videoId>/<milliseconds>`, `/sprite/<videoId>`. */
export class LibraryFiles {
  readonly #engine: ServedEngine;
  readonly #logger: Logger;
  readonly #responder = new MediaResponder();

  constructor(engine: ServedEngine, logger: Logger) {
    this.#engine = engine;
    this.#logger = logger;
  }

  /** Answers and returns true where the path is one of ours; otherwise touches nothing. */
  serve(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    const find = this.#route(path);
    if (find === null) {
      return false;
    }
    void this.#answer(find, request, response);
    return true;
  }

  dispose(): void {
    this.#responder.dispose();
  }

  #route(path: string): (() => Promise<FoundFile | null>) | null {
    const [, kind, rawId, rawMilliseconds] =
      /^\/(media|poster|sprite)\/([\w-]{1,64})(?:\/(\d{1,10}))?$/.exec(path) ?? [];
    const hasTime = rawMilliseconds !== undefined;
    if (kind === undefined || rawId === undefined || hasTime !== (kind === 'poster')) {
      return null;
    }
    const videoId = videoIdSchema.parse(rawId);
    if (kind === 'media') {
      return () => this.#engine.mediaFile(videoId);
    }
    return () => this.#picture(kind === 'poster' ? 'poster' : 'sprite', videoId, Number(rawMilliseconds ?? 0) / 1000);
  }

  async #picture(kind: 'poster' | 'sprite', videoId: VideoId, seconds: number): Promise<FoundFile | null> {
    const picture = await this.#engine.pictureFile(kind, videoId, seconds);
    // An extension that is no picture's gives an empty type, which the responder refuses.
    return picture === null ? null : { ...picture, contentType: contentTypeOfPath(picture.path) ?? '' };
  }

  async #answer(
    find: () => Promise<FoundFile | null>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const found = await findOrNull(find);
      if (found === null) {
        response.writeHead(404, { 'Content-Length': '0' }).end();
        return;
      }
      const answer = await this.#responder.respond({
        method: request.method ?? '',
        rangeHeader: request.headers.range ?? null,
        ifRangeHeader: (request.headers['if-range'] as string | undefined) ?? null,
        path: found.path,
        allowedRoots: found.allowedRoots,
        contentType: found.contentType,
        signal: gone.signal,
      });
      await send(answer, response);
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

async function findOrNull(find: () => Promise<FoundFile | null>): Promise<FoundFile | null> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof EngineError && (error.code === 'not-found' || error.code === 'file-missing')) {
      return null;
    }
    throw error;
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
