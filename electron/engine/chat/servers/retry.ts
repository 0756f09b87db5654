import { setTimeout as pause } from 'node:timers/promises';
import { EngineError } from '../../../contract/errors.ts';

export interface RetryPlan {
  /** Pauses before the 2nd, 3rd, … attempt; after the last it is given up. */
  readonly delaysMs: readonly number[];
  /** A server that asks for longer is asked again by the person. */
  readonly longestWaitMs: number;
}

export const defaultRetries: RetryPlan = { delaysMs: [1000, 3000, 8000], longestWaitMs: 60_000 };

export interface RetryOptions {
  readonly plan: RetryPlan;
  readonly signal: AbortSignal;
  /** Whether another attempt would do no harm: nothing of an answer has been shown yet. */
  readonly mayRetry: () => boolean;
  readonly onRetry: (error: EngineError, waitMs: number) => void;
}

/** Runs `attempt` until it succeeds, waits between as long as the server asks, and throws its last failure. */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { plan, signal, mayRetry, onRetry } = options;
  for (let failureCount = 0; ; failureCount += 1) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      const delayMs = plan.delaysMs[failureCount];
      if (!(error instanceof EngineError) || delayMs === undefined || !mayRetry() || !isPassing(error)) throw error;
      const askedMs = Number(error.details['retryAfterSeconds'] ?? 0) * 1000;
      if (askedMs > plan.longestWaitMs) throw error;
      const waitMs = Math.max(delayMs, askedMs);
      onRetry(error, waitMs);
      await pause(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

/** What may be over in a moment. A refused connection is not: nothing listens there. */
function isPassing({ code, details }: EngineError): boolean {
  if (code === 'server-busy') return details['isQuota'] !== 1;
  if (code === 'server-unreachable') return details['reason'] === 'cut';
  if (code === 'server-slow') return details['stage'] === 'connect';
  return code === 'server-refused' && [408, 425, 502, 504].includes(Number(details['status']));
}

/** Seconds of `Retry-After`, which is a number of them or a date; null where there is none or it means nothing. */
export function retryAfterSeconds(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) : (Date.parse(header) - nowMs) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}
