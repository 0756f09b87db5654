import type {
  ChatAnswer,
  ChatCapabilities,
  ChatContext,
  ChatModel,
  ChatPart,
  ChatRequest,
  ChatVideo,
  VideoPlan,
  VideoToPlan,
  VideoWish,
} from '../../../../native-models/api/chat-model.ts';
import type { Sending, ServerProfile, TimeMap, VideoForm } from '../../../contract/chat-servers.ts';
import { EngineError } from '../../../contract/errors.ts';
import type { Clock, Logger } from '../../base/surroundings.ts';
import type { MediaTools } from '../../media/media-tools.ts';
import { AnswerReader } from './answer-stream.ts';
import { encodeClip, encodeJpegs } from './encode-frames.ts';
import { readText, type Exchange, type ExchangeLimits, type SendRequest } from './http-exchange.ts';
import { retryAfterSeconds, withRetries, type RetryPlan } from './retry.ts';
import { headersFor, type ServerAccess } from './server-asker.ts';
import { refusalError } from './server-errors.ts';
import { profileTraits } from './server-profile.ts';
import { pictureTokens, planServerVideo, textTokens, videoTokens } from './video-budget.ts';
import { wireRequest, type EncodedPart } from './wire-request.ts';

/** What is known of the model that is asked. */
export interface ServerTarget extends ServerAccess {
  readonly profile: ServerProfile;
  readonly model: string;
  /** Null where the server does not say: then nothing is refused for its length here. */
  readonly contextTokenCount: number | null;
  /** Null where the server does not say. */
  readonly canSee: boolean | null;
  readonly form: VideoForm;
  readonly timeMap: TimeMap | null;
}

export interface ServerChatModelDeps {
  readonly send: SendRequest;
  readonly limits: ExchangeLimits;
  readonly retries: RetryPlan;
  readonly tools: () => Promise<Pick<MediaTools, 'ffmpegPath'>>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Looked at just before bytes leave. Throws EngineError `network-off` or `sending-not-allowed`. */
  readonly mayBeSent: (sending: Omit<Sending, 'serverId'>) => void;
}

/** ffmpeg's scale of JPEG, from fine to coarse: the next is taken when a request is too large. */
const jpegScales = [3, 6, 12] as const;
/** Less room for an answer than this is none. */
const leastAnswerTokens = 64;

/** A model on a server of the OpenAI kind, spoken to in the form that its profile takes best. */
export class ServerChatModel implements ChatModel {
  readonly modelId: string;
  readonly capabilities: ChatCapabilities;
  readonly #target: ServerTarget;
  readonly #deps: ServerChatModelDeps;
  /** A video that is asked about again is written once. */
  readonly #written = new WeakMap<ChatVideo, { readonly scale: number; readonly part: EncodedPart }>();

  constructor(target: ServerTarget, deps: ServerChatModelDeps) {
    this.#target = target;
    this.#deps = deps;
    const traits = profileTraits[target.profile];
    this.modelId = `${target.model}@${target.address.host}`;
    this.capabilities = {
      contextTokenCount: target.contextTokenCount ?? traits.contextTokenCount,
      maxFrameCount: target.form === 'images' ? traits.maxImageCount : traits.maxFrameCount,
      maxImageCount: traits.maxImageCount,
      times: target.form === 'frames' ? 'exact' : 'approximate',
      ...(target.timeMap === null ? {} : { timeMap: target.timeMap }),
      isSeeded: false,
      isTestModel: false,
    };
  }

  planVideo(video: VideoToPlan, wish: VideoWish = {}): VideoPlan {
    const { contextTokenCount, maxFrameCount } = this.capabilities;
    return planServerVideo(video, wish, { form: this.#target.form, contextTokenCount, maxFrameCount });
  }

  /**
   * Throws besides what the port says: `sending-not-allowed`, `network-off`, `context-too-long`, `server-pictures` and
   * `server-too-large` before anything is sent; the other codes of servers after.
   */
  async answer(request: ChatRequest, context: ChatContext): Promise<ChatAnswer> {
    context.signal.throwIfAborted();
    const maxTokenCount = this.#room(request);
    const { body, sending } = await this.#body(request, maxTokenCount, context);
    this.#deps.mayBeSent(sending);
    context.onPhase?.({
      stage: 'prefill',
      doneCount: 0,
      totalCount: Math.max(1, promptTokens(request, this.#target.form)),
    });
    const { address, model, key } = this.#target;
    const { signal } = context;
    const onText = (delta: string) => {
      context.onText(delta);
      context.onPhase?.({
        stage: 'answer',
        doneCount: Math.min(reader.chunkCount, maxTokenCount),
        totalCount: maxTokenCount,
      });
    };
    let reader = new AnswerReader({ host: address.host, model, key }, onText);
    return withRetries(
      async () => {
        reader = new AnswerReader({ host: address.host, model, key }, onText);
        return this.#exchange(body, reader, signal);
      },
      {
        ...{ signal, plan: this.#deps.retries, mayRetry: () => !reader.hasText },
        onRetry: ({ code }, waitMs) =>
          this.#deps.logger.info('chat.server-retry', { host: address.host, code, waitMs }),
      },
    );
  }

  /** How long the answer may be. Throws what is certain to be refused. */
  #room(request: ChatRequest): number {
    const { contextTokenCount, canSee, model, address, form } = this.#target;
    const { maxImageCount, maxFrameCount } = this.capabilities;
    const counts = countPictures(request, form);
    if (counts.imageCount > maxImageCount || counts.frameCount > maxFrameCount) {
      const limit = counts.imageCount > maxImageCount ? maxImageCount : maxFrameCount;
      throw new EngineError('server-pictures', `${model} is shown at most ${limit} pictures at once.`, {
        details: { host: address.host, model, limit, frameCount: counts.imageCount + counts.frameCount },
      });
    }
    if (canSee === false && counts.kind !== 'text') {
      throw new EngineError('server-pictures', `${model} does not take pictures.`, {
        details: { host: address.host, model },
      });
    }
    if (contextTokenCount === null) return request.maxTokenCount;
    const tokenCount = promptTokens(request, form);
    const room = contextTokenCount - tokenCount;
    if (room < Math.min(leastAnswerTokens, request.maxTokenCount)) {
      throw new EngineError('context-too-long', `About ${tokenCount} tokens do not fit into ${contextTokenCount}.`, {
        details: { host: address.host, model, tokenCount, contextTokenCount },
      });
    }
    return Math.min(request.maxTokenCount, room);
  }

  async #body(request: ChatRequest, maxTokenCount: number, context: ChatContext) {
    const { profile, model, form, address } = this.#target;
    const traits = profileTraits[profile];
    const { imageCount, frameCount, kind } = countPictures(request, form);
    let sentBytes = 0;
    for (const scale of jpegScales) {
      const encoded = await this.#encode(request, scale, context);
      const wire = wireRequest(request, { model, form, traits, maxTokenCount, encoded });
      const body = Buffer.from(JSON.stringify(wire));
      sentBytes = body.byteLength;
      if (sentBytes <= traits.maxBodyBytes) {
        const sending = {
          ...{ host: address.host, kind, frameCount: imageCount + frameCount, sentBytes },
          isEncrypted: address.isEncrypted ? 1 : 0,
        } as const;
        return { body, sending };
      }
    }
    throw new EngineError('server-too-large', `${address.host} is sent no request of ${sentBytes} bytes.`, {
      details: { host: address.host, model, sentBytes, limitBytes: traits.maxBodyBytes },
    });
  }

  async #encode(request: ChatRequest, scale: number, { signal, onPhase }: ChatContext): Promise<EncodedPart[]> {
    const parts = request.messages.flatMap(({ parts }) => parts.filter(({ kind }) => kind !== 'text'));
    const encoded: EncodedPart[] = [];
    if (parts.length === 0) return encoded;
    const tools = await this.#deps.tools();
    for (const part of parts) {
      signal.throwIfAborted();
      onPhase?.({ stage: 'vision', doneCount: encoded.length, totalCount: parts.length });
      const before = part.kind === 'video' ? this.#written.get(part.video) : undefined;
      const written =
        before?.scale === scale ? before.part : await encodePart(part, this.#target.form, { tools, signal, scale });
      if (part.kind === 'video') this.#written.set(part.video, { scale, part: written });
      encoded.push(written);
    }
    onPhase?.({ stage: 'vision', doneCount: parts.length, totalCount: parts.length });
    return encoded;
  }

  async #exchange(body: Buffer, reader: AnswerReader, signal: AbortSignal): Promise<ChatAnswer> {
    const { send, limits } = this.#deps;
    const { address } = this.#target;
    const exchange = await send({
      ...{ method: 'POST', url: `${address.api}/chat/completions`, address, body, limits, signal },
      headers: { ...headersFor(this.#target), accept: 'text/event-stream', 'content-type': 'application/json' },
    });
    if (exchange.status >= 400) throw await this.#refusal(exchange, body.byteLength);
    if (/^application\/json\b/i.test(exchange.headers['content-type'] ?? '')) {
      return reader.readWhole(await readText(exchange.body));
    }
    for await (const bytes of exchange.body) {
      reader.push(bytes);
      // Some servers leave the connection open behind the end.
      if (reader.isDone) break;
    }
    signal.throwIfAborted();
    return reader.finish();
  }

  async #refusal({ status, headers, body }: Exchange, sentBytes: number): Promise<EngineError> {
    const { address, model, key } = this.#target;
    const retryAfter = retryAfterSeconds(headers['retry-after'], this.#deps.clock.nowMs());
    const text = await readText(body);
    return refusalError({
      host: address.host,
      status,
      body: text,
      model,
      key,
      sentBytes,
      retryAfterSeconds: retryAfter,
    });
  }
}

interface EncodePartOptions {
  readonly tools: Pick<MediaTools, 'ffmpegPath'>;
  readonly signal: AbortSignal;
  readonly scale: number;
}

async function encodePart(part: ChatPart, form: VideoForm, options: EncodePartOptions): Promise<EncodedPart> {
  if (part.kind === 'image') {
    return { kind: 'image', jpeg: (await encodeJpegs([part.picture], options))[0]! };
  }
  if (part.kind === 'text') throw new TypeError('Text is not encoded.');
  const { video } = part;
  const pictures = video.frames.map(({ picture }) => picture);
  if (form === 'file') {
    const clip = await encodeClip(pictures, { ...options, framesPerSecond: video.framesPerSecond });
    return { kind: 'file', clip, video };
  }
  return { kind: form, jpegs: await encodeJpegs(pictures, options), video };
}

interface PictureCounts {
  /** Sent one by one. */
  readonly imageCount: number;
  /** Sent as part of a video. */
  readonly frameCount: number;
  readonly kind: Sending['kind'];
}

function countPictures({ messages }: ChatRequest, form: VideoForm): PictureCounts {
  let [imageCount, frameCount, videoCount] = [0, 0, 0];
  for (const { parts } of messages) {
    for (const part of parts) {
      if (part.kind === 'image') imageCount += 1;
      if (part.kind !== 'video') continue;
      videoCount += 1;
      if (form === 'images') imageCount += part.video.frames.length;
      else frameCount += part.video.frames.length;
    }
  }
  const kind = videoCount > 0 ? form : imageCount > 0 ? 'images' : 'text';
  return { imageCount, frameCount, kind };
}

/** The fewest tokens that a request takes. */
function promptTokens({ messages }: ChatRequest, form: VideoForm): number {
  return messages.reduce((sum, { parts }) => sum + parts.reduce((all, part) => all + partTokens(part, form), 4), 0);
}

function partTokens(part: ChatPart, form: VideoForm): number {
  if (part.kind === 'text') return textTokens(part.text);
  if (part.kind === 'image') return pictureTokens(part.picture);
  const { frames } = part.video;
  return videoTokens(frames[0]!.picture, frames.length, form);
}
