import * as http from 'node:http';
import * as https from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { EngineError } from '../../contract/errors.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The bytes as they came; reading them to the end, or `close`, lets the connection go. */
  readonly body: AsyncIterable<Uint8Array>;
  close(): void;
}

export interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** One GET, redirects followed. Rejects with what the system says, or `network` when a redirect is refused. */
export type HttpGet = (address: URL, request: HttpRequest) => Promise<HttpAnswer>;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const redirectLimit = 5;

/**
 * GET over Node's own client with the proxies that `env` names (HTTP_PROXY, HTTPS_PROXY, NO_PROXY and their lower-case
 * forms). Not `fetch`: its proxy can only be set for the whole process, which would send calls to a language model on
 * this machine through it too; and it would unpack a compressed body, whose bytes are not those that Range counts.
 */
export function createHttpGet(env: Readonly<Record<string, string | undefined>>): HttpGet {
  const proxyEnv = { ...env };
  return async (address, request) => {
    let current = address;
    for (let redirects = 0; redirects <= redirectLimit; redirects += 1) {
      const answer = await getOnce(current, request, proxyEnv);
      const location = answer.headers.location;
      if (!redirectStatuses.has(answer.statusCode ?? 0) || location === undefined) {
        return {
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: answer as AsyncIterable<Uint8Array>,
          close: () => answer.destroy(),
        };
      }
      answer.destroy();
      current = followed(current, location);
    }
    throw new EngineError('network', `${address.host} redirects in a circle.`, { details: { host: address.host } });
  };
}

function getOnce(address: URL, request: HttpRequest, proxyEnv: Record<string, string | undefined>) {
  const client = address.protocol === 'https:' ? https : http;
  const agent = new client.Agent({ keepAlive: false, proxyEnv });
  return new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { 'user-agent': 'timecue', 'accept-encoding': 'identity', ...request.headers };
    client.get(address, { agent, headers, signal: request.signal }, resolve).on('error', reject);
  });
}

function followed(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  const isAllowed = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:');
  if (to === null || !isAllowed) {
    throw new EngineError('network', `${from.host} redirects to an address that is not followed.`, {
      details: { host: from.host },
    });
  }
  return to;
}
