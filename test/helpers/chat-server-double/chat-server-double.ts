import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerProfile } from '../../../electron/contract/chat-servers.ts';
import { problemsOf, type CheckedRequest } from './protocols.ts';
import { recordedChunks, recordedFacts, type Said } from './recorded-answers.ts';

/** How the double answers one request for a chat. */
export type Play =
  | {
      readonly kind: 'say';
      readonly said: Omit<Said, 'model'>;
      /** Sizes of the pieces in which bytes leave, again and again; whole events when left out. */
      readonly pieceBytes?: readonly number[];
      readonly lineEnd?: '\n' | '\r\n' | '\r';
      /** A comment between events, as some send to keep the line open. */
      readonly comment?: string;
      /** `done` says so; `open` says so and leaves the connection; `closed` only closes; `cut` breaks off after `after` events. */
      readonly end?: 'done' | 'open' | 'closed' | 'cut' | 'stall';
      readonly after?: number;
    }
  | { readonly kind: 'raw'; readonly bytes: string; readonly type?: string }
  | {
      readonly kind: 'refuse';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Says what comes of looking at the request. */
  | { readonly kind: 'reply'; readonly reply: (body: CheckedRequest) => string }
  /** Takes the request and says nothing. */
  | { readonly kind: 'silent' };

export interface DoubleOptions {
  readonly model?: string;
  readonly key?: string;
  /** In place of, or beside, what servers of this kind say about themselves. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface DoubleRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: CheckedRequest | null;
  /** The client closed before the answer was whole. */
  isAborted: boolean;
}

/**
 * A server of chat models on loopback that checks every request against what its kind publishes, and answers in the
 * shapes that were recorded from it. A request that is at fault is refused, and its faults are kept in `problems`.
 */
export class ChatServerDouble {
  readonly profile: ServerProfile;
  readonly model: string;
  readonly requests: DoubleRequest[] = [];
  readonly problems: string[] = [];
  readonly #key: string | undefined;
  readonly #facts: Readonly<Record<string, unknown>>;
  readonly #server: Server;
  #plays: Play[] = [];

  private constructor(profile: ServerProfile, { model = 'qwen2.5-vl-7b', key, facts = {} }: DoubleOptions) {
    this.profile = profile;
    this.model = model;
    this.#key = key;
    this.#facts = { ...recordedFacts(profile, model), ...facts };
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(profile: ServerProfile, options: DoubleOptions = {}): Promise<ChatServerDouble> {
    const double = new ChatServerDouble(profile, options);
    await new Promise<void>((resolve) => double.#server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get chats(): readonly DoubleRequest[] {
    return this.requests.filter(({ path }) => path === '/v1/chat/completions');
  }

  /** The answers in turn; the last one also for every request after it. */
  play(...plays: readonly Play[]): void {
    this.#plays = [...plays];
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const path = request.url ?? '';
    const kept: DoubleRequest = {
      ...{ method: request.method ?? '', path, headers: request.headers, isAborted: false },
      body: text === '' ? null : (JSON.parse(text) as CheckedRequest),
    };
    this.requests.push(kept);
    response.on('close', () => (kept.isAborted = !response.writableFinished));
    if (this.#key !== undefined && request.headers.authorization !== `Bearer ${this.#key}`) {
      const said = String(request.headers.authorization ?? '').replace('Bearer ', '');
      sendJson(response, 401, {
        body: { error: { message: `Incorrect API key provided: ${said}`, type: 'invalid_request_error' } },
      });
    } else if (path === '/v1/chat/completions' && request.method === 'POST') {
      this.#chat(kept, response);
    } else if (this.#facts[path] !== undefined) {
      sendJson(response, 200, { body: this.#facts[path] });
    } else if (this.profile === 'lm-studio') {
      sendJson(response, 200, {
        body: { error: `Unexpected endpoint or method. (${String(request.method)} ${path})` },
      });
    } else {
      sendJson(response, 404, { body: { detail: 'Not Found' } });
    }
  }

  #chat({ body }: DoubleRequest, response: ServerResponse): void {
    const problems = problemsOf(this.profile, body);
    if (body?.model !== this.model) {
      sendJson(response, 404, { body: notFound(this.profile, body?.model ?? '') });
      return;
    }
    if (problems.length > 0) {
      this.problems.push(...problems);
      sendJson(response, 400, {
        body: { error: { message: problems.join('; '), type: 'BadRequestError', code: 400 } },
      });
      return;
    }
    const play = this.#plays.length > 1 ? this.#plays.shift()! : this.#plays[0]!;
    if (play.kind === 'refuse') sendJson(response, play.status, play);
    else if (play.kind === 'raw') {
      response.writeHead(200, { 'content-type': play.type ?? 'text/event-stream' }).end(play.bytes);
    } else if (play.kind === 'reply') {
      void this.#say({ kind: 'say', said: { pieces: [play.reply(body)] } }, response);
    } else if (play.kind === 'say') void this.#say(play, response);
  }

  async #say(play: Extract<Play, { kind: 'say' }>, response: ServerResponse): Promise<void> {
    const { said, pieceBytes, lineEnd = '\n', comment, end = 'done' } = play;
    const chunks = recordedChunks(this.profile, { ...said, model: this.model });
    const data =
      end === 'done' || end === 'open' ? [...chunks, '[DONE]'] : chunks.slice(0, play.after ?? chunks.length);
    const before = comment === undefined ? '' : `: ${comment}${lineEnd}${lineEnd}`;
    const bytes = Buffer.from(data.map((one) => `${before}data: ${one}${lineEnd}${lineEnd}`).join(''));
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    for (const piece of pieceBytes === undefined ? [bytes] : cut(bytes, pieceBytes)) {
      response.write(piece);
      // Each piece leaves by itself.
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (end === 'cut') response.destroy();
    else if (end === 'done' || end === 'closed') response.end();
  }
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let from = 0, index = 0; from < bytes.length; index += 1) {
    const size = sizes[index % sizes.length]!;
    pieces.push(bytes.subarray(from, from + size));
    from += size;
  }
  return pieces;
}

function sendJson(
  response: ServerResponse,
  status: number,
  { body, headers = {} }: { readonly body: unknown; readonly headers?: Readonly<Record<string, string>> | undefined },
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** As each says that it has no such model. */
function notFound(profile: ServerProfile, model: string): unknown {
  const message = profile === 'ollama' ? `model '${model}' not found` : `The model \`${model}\` does not exist.`;
  const type = profile === 'ollama' ? 'not_found_error' : 'NotFoundError';
  return { error: { message, type, param: null, code: profile === 'ollama' ? null : 404 } };
}
