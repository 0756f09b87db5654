import { z } from 'zod';
import { EngineError } from '../../../contract/errors.ts';
import { safeParseJson } from './safe-json.ts';

/** What a server answered in place of what was asked for. */
export interface Refusal {
  readonly host: string;
  readonly status: number;
  readonly body: string;
  readonly model: string | null;
  /** Bytes that were sent. */
  readonly sentBytes: number;
  readonly retryAfterSeconds: number | null;
  /** Never shown, whatever the server says. */
  readonly key: string | null;
}

const longestReason = 300;

/** The forms in which servers say what is wrong: OpenAI's, older vLLM's and SGLang's, FastAPI's, a bare text. */
const sayingSchema = z.union([
  z.object({
    error: z.object({
      message: z.string(),
      type: z.string().nullish(),
      code: z.union([z.string(), z.number()]).nullish(),
    }),
  }),
  z.object({ error: z.string() }),
  z.object({ message: z.string(), type: z.string().nullish() }),
  z.object({ detail: z.string() }),
  z.object({ detail: z.array(z.object({ msg: z.string() })).min(1) }),
]);

export interface Saying {
  readonly message: string;
  /** Type and code together, in small letters. */
  readonly kind: string;
}

/** What a body of a refusal says; null where it is in none of the known forms. */
export function readSaying(body: unknown): Saying | null {
  const parsed = sayingSchema.safeParse(body);
  if (!parsed.success) return null;
  const said = parsed.data;
  if ('detail' in said) {
    return { message: typeof said.detail === 'string' ? said.detail : said.detail[0]!.msg, kind: '' };
  }
  if ('message' in said) return { message: said.message, kind: (said.type ?? '').toLowerCase() };
  if (typeof said.error === 'string') return { message: said.error, kind: '' };
  const { message, type, code } = said.error;
  return { message, kind: `${type ?? ''} ${code ?? ''}`.toLowerCase() };
}

/** A server's words without control characters, not endlessly long, and without the key that it may repeat. */
export function shownReason(message: string, key: string | null): string {
  const hidden = key === null || key === '' ? message : message.replaceAll(key, '…');
  const plain = hidden
    .replaceAll(/\b(sk|hf|gsk|xai|key)[-_][\w*-]{6,}/gi, '…')
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return plain.length > longestReason ? `${plain.slice(0, longestReason)}…` : plain;
}

const tooLongKind = /context_length_exceeded|context_window_exceeded|exceed_context_size/;
const tooLongWords =
  /(maximum|available|model's|max) (context|input|prompt|model) (length|size|window)|context (length|window|size) (is )?exceeded|exceeds? (the )?(model's )?(maximum )?(allowed |available )?(context|input|token)|longer than the (maximum )?model|greater than the context length|prompt is too long|exceeds? max_model_len/i;
const noPictureWords =
  /(image|video|vision|multimodal)[^.]{0,40}(not supported|unsupported|not enabled|disabled)|not (support|a multimodal|accept)[^.]{0,40}(image|video|vision|model|multimodal)|mmproj|at most \d+ (image|video)|too many (images|videos)/i;
const noModelWords =
  /model[^.]{0,80}(not found|not exist|not loaded|unknown|no such)|(no such|unknown|invalid|unsupported) model|no models? (is |are )?(loaded|found)|(not|n't) (find|serve)[^.]{0,20}model/i;

/** The failure that a person is told about, with the values that its sentence needs. */
export function refusalError(refusal: Refusal): EngineError {
  const { host, status, body, model, key } = refusal;
  const said = readSaying(safeParseJson(body)) ?? { message: /<html/i.test(body) ? '' : body, kind: '' };
  const reason = shownReason(said.message, key);
  const details = { host, status, ...(model === null ? {} : { model }), ...(reason === '' ? {} : { reason }) };
  const fail = (code: EngineError['code'], message: string, more: EngineError['details'] = {}) =>
    new EngineError(code, message, { details: { ...details, ...more } });
  if (status === 401 || status === 403) return fail('server-key', `${host} wants another key (HTTP ${status}).`);
  if (status === 413) {
    return fail('server-too-large', `${host} takes no request of ${refusal.sentBytes} bytes.`, {
      sentBytes: refusal.sentBytes,
    });
  }
  if (status === 429 || status === 503) return busyError(refusal, said, fail);
  if (tooLongKind.test(said.kind) || tooLongWords.test(said.message)) {
    return fail(
      'context-too-long',
      `The question is too long for ${model ?? host}.`,
      contextNumbers(body, said.message),
    );
  }
  if (noPictureWords.test(said.message)) {
    return fail('server-pictures', `${model ?? host} does not take these pictures.`, pictureLimit(said.message));
  }
  if (noModelWords.test(said.message) || /model_not_found|not_found_error/.test(said.kind)) {
    return fail('server-model', `${host} has no model ${model ?? ''}.`);
  }
  if (status === 404) return fail('server-unknown', `${host} answers, but not as a server of chat models.`);
  return fail('server-refused', `${host} refused the request (HTTP ${status}).`);
}

type Fail = (code: EngineError['code'], message: string, more?: EngineError['details']) => EngineError;

function busyError({ host, retryAfterSeconds }: Refusal, { kind }: Saying, fail: Fail): EngineError {
  const isQuota = /insufficient_quota|billing/.test(kind);
  return fail('server-busy', `${host} has too much to do.`, {
    isQuota: isQuota ? 1 : 0,
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  });
}

const contextSchema = z.object({ error: z.object({ n_prompt_tokens: z.int(), n_ctx: z.int() }) });

/** How many tokens it was, and how many there may be, where the server says so. */
function contextNumbers(body: string, message: string): EngineError['details'] {
  const exact = contextSchema.safeParse(safeParseJson(body));
  if (exact.success) return { tokenCount: exact.data.error.n_prompt_tokens, contextTokenCount: exact.data.error.n_ctx };
  const number = (pattern: RegExp) => {
    const found = pattern
      .exec(message)
      ?.slice(1)
      .find((group) => group !== undefined);
    return found === undefined ? null : Number(found);
  };
  const limit = number(/(?:context|input|prompt|model) (?:length|size|window)(?: is| of)?:?\D{0,4}(\d+)/i);
  const count = number(
    /(?:requested|contains|has|resulted in|input|request)\D{0,24}(\d+)(?: \w+){0,3} tokens|\((\d+) tokens\)/i,
  );
  return {
    ...(limit === null ? {} : { contextTokenCount: limit }),
    ...(count === null || count === limit ? {} : { tokenCount: count }),
  };
}

function pictureLimit(message: string): EngineError['details'] {
  const limit = /at most (\d+)/i.exec(message)?.[1];
  return limit === undefined ? {} : { limit: Number(limit) };
}

const unreachableReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'no-such-host',
  EAI_AGAIN: 'no-such-host',
  ENETUNREACH: 'no-way',
  EHOSTUNREACH: 'no-way',
  ETIMEDOUT: 'no-way',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
};

/** What the system says about a connection that failed, as `server-unreachable`; an EngineError stays as it is. */
export function connectionError(error: unknown, host: string): EngineError {
  if (error instanceof EngineError) return error;
  const code = codeOf(error);
  const reason =
    unreachableReasons[code] ??
    (/CERT|TLS|SSL|SELF_SIGNED|EPROTO/.test(code) ? 'certificate' : code.startsWith('HPE_') ? 'not-http' : 'cut');
  return new EngineError('server-unreachable', `${host} cannot be reached (${code || reason}).`, {
    cause: error,
    details: { host, reason },
  });
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
