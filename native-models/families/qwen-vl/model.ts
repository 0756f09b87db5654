import type { ChatAnswer, ChatContext, ChatRequest } from '../../api/chat-model.ts';
import { seededRandom } from '../../policy/seeded-random.ts';
import type { OnnxSession, SessionOptions } from '../../runtime/onnx-session.ts';
import { AnswerText } from './answer-text.ts';
import type { QwenVlFolder } from './folder.ts';
import { CachedDecoder, embedTokens, encodeClip, openSessions } from './graphs.ts';
import type { QwenVlSessions } from './graphs.ts';
import { patchesOf } from './preprocess.ts';
import { preparePrompt } from './prepare.ts';
import type { Prompt } from './prepare.ts';
import { sampleToken } from './sample.ts';

/** A model that is loaded. One answer at a time. */
export interface QwenVlModel {
  readonly session: Pick<OnnxSession, 'provider' | 'failures'>;
  /**
   * Answers. `signal` is looked at between pictures, pieces of the prompt, and tokens. Throws RangeError for a request
   * that the model cannot read: too long, or pictures of no usable size.
   */
  answer(request: ChatRequest, context: ChatContext): Promise<ChatAnswer>;
  dispose(): Promise<void>;
}

export interface QwenVlOptions {
  readonly session: Omit<SessionOptions, 'trial'>;
  readonly signal: AbortSignal;
  /** Tokens of the prompt that are read in one run: between runs it can be stopped. */
  readonly prefillCount?: number;
}

/** Loads the weights; whether there is memory for them is the caller's question (`memoryNeedBytes`). */
export async function openQwenVl(
  folder: QwenVlFolder,
  { session, signal, prefillCount = 256 }: QwenVlOptions,
): Promise<QwenVlModel> {
  const sessions = await openSessions(folder.graphFiles, session, signal);
  return {
    session: sessions.decoder_model_merged,
    async answer(request, context) {
      const prompt = preparePrompt(request.messages, folder);
      const { contextTokenCount } = folder.configuration.text;
      if (prompt.ids.length >= contextTokenCount) {
        throw new RangeError(`The prompt has ${prompt.ids.length} tokens; the model reads ${contextTokenCount}.`);
      }
      return new Answering({ folder, sessions, prompt, prefillCount, request, context }).run();
    },
    async dispose() {
      await Promise.all(Object.values(sessions).map((opened) => opened.dispose()));
    },
  };
}

interface AnsweringDeps {
  readonly folder: QwenVlFolder;
  readonly sessions: QwenVlSessions;
  readonly prompt: Prompt;
  readonly prefillCount: number;
  readonly request: ChatRequest;
  readonly context: ChatContext;
}

/** One answer on its way: looks, reads, writes. */
class Answering {
  readonly #deps: AnsweringDeps;
  readonly #decoder: CachedDecoder;

  constructor(deps: AnsweringDeps) {
    this.#deps = deps;
    this.#decoder = new CachedDecoder(deps.sessions.decoder_model_merged, deps.folder.configuration.text);
  }

  async run(): Promise<ChatAnswer> {
    const embeddings = await this.#embedPrompt();
    return this.#write(await this.#readPrompt(embeddings));
  }

  /** Embeddings of the prompt with each clip's features in the places of its pads. */
  async #embedPrompt(): Promise<Float32Array> {
    const { sessions, prompt, context, folder } = this.#deps;
    const { imageTokenId, videoTokenId, vision, text } = folder.configuration;
    const embeddings = await embedTokens(sessions.embed_tokens, prompt.ids);
    const places = prompt.ids.flatMap((id, index) => (id === imageTokenId || id === videoTokenId ? [index] : []));
    const totalCount = prompt.clips.length;
    let place = 0;
    for (const [doneCount, { frames, tokenCount }] of prompt.clips.entries()) {
      await this.#breathe();
      context.onPhase?.({ stage: 'vision', doneCount, totalCount });
      const features = await encodeClip(sessions.vision_encoder, patchesOf(frames, vision));
      if (features.length !== tokenCount * text.hiddenSize) {
        throw new RangeError(`The vision encoder gave ${features.length} values for ${tokenCount} tokens.`);
      }
      for (let row = 0; row < tokenCount; row += 1, place += 1) {
        const values = features.subarray(row * text.hiddenSize, (row + 1) * text.hiddenSize);
        embeddings.set(values, places[place]! * text.hiddenSize);
      }
    }
    if (totalCount > 0) {
      context.onPhase?.({ stage: 'vision', doneCount: totalCount, totalCount });
    }
    return embeddings;
  }

  /** The logits of the first token of the answer. */
  async #readPrompt(embeddings: Float32Array): Promise<Float32Array> {
    const { prompt, prefillCount, context, folder } = this.#deps;
    const { hiddenSize } = folder.configuration.text;
    const totalCount = prompt.ids.length;
    let logits: Float32Array = new Float32Array();
    for (let from = 0; from < totalCount; from += prefillCount) {
      await this.#breathe();
      context.onPhase?.({ stage: 'prefill', doneCount: from, totalCount });
      const end = Math.min(totalCount, from + prefillCount);
      const positions = new BigInt64Array(3 * (end - from));
      for (let axis = 0; axis < 3; axis += 1) {
        const row = prompt.positions.values.subarray(axis * totalCount + from, axis * totalCount + end);
        positions.set(row, axis * (end - from));
      }
      logits = await this.#decoder.read(embeddings.slice(from * hiddenSize, end * hiddenSize), positions);
    }
    context.onPhase?.({ stage: 'prefill', doneCount: totalCount, totalCount });
    return logits;
  }

  async #write(firstLogits: Float32Array): Promise<ChatAnswer> {
    const { request, prompt, sessions, context, folder } = this.#deps;
    const { endTokenIds, text } = folder.configuration;
    const totalCount = Math.min(request.maxTokenCount, text.contextTokenCount - prompt.ids.length);
    const random = seededRandom(request.sampling.seed ?? Math.floor(Math.random() * 2 ** 32));
    const answer = new AnswerText(request.stop);
    let isEnded = false;
    let doneCount = 0;
    for (let logits = firstLogits; doneCount < totalCount && !isEnded;) {
      await this.#breathe();
      const token = sampleToken(logits, request.sampling, random);
      isEnded = endTokenIds.includes(token);
      if (isEnded) {
        break;
      }
      this.#show(answer.push(folder.vocabulary.bytesOf(token)));
      doneCount += 1;
      context.onPhase?.({ stage: 'answer', doneCount, totalCount });
      isEnded = answer.isStopped;
      if (!isEnded && doneCount < totalCount) {
        const position = BigInt(prompt.positions.next + doneCount - 1);
        const embedding = await embedTokens(sessions.embed_tokens, [token]);
        logits = await this.#decoder.read(embedding, BigInt64Array.of(position, position, position));
      }
    }
    this.#show(answer.finish());
    return {
      text: answer.text,
      endedBy: isEnded ? 'stop' : 'length',
      usage: {
        promptTokenCount: prompt.ids.length,
        visionTokenCount: prompt.visionTokenCount,
        answerTokenCount: doneCount,
      },
    };
  }

  #show(delta: string): void {
    if (delta !== '') {
      this.#deps.context.onText(delta);
    }
  }

  /** Runs block the thread: only here can a message that aborts come in. */
  async #breathe(): Promise<void> {
    await new Promise(setImmediate);
    this.#deps.context.signal.throwIfAborted();
  }
}
