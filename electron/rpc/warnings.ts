import { z } from 'zod';

/** What a side of a connection met and survived. `count` is how many of its kind there have been on this connection. */
export interface RpcWarning {
  readonly kind: 'malformed' | 'bad-progress' | 'bad-result' | 'flood';
  readonly count: number;
  /** The method it belongs to, where that is known. */
  readonly method: string | null;
  readonly problem: string;
}

/** How many malformed messages within the window end a connection. */
const floodCount = 100;
const floodWindowMs = 10_000;
const problemLength = 2000;

/** Counts what goes wrong on one connection, by kind, and says when it has become a flood. */
export class WarningCounter {
  readonly #onWarning: ((warning: RpcWarning) => void) | undefined;
  readonly #counts = new Map<RpcWarning['kind'], number>();
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #windowCount = 0;

  constructor(onWarning: ((warning: RpcWarning) => void) | undefined) {
    this.#onWarning = onWarning;
  }

  warn(kind: RpcWarning['kind'], method: string | null, problem: string): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    this.#onWarning?.({ kind, count, method, problem });
  }

  /** Counts a message that fits nothing; returns whether there have been so many lately that the port should close. */
  malformed(problem: string): boolean {
    this.warn('malformed', null, problem);
    const nowMs = Date.now();
    if (nowMs - this.#windowStartMs > floodWindowMs) {
      this.#windowStartMs = nowMs;
      this.#windowCount = 0;
    }
    this.#windowCount += 1;
    if (this.#windowCount !== floodCount) {
      return false;
    }
    this.warn('flood', null, `${floodCount} malformed messages within ${floodWindowMs / 1000} s`);
    return true;
  }
}

/** What a schema has against a value, in words, bounded so that a hostile value cannot fill a log. */
export function describeMisfit(error: z.ZodError): string {
  return z.prettifyError(error).slice(0, problemLength);
}
