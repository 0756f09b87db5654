import { z } from 'zod';
import type { ChatAnswer, ChatUsage } from '../../../../native-models/api/chat-model.ts';
import { EngineError } from '../../../contract/errors.ts';
import { safeParseJson } from './safe-json.ts';
import { readSaying, refusalError } from './server-errors.ts';
import { SseParser, type ServerSentEvent } from './sse-parser.ts';

/** Reasoning is told apart under two names; what else there is is passed over. */
const wordsSchema = z.object({
  content: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
});
const usageSchema = z.object({
  prompt_tokens: z.int().nonnegative().nullish(),
  completion_tokens: z.int().nonnegative().nullish(),
});
const chunkSchema = z.object({
  choices: z.array(z.object({ delta: wordsSchema.nullish(), finish_reason: z.string().nullish() })),
  usage: usageSchema.nullish(),
});
const wholeSchema = z.object({
  choices: z.array(z.object({ message: wordsSchema, finish_reason: z.string().nullish() })).min(1),
  usage: usageSchema.nullish(),
});

const noUsage: ChatUsage = { promptTokenCount: null, visionTokenCount: null, answerTokenCount: null };

export interface AnswerSource {
  readonly host: string;
  readonly model: string;
  readonly key: string | null;
}

/** Puts an answer together out of what a server streams. Thinking that it tells apart is put into `<think>…</think>`. */
export class AnswerReader {
  readonly #parser = new SseParser();
  readonly #source: AnswerSource;
  readonly #onText: (delta: string) => void;
  #text = '';
  #isThinking = false;
  #isDone = false;
  #finish: string | null = null;
  #usage: ChatUsage = noUsage;
  #chunkCount = 0;

  constructor(source: AnswerSource, onText: (delta: string) => void) {
    this.#source = source;
    this.#onText = onText;
  }

  /** Pieces with text that came: about as many as there are tokens. */
  get chunkCount(): number {
    return this.#chunkCount;
  }

  /** The server said that no more comes. */
  get isDone(): boolean {
    return this.#isDone;
  }

  get hasText(): boolean {
    return this.#text !== '';
  }

  /** Throws EngineError `server-stream`, or what the server says went wrong on the way. */
  push(bytes: Uint8Array): void {
    for (const event of this.#parser.push(bytes)) this.#take(event);
  }

  /** To be called when the connection has ended. Throws `server-stream` for an answer that was cut off. */
  finish(): ChatAnswer {
    for (const event of this.#parser.finish()) this.#take(event);
    if (!this.#isDone && this.#finish === null) throw this.#broken('cut-off');
    return this.#answer();
  }

  /** For a server that gives the whole answer at once. */
  readWhole(body: string): ChatAnswer {
    const json = safeParseJson(body);
    this.#throwSaying(json);
    const parsed = wholeSchema.safeParse(json);
    if (!parsed.success) throw this.#broken('not-an-answer');
    const { message, finish_reason: finish } = parsed.data.choices[0]!;
    this.#say(message);
    this.#finish = finish ?? 'stop';
    this.#count(parsed.data.usage);
    return this.#answer();
  }

  #take({ event, data }: ServerSentEvent): void {
    if (this.#isDone) return;
    if (data.trim() === '[DONE]') {
      this.#isDone = true;
      return;
    }
    const json = safeParseJson(data);
    if (json === undefined) throw this.#broken(event === 'error' ? 'error-event' : 'not-json');
    this.#throwSaying(json);
    const parsed = chunkSchema.safeParse(json);
    if (!parsed.success) throw this.#broken('not-a-chunk');
    const { choices, usage } = parsed.data;
    for (const { delta, finish_reason: finish } of choices) {
      if (delta !== null && delta !== undefined) this.#say(delta);
      this.#finish = finish ?? this.#finish;
    }
    this.#count(usage);
  }

  #throwSaying(json: unknown): void {
    const hasChoices = z.object({ choices: z.unknown() }).safeParse(json).data?.choices !== undefined;
    const said = hasChoices ? null : readSaying(json);
    if (said === null) return;
    const { host, model, key } = this.#source;
    const body = JSON.stringify({ error: { message: said.message, type: said.kind } });
    throw refusalError({ host, model, key, status: 500, body, sentBytes: 0, retryAfterSeconds: null });
  }

  #say({ content, reasoning_content: longName, reasoning }: z.infer<typeof wordsSchema>): void {
    const thought = longName ?? reasoning ?? '';
    if (thought !== '') {
      this.#add(this.#isThinking ? thought : `<think>${thought}`);
      this.#isThinking = true;
    }
    const said = content ?? '';
    if (said !== '') {
      this.#add(this.#isThinking ? `</think>${said}` : said);
      this.#isThinking = false;
    }
  }

  #add(delta: string): void {
    this.#text += delta;
    this.#chunkCount += 1;
    this.#onText(delta);
  }

  #count(usage: z.infer<typeof usageSchema> | null | undefined): void {
    if (usage === null || usage === undefined) return;
    this.#usage = {
      promptTokenCount: usage.prompt_tokens ?? null,
      visionTokenCount: null,
      answerTokenCount: usage.completion_tokens ?? null,
    };
  }

  #answer(): ChatAnswer {
    if (this.#isThinking) {
      this.#add('</think>');
      this.#isThinking = false;
    }
    return { text: this.#text, endedBy: this.#finish === 'length' ? 'length' : 'stop', usage: this.#usage };
  }

  #broken(reason: string): EngineError {
    const { host, model } = this.#source;
    return new EngineError('server-stream', `The answer of ${host} is broken (${reason}).`, {
      details: { host, model, reason },
    });
  }
}
