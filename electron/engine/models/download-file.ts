import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { EngineError } from '../../contract/errors.ts';
import type { Logger } from '../base/surroundings.ts';
import { asStorageError } from './storage-error.ts';
import type { HttpAnswer, HttpGet } from './http-get.ts';
import { isRetryable, planReading, retryAfterMs, statusError } from './http-answer.ts';
import { readValidator, removeValidator, saveValidator, validatorOf } from './part-validator.ts';

export interface DownloadLimits {
  /** No byte for this long ends the attempt. */
  readonly stallTimeoutMs: number;
  /** Pauses before the 2nd, 3rd, … attempt that brought nothing new; after the last it is given up. */
  readonly retryDelaysMs: readonly number[];
}

export interface DownloadDeps {
  readonly httpGet: HttpGet;
  readonly limits: DownloadLimits;
  readonly logger: Logger;
}

export interface DownloadRequest {
  readonly address: URL;
  /** Bytes that are here already are kept and asked for no more; after a failure they stay for the next try. */
  readonly partFile: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
}

/**
 * Downloads until `partFile` has the size and the hash. Resumes after a cut, a stall or a restart of the program.
 * Throws `network`, `model-corrupt` (what came is not the file), `no-space-for-model`, `permission-denied`, or the
 * signal's reason; nothing with a wrong hash is left behind.
 */
export async function downloadFile(request: DownloadRequest, deps: DownloadDeps): Promise<void> {
  let mostBytes = 0;
  for (let failureCount = 0; ;) {
    request.signal.throwIfAborted();
    const attempt = await attemptDownload(request, deps).catch((error: unknown) => {
      request.signal.throwIfAborted();
      return asAttemptFailure(error, request.address);
    });
    if (attempt === null) {
      return;
    }
    // A server that is cut again and again is worth another try only while it brings something new.
    failureCount = attempt.reachedBytes > mostBytes ? 1 : failureCount + 1;
    mostBytes = Math.max(mostBytes, attempt.reachedBytes);
    const delayMs = deps.limits.retryDelaysMs[failureCount - 1];
    const isHopeless = attempt.isUnreachable && mostBytes === 0 && failureCount > 1;
    if (!attempt.isRetryable || isHopeless || delayMs === undefined) {
      throw attempt.error;
    }
    deps.logger.info('models.download-retry', { host: request.address.host, reason: attempt.error.message });
    await pause(Math.max(delayMs, attempt.retryAfterMs), undefined, { signal: request.signal });
  }
}

interface AttemptFailure {
  readonly error: EngineError;
  readonly isRetryable: boolean;
  /** There is no way to the server at all: a person who is offline is told soon, unless it worked a moment ago. */
  readonly isUnreachable: boolean;
  readonly retryAfterMs: number;
  readonly reachedBytes: number;
}

const unreachableCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH']);

/** Thrown inside an attempt, with how far the file had come. */
class InterruptedDownload extends Error {
  readonly reachedBytes: number;

  constructor(reachedBytes: number, cause: unknown) {
    super('The download was interrupted.', { cause });
    this.reachedBytes = reachedBytes;
  }
}

/** One connection. Null when the file is complete and right. */
async function attemptDownload(request: DownloadRequest, deps: DownloadDeps): Promise<AttemptFailure | null> {
  const { partFile, sizeBytes } = request;
  const part = await open(partFile, constants.O_RDWR | constants.O_CREAT).catch(asStorageError);
  try {
    const hash = createHash('sha256');
    let doneBytes = (await part.stat()).size;
    if (doneBytes > sizeBytes) {
      await part.truncate(0);
      doneBytes = 0;
    }
    await hashStart(part, doneBytes, hash);
    request.onProgress(doneBytes);
    if (doneBytes === sizeBytes) {
      return await finish(request, hash, true);
    }
    const stall = new StallTimer(deps.limits.stallTimeoutMs);
    try {
      const signal = AbortSignal.any([request.signal, stall.signal]);
      const answer = await deps.httpGet(request.address, { headers: await rangeHeaders(request, doneBytes), signal });
      try {
        return await receive({ request, answer, part, doneBytes, hash, stall });
      } finally {
        answer.close();
      }
    } finally {
      stall.stop();
    }
  } finally {
    await part.close();
  }
}

interface Receiving {
  readonly request: DownloadRequest;
  readonly answer: HttpAnswer;
  readonly part: Awaited<ReturnType<typeof open>>;
  readonly doneBytes: number;
  readonly hash: Hash;
  readonly stall: StallTimer;
}

async function receive({ request, answer, part, doneBytes, hash, stall }: Receiving): Promise<AttemptFailure | null> {
  const { sizeBytes, address, partFile } = request;
  const plan = planReading(answer, { doneBytes, sizeBytes });
  if (plan === 'start-over' || plan === 'append') {
    const startBytes = plan === 'append' ? doneBytes : 0;
    const running = plan === 'append' ? hash : createHash('sha256');
    if (plan === 'start-over') {
      await part.truncate(0);
    }
    await saveValidator(partFile, validatorOf(address, answer.headers));
    await writeBody({ request, answer, part, stall, startBytes, hash: running });
    return finish(request, running, startBytes > 0);
  }
  if (plan === 'forget-part') {
    await discard(partFile);
    return failure(new EngineError('network', `${address.host} has another file there.`), true);
  }
  return failure(statusError(address, answer.status), isRetryable(answer.status), retryAfterMs(answer.headers));
}

interface WritingBody {
  readonly request: DownloadRequest;
  readonly answer: HttpAnswer;
  readonly part: Receiving['part'];
  readonly stall: StallTimer;
  readonly startBytes: number;
  readonly hash: Hash;
}

async function writeBody({ request, answer, part, stall, startBytes, hash }: WritingBody): Promise<void> {
  let doneBytes = startBytes;
  try {
    for await (const chunk of answer.body) {
      stall.restart();
      if (doneBytes + chunk.length > request.sizeBytes) {
        throw new EngineError('model-corrupt', `${request.address.host} sends more than the file's size.`);
      }
      await writeAt(part, chunk, doneBytes).catch(asStorageError);
      hash.update(chunk);
      doneBytes += chunk.length;
      request.onProgress(doneBytes);
    }
  } catch (error) {
    if (error instanceof EngineError && error.code === 'model-corrupt') {
      await discard(request.partFile);
    }
    throw new InterruptedDownload(doneBytes, error);
  }
  if (doneBytes < request.sizeBytes) {
    throw new InterruptedDownload(doneBytes, new Error(`the connection ended after ${doneBytes} bytes`));
  }
  await part.sync().catch(asStorageError);
}

async function writeAt(part: Receiving['part'], chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await part.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}

/** The last look: a wrong hash leaves nothing; if part of it came from an earlier attempt, it is worth another one. */
async function finish(request: DownloadRequest, hash: Hash, wasResumed: boolean): Promise<AttemptFailure | null> {
  const found = hash.digest('hex');
  if (found === request.sha256) {
    await removeValidator(request.partFile);
    return null;
  }
  await discard(request.partFile);
  const error = new EngineError(
    'model-corrupt',
    `What ${request.address.host} sent is not the file of the catalogue (SHA-256 ${found.slice(0, 12)}… in place of ${request.sha256.slice(0, 12)}…).`,
    { details: { foundSha256: found, expectedSha256: request.sha256, host: request.address.host } },
  );
  return failure(error, wasResumed);
}

async function hashStart(part: Receiving['part'], byteCount: number, hash: Hash): Promise<void> {
  if (byteCount > 0) {
    for await (const chunk of part.createReadStream({ start: 0, end: byteCount - 1, autoClose: false })) {
      hash.update(chunk as Uint8Array);
    }
  }
}

async function rangeHeaders(request: DownloadRequest, doneBytes: number): Promise<Record<string, string>> {
  if (doneBytes === 0) {
    return {};
  }
  const validator = await readValidator(request.partFile, request.address);
  return { range: `bytes=${doneBytes}-`, ...(validator === null ? {} : { 'if-range': validator }) };
}

async function discard(partFile: string): Promise<void> {
  await rm(partFile, { force: true });
  await removeValidator(partFile);
}

function failure(error: EngineError, canRetry: boolean, waitMs = 0): AttemptFailure {
  return { error, isRetryable: canRetry, isUnreachable: false, retryAfterMs: waitMs, reachedBytes: 0 };
}

function asAttemptFailure(error: unknown, address: URL): AttemptFailure {
  const reachedBytes = error instanceof InterruptedDownload ? error.reachedBytes : 0;
  const cause = error instanceof InterruptedDownload ? error.cause : error;
  if (cause instanceof EngineError) {
    return { ...failure(cause, cause.code === 'network'), reachedBytes };
  }
  const reason = cause instanceof Error ? cause : new Error(String(cause));
  const code = (reason as NodeJS.ErrnoException).code;
  const words = reason.cause instanceof Error ? reason.cause.message : (code ?? reason.message);
  const failed = new EngineError('network', `The download from ${address.host} failed: ${words}.`, {
    cause: reason,
    details: { host: address.host, reason: words },
  });
  return { ...failure(failed, true), reachedBytes, isUnreachable: unreachableCodes.has(code ?? '') };
}

/** Aborts when nothing came for a while. */
class StallTimer {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(timeoutMs: number) {
    this.#timer = setTimeout(() => {
      this.#controller.abort(new Error(`nothing came for ${timeoutMs / 1000} s`));
    }, timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
