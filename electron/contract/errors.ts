import { z } from 'zod';

/** Every failure that may cross a process boundary. `error-text.ts` words them for people; nothing else may. */
export const errorCodeSchema = z.enum([
  'aborted',
  'bad-request',
  'not-found',
  'disconnected',
  'read-only',
  /** Another window changed the same thing first. */
  'conflict',
  /** Something that this host has no means for. */
  'unsupported',
  /** "No network at all" is on. */
  'network-off',
  'library-busy',
  'library-newer',
  'library-corrupt',
  'disk-full',
  'permission-denied',
  'file-missing',
  'file-empty',
  'not-video',
  'no-video-stream',
  'container-broken',
  'header-only',
  'encrypted',
  'codec-unknown',
  'no-frames',
  'decode-failed',
  'decode-stalled',
  'tool-missing',
  'model-missing',
  'model-corrupt',
  'model-failed',
  'network',
  'no-space-for-model',
  'unsupported-version',
  /** Of a server of chat models: `chat-servers.ts` names them all. */
  'server-unreachable',
  'server-key',
  'server-model',
  'server-too-large',
  'server-busy',
  'server-slow',
  'server-stream',
  'server-pictures',
  'server-unknown',
  'server-refused',
  'context-too-long',
  /** Footage would leave this machine, and nobody has agreed to that yet. */
  'sending-not-allowed',
  'internal',
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** Faults that lie in the footage itself: trying again finds them again, unless a tool or the file has changed. */
export const fileFaults: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'file-empty',
  'not-video',
  'no-video-stream',
  'container-broken',
  'header-only',
  'encrypted',
  'codec-unknown',
  'no-frames',
  'decode-failed',
]);

export const wireErrorSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type WireError = z.infer<typeof wireErrorSchema>;

export interface EngineErrorOptions extends ErrorOptions {
  readonly details?: WireError['details'];
}

/** A failure the user can be told about. Anything else that is thrown is a bug and travels as `internal`. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  readonly details: WireError['details'];

  constructor(code: ErrorCode, message: string, options: EngineErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.details = options.details ?? {};
  }

  static fromWire({ code, message, details }: WireError): EngineError {
    return new EngineError(code, message, { details });
  }
}

/** Whether an error only says that somebody asked to stop. */
export function isAbort(error: unknown): boolean {
  return (
    (error instanceof EngineError && error.code === 'aborted') ||
    (error instanceof Error && error.name === 'AbortError')
  );
}

/** What crosses the process: a code and words without stack, so that a bug shows no path of the machine. */
export function toWireError(error: unknown): WireError {
  if (error instanceof EngineError) {
    return { code: error.code, message: error.message, details: error.details };
  }
  if (isAbort(error)) {
    return { code: 'aborted', message: 'Stopped.', details: {} };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), details: {} };
}
