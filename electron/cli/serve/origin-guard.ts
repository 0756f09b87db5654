import type { IncomingMessage } from 'node:http';

/**
 * Keeps other pages of the same browser out. The Host must be this server (a name of an attacker that resolves to
 * 127.0.0.1 is not), the Origin must be this page, and a page on another port of this machine, which to a browser is
 * the same *site* and so sends the cookie, is told by Sec-Fetch-Site.
 */
export class OriginGuard {
  readonly #hosts: ReadonlySet<string>;

  constructor(port: number) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  }

  hasOwnHost({ headers }: IncomingMessage): boolean {
    return this.#hosts.has((headers.host ?? '').toLowerCase());
  }

  /** For what changes something or opens a connection: a browser always sends the Origin there. */
  hasOwnOrigin({ headers }: IncomingMessage): boolean {
    return (
      headers.origin !== undefined && headers.origin.toLowerCase() === `http://${(headers.host ?? '').toLowerCase()}`
    );
  }

  /** For what is only read: no foreign page may embed it. */
  isForeignEmbed({ headers }: IncomingMessage): boolean {
    const site = headers['sec-fetch-site'];
    return site !== undefined && site !== 'same-origin' && site !== 'none';
  }
}
