import * as http from 'node:http';
import * as https from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { EngineError } from '../../../contract/errors.ts';
import type { ServerAddress } from './server-address.ts';
import { connectionError } from './server-errors.ts';

export interface ExchangeLimits {
  /** Until there is a connection, encryption included. */
  readonly connectMs: number;
  /** From then, or from when all was sent, until the first byte of the answer: a long video takes long to be read. */
  readonly firstByteMs: number;
  /** Between bytes of an answer. */
  readonly stallMs: number;
}

export const defaultLimits: ExchangeLimits = { connectMs: 10_000, firstByteMs: 300_000, stallMs: 60_000 };

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly address: Pick<ServerAddress, 'host' | 'isLoopback'>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly limits: ExchangeLimits;
  readonly signal: AbortSignal;
}

export interface Exchange {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /**
   * The bytes as they come. Rejects with the signal's reason, `server-slow`, or `server-unreachable` when it is cut.
   * Leaving the loop ends the connection.
   */
  readonly body: AsyncIterable<Uint8Array>;
  close(): void;
}

export type SendRequest = (request: ExchangeRequest) => Promise<Exchange>;

/**
 * One request over Node's own client: not `fetch`, whose proxy is that of the whole process. A server on this machine
 * is never asked through a proxy; others through the one that `env` names. Redirects are not followed: they would take
 * the key and the pictures to somewhere that nobody agreed to.
 */
export function createSendRequest(env: Readonly<Record<string, string | undefined>>): SendRequest {
  const proxyEnv = { ...env };
  return async (request) => {
    const { address, limits, signal } = request;
    signal.throwIfAborted();
    const watch = new StageWatch(address.host);
    const stop = AbortSignal.any([signal, watch.signal]);
    const asFailure = (error: unknown): unknown =>
      signal.aborted
        ? signal.reason
        : watch.signal.aborted
          ? watch.signal.reason
          : connectionError(error, address.host);
    try {
      const answer = await begin(request, { proxyEnv, watch, stop });
      refuseRedirect(answer, address.host);
      return {
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: bytesOf(answer, { watch, limits, asFailure }),
        close: () => {
          watch.stop();
          answer.destroy();
        },
      };
    } catch (error) {
      watch.stop();
      throw asFailure(error);
    }
  };
}

interface Beginning {
  readonly proxyEnv: Record<string, string | undefined>;
  readonly watch: StageWatch;
  readonly stop: AbortSignal;
}

function begin(request: ExchangeRequest, { proxyEnv, watch, stop }: Beginning): Promise<IncomingMessage> {
  const { url, address, headers, body, method, limits } = request;
  const isSecure = url.startsWith('https:');
  const client = isSecure ? https : http;
  const agent = new client.Agent({ keepAlive: false, ...(address.isLoopback ? {} : { proxyEnv }) });
  return new Promise((resolve, reject) => {
    watch.begin('connect', limits.connectMs);
    const length = body === undefined ? {} : { 'content-length': String(body.byteLength) };
    const sending = client.request(url, {
      ...{ method, agent, signal: stop },
      headers: { 'user-agent': 'timecue', 'accept-encoding': 'identity', ...headers, ...length },
    });
    const connected = () => watch.begin('first-byte', limits.firstByteMs);
    sending.on('socket', (socket) => socket.once(isSecure ? 'secureConnect' : 'connect', connected));
    // All that was to be sent has left: waiting begins anew.
    sending.on('finish', connected);
    sending.on('response', resolve);
    sending.on('error', reject);
    sending.end(body);
  });
}

function refuseRedirect(answer: IncomingMessage, host: string): void {
  const status = answer.statusCode ?? 0;
  if (status < 300 || status >= 400) return;
  answer.destroy();
  throw new EngineError('server-refused', `${host} sends on to another address (HTTP ${status}).`, {
    details: { host, status, reason: `Location: ${(answer.headers.location ?? '').slice(0, 200)}` },
  });
}

interface Reading {
  readonly watch: StageWatch;
  readonly limits: ExchangeLimits;
  readonly asFailure: (error: unknown) => unknown;
}

async function* bytesOf(answer: IncomingMessage, { watch, limits, asFailure }: Reading): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of answer as AsyncIterable<Uint8Array>) {
      watch.begin('stall', limits.stallMs);
      yield chunk;
    }
  } catch (error) {
    throw asFailure(error);
  } finally {
    watch.stop();
    answer.destroy();
  }
}

/** Aborts when a stage of an exchange takes too long. */
class StageWatch {
  readonly #controller = new AbortController();
  readonly #host: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(host: string) {
    this.#host = host;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the stage before. */
  begin(stage: 'connect' | 'first-byte' | 'stall', limitMs: number): void {
    clearTimeout(this.#timer);
    const seconds = limitMs / 1000;
    this.#timer = setTimeout(() => {
      this.#controller.abort(
        new EngineError('server-slow', `${this.#host} said nothing for ${seconds} s (${stage}).`, {
          details: { host: this.#host, stage, seconds },
        }),
      );
    }, limitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

const longestText = 4_000_000;

/** The whole body as text, cut at four million bytes. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > longestText) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
