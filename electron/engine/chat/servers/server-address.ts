import { EngineError } from '../../../contract/errors.ts';

/** Where a server of chat models is. */
export interface ServerAddress {
  /** As it is kept and shown: what `v1` requests begin with, without a slash at its end. */
  readonly api: string;
  /** What the server's own requests begin with (`/props`, `/api/version`), without a slash at its end. */
  readonly root: string;
  /** With the port where one is said. */
  readonly host: string;
  /** Nothing that is sent there leaves this machine. */
  readonly isLoopback: boolean;
  readonly isEncrypted: boolean;
}

/**
 * Reads what a person typed: `localhost:8000`, `http://gpu:8000/v1/`, or the whole address of an endpoint. Throws
 * EngineError `bad-request`, also for an address that has a name or a key in it, which would end up in lists and logs.
 */
export function readServerAddress(typed: string): ServerAddress {
  const text = typed.trim();
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (text === '' || !URL.canParse(full)) throw refused('is no address; give one like http://localhost:8000/v1');
  const url = new URL(full);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused('begins with neither http:// nor https://');
  if (url.username !== '' || url.password !== '') throw refused('has a name or a key in it; give the key by itself');
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|models)$/, '');
  const api = `${url.origin}${path === '' ? '/v1' : path}`;
  return {
    api,
    root: api.replace(/\/v\d+$/, ''),
    host: url.host,
    isLoopback: isLoopbackName(url.hostname),
    isEncrypted: url.protocol === 'https:',
  };
}

function refused(why: string): EngineError {
  return new EngineError('bad-request', `The address of the server ${why}.`);
}

/** Names and numbers that no network card ever sees. Other names for this machine count as elsewhere. */
function isLoopbackName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '');
  return name === 'localhost' || name.endsWith('.localhost') || /^127(\.\d{1,3}){3}$/.test(name) || name === '[::1]';
}
