import { createReadStream, type ReadStream } from 'node:fs';
import { openMediaFile } from './open-media-file.ts';
import { planMediaResponse, refusal } from './media-response.ts';

export interface FileRequest {
  readonly method: string;
  readonly rangeHeader: string | null;
  readonly ifRangeHeader?: string | null;
  /** Absolute; may hold links as long as the real file lies inside one of the roots. */
  readonly path: string;
  readonly allowedRoots: readonly string[];
  readonly contentType: string;
  readonly downloadName?: string | null;
  /** Aborted when the one who asked has gone: the stream is destroyed. */
  readonly signal: AbortSignal;
}

export interface FileResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null without body. Whoever gets it reads it to its end or destroys it. */
  readonly stream: ReadStream | null;
}

export interface MediaResponderOptions {
  /** Streams open at once; one more is answered 503, because each holds a descriptor. */
  readonly maxOpenStreams?: number;
}

/** Answers requests for files of the library, for media:// as for HTTP, and keeps account of the streams it opened. */
export class MediaResponder {
  readonly #maxOpenStreams: number;
  readonly #streams = new Set<ReadStream>();
  /** Requests that have passed the gate and have no stream yet count too. */
  #openingCount = 0;
  #isDisposed = false;

  constructor({ maxOpenStreams = 32 }: MediaResponderOptions = {}) {
    this.#maxOpenStreams = maxOpenStreams;
  }

  get openStreamCount(): number {
    return this.#streams.size;
  }

  /** 404 for what is no regular file inside the roots; 200, 206, 405, 415, 416 as the request deserves; 503 when full. */
  async respond(request: FileRequest): Promise<FileResponse> {
    if (this.#isDisposed || this.#streams.size + this.#openingCount >= this.#maxOpenStreams) {
      return withoutBody(refusal(503, { 'Retry-After': '1' }));
    }
    this.#openingCount += 1;
    try {
      return await this.#open(request);
    } finally {
      this.#openingCount -= 1;
    }
  }

  /** Ends all streams at once; later requests are refused. */
  dispose(): void {
    this.#isDisposed = true;
    for (const stream of this.#streams) {
      stream.destroy();
    }
  }

  async #open({ path, allowedRoots, signal, ...request }: FileRequest): Promise<FileResponse> {
    const opened = await openMediaFile(path, allowedRoots);
    if (opened === null) {
      return withoutBody(refusal(404));
    }
    const plan = planMediaResponse({ ...request, file: opened.file });
    if (plan.bytes === null || signal.aborted || this.#isDisposed) {
      await opened.handle.close();
      return withoutBody(plan);
    }
    const { firstByte: start, lastByte: end } = plan.bytes;
    // The stream closes the handle when it ends or is destroyed.
    const stream = createReadStream(opened.file.path, { fd: opened.handle, start, end, highWaterMark: 256 * 1024 });
    this.#streams.add(stream);
    const stop = () => stream.destroy();
    signal.addEventListener('abort', stop, { once: true });
    stream.once('close', () => {
      signal.removeEventListener('abort', stop);
      this.#streams.delete(stream);
    });
    return { status: plan.status, headers: plan.headers, stream };
  }
}

function withoutBody({ status, headers }: Pick<FileResponse, 'status' | 'headers'>): FileResponse {
  return { status, headers, stream: null };
}
