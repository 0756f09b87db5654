import type { IncomingHttpHeaders } from 'node:http';
import { EngineError } from '../../contract/errors.ts';
import type { HttpAnswer } from './http-get.ts';

/** A server that asks for longer is asked again later by hand. */
const longestRetryAfterMs = 60_000;

/** What to do with an answer: write after what is here, write from the start, drop what is here, or give up. */
export type ReadingPlan = 'append' | 'start-over' | 'forget-part' | 'refused';

/** Decides by status and headers; a server that ignores Range answers 200 with the whole file, which is fine. */
export function planReading(
  { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
  { doneBytes, sizeBytes }: { readonly doneBytes: number; readonly sizeBytes: number },
): ReadingPlan {
  if (status === 200) {
    const length = headers['content-length'];
    if (length !== undefined && Number(length) !== sizeBytes) {
      throw new EngineError('model-corrupt', `The server offers ${length} bytes in place of ${sizeBytes}.`, {
        details: { offeredBytes: Number(length), expectedBytes: sizeBytes },
      });
    }
    return 'start-over';
  }
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
    const continues = range !== null && Number(range[1]) === doneBytes;
    const isSameFile = range !== null && (range[2] === '*' || Number(range[2]) === sizeBytes);
    return continues && isSameFile ? 'append' : 'forget-part';
  }
  return status === 416 ? 'forget-part' : 'refused';
}

export function isRetryable(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501);
}

/** Milliseconds of `Retry-After` given in seconds; 0 when there is none. */
export function retryAfterMs(headers: IncomingHttpHeaders): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds * 1000), longestRetryAfterMs) : 0;
}

export function statusError(address: URL, status: number): EngineError {
  const words = status === 404 || status === 410 ? 'does not have the file' : 'does not give the file';
  return new EngineError('network', `${address.host} ${words} (HTTP ${status}).`, {
    details: { host: address.host, status },
  });
}
