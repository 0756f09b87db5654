import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may speak to the engine: the browser that was given the link. The token of the link works once and is
 * exchanged for a cookie, so that neither history, nor a bookmark, nor somebody who reads the link later has anything.
 */
export class SessionGate {
  /** 256 random bits, for the fragment of the address, which browsers do not send. */
  readonly token = randomBytes(32).toString('base64url');
  readonly #secret = randomBytes(32).toString('base64url');
  readonly #cookieName: string;
  #isSpent = false;

  /** Cookies know no port, so its name does: two servers on one machine keep their sessions apart. */
  constructor(port: number) {
    this.#cookieName = `timecue_${port}`;
  }

  /** The Set-Cookie header for the right token, the first time; null for anything else. */
  redeem(token: string): string | null {
    if (!isEqual(token, this.token) || this.#isSpent) {
      return null;
    }
    this.#isSpent = true;
    return `${this.#cookieName}=${this.#secret}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Whether a Cookie header holds the session. */
  admits(cookieHeader: string | undefined): boolean {
    return (cookieHeader ?? '').split(';').some((pair) => {
      const separator = pair.indexOf('=');
      return (
        pair.slice(0, separator).trim() === this.#cookieName && isEqual(pair.slice(separator + 1).trim(), this.#secret)
      );
    });
  }
}

/** In a time that depends on neither text: digests have one length and say nothing about how much was right. */
function isEqual(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
