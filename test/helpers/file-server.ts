import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on loopback that answers as each test says and keeps what it was asked. */
export class FileServer {
  readonly requests: IncomingMessage[] = [];
  readonly #server: Server;
  #answer: Answer = (_request, response) => void response.writeHead(404).end();

  private constructor() {
    this.#server = createServer((request, response) => {
      this.requests.push(request);
      this.#answer(request, response);
    });
  }

  static async start(): Promise<FileServer> {
    const server = new FileServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get server(): Server {
    return this.#server;
  }

  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The answers in turn; the last one also for every request after it. */
  answerWith(...answers: readonly Answer[]): void {
    let index = 0;
    this.#answer = (request, response) => {
      answers[Math.min(index, answers.length - 1)]!(request, response);
      index += 1;
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The whole file, or from where Range says. */
export function serveFile(bytes: Uint8Array, etag = '"one"'): Answer {
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const condition = request.headers['if-range'];
    if (start === 0 || (condition !== undefined && condition !== etag)) {
      response.writeHead(200, { 'content-length': bytes.length, etag }).end(bytes);
    } else if (start >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    } else {
      const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
      response.writeHead(206, { 'content-length': bytes.length - start, 'content-range': range, etag });
      response.end(bytes.subarray(start));
    }
  };
}

/** Says that the whole file comes and breaks the connection after some of it. */
export function cutAfter(bytes: Uint8Array, byteCount: number, etag = '"one"'): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': bytes.length, etag });
    response.write(bytes.subarray(0, byteCount), () => setTimeout(() => response.destroy(), 20));
  };
}

/** Sends some of it and then nothing more. */
export function stallAfter(bytes: Uint8Array, byteCount: number): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, byteCount));
  };
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_request, response) => void response.writeHead(code, headers).end('refused');
}
