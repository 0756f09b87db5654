import { createHash } from 'node:crypto';
import type { ExchangeLimits, SendRequest } from './http-exchange.ts';
import { readText } from './http-exchange.ts';
import { safeParseJson } from './safe-json.ts';
import type { ServerAddress } from './server-address.ts';
import { refusalError } from './server-errors.ts';

/** A server with what is needed to speak to it. */
export interface ServerAccess {
  readonly address: ServerAddress;
  readonly key: string | null;
}

export interface AskerDeps {
  readonly send: SendRequest;
  readonly limits: ExchangeLimits;
}

/** What one small question to a server may ask. */
export interface Question {
  readonly url: string;
  /** Makes it a POST. */
  readonly json?: unknown;
}

/** The headers of every request to a server. The key goes nowhere else. */
export function headersFor({ key }: ServerAccess): Record<string, string> {
  return { accept: 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) };
}

/** Tells keys apart without keeping one. */
export function keyStamp(key: string | null): string {
  return key === null ? '' : createHash('sha256').update(key).digest('base64url').slice(0, 12);
}

/** Asks a server small things about itself. */
export class ServerAsker {
  readonly #deps: AskerDeps;
  readonly #access: ServerAccess;

  constructor(access: ServerAccess, deps: AskerDeps) {
    this.#access = access;
    this.#deps = deps;
  }

  /** The answer as JSON. Throws EngineError: what `refusalError` makes of a refusal, `server-unknown` for no JSON. */
  async ask(question: Question, signal: AbortSignal): Promise<unknown> {
    const { status, text } = await this.#exchange(question, signal);
    const json = safeParseJson(text);
    if (status >= 400 || json === undefined) throw this.#refusal(status >= 400 ? status : 404, text);
    return json;
  }

  /** As `ask`, and null where the server refuses, answers something else or nothing: it is only looked whether it can. */
  async look(question: Question, signal: AbortSignal): Promise<unknown> {
    try {
      const { status, text } = await this.#exchange(question, signal);
      return status >= 400 ? null : (safeParseJson(text) ?? null);
    } catch {
      signal.throwIfAborted();
      return null;
    }
  }

  async #exchange({ url, json }: Question, signal: AbortSignal): Promise<{ status: number; text: string }> {
    const { send, limits } = this.#deps;
    const { address } = this.#access;
    const body = json === undefined ? {} : { body: Buffer.from(JSON.stringify(json)) };
    const { status, body: bytes } = await send({
      ...{ method: json === undefined ? 'GET' : 'POST', url, address, limits, signal, ...body },
      headers: { ...headersFor(this.#access), ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
    });
    return { status, text: await readText(bytes) };
  }

  #refusal(status: number, body: string) {
    const { address, key } = this.#access;
    return refusalError({ host: address.host, status, body, key, model: null, sentBytes: 0, retryAfterSeconds: null });
  }
}
