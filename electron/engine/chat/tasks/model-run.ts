import {
  greedySampling,
  type ChatAnswer,
  type ChatMessage,
  type ChatModel,
  type ChatPhase,
  type ChatSampling,
} from '../../../../native-models/api/chat-model.ts';
import type { ChatPass, ChatReply } from '../../../contract/chat.ts';
import type { TimeRange } from '../../../contract/time-range.ts';
import { EngineError, isAbort } from '../../../contract/errors.ts';
import { readModelText, withoutControls } from '../model-text.ts';
import type { ReplyDraft } from '../reply-draft.ts';

export interface Saying {
  readonly messages: readonly ChatMessage[];
  readonly frameCount: number;
  /** Takes what the pass says, as it comes. */
  readonly pass: (changes: Partial<ChatPass>) => void;
  /** Whether people read it as the answer while it comes. */
  readonly isShown: boolean;
  readonly isThinking?: boolean;
  readonly sampling?: ChatSampling;
}

/** Thinking costs words. */
const answerTokens = 1024;
const thinkingTokens = 2048;
/** How often what came is told on. */
const tellEveryMs = 60;
const longestPassText = 20_000;

/** Asks one model, one time after the other, for one answer; keeps the draft in step and adds up what it cost. */
export class ModelRun {
  readonly model: ChatModel;
  readonly #draft: ReplyDraft;
  readonly #signal: AbortSignal;

  constructor({ model, draft, signal }: { model: ChatModel; draft: ReplyDraft; signal: AbortSignal }) {
    this.model = model;
    this.#draft = draft;
    this.#signal = signal;
    draft.change({ modelId: model.modelId, times: model.capabilities.times });
  }

  /** How many tokens a video may take beside an answer and so much text. */
  videoTokens(textLength: number, isThinking: boolean): number {
    const { contextTokenCount } = this.model.capabilities;
    // A token is at least two letters, nearly always.
    const text = Math.ceil(textLength / 2) + 200;
    return Math.max(1, contextTokenCount - text - Math.min(maxTokens(isThinking), Math.floor(contextTokenCount / 4)));
  }

  /** A span of the seconds that the model names, as those it was shown: servers count otherwise, as was measured. */
  readonly shown = ({ startSeconds, endSeconds }: TimeRange): TimeRange => {
    const { scale, offsetSeconds } = this.model.capabilities.timeMap ?? sameClock;
    return {
      startSeconds: Math.max(0, scale * startSeconds + offsetSeconds),
      endSeconds: Math.max(0, scale * endSeconds + offsetSeconds),
    };
  };

  /** Whether the model names the seconds that it was shown. */
  get isSameClock(): boolean {
    return this.model.capabilities.timeMap === undefined;
  }

  /** Throws when stopped, and EngineError. */
  async say({ messages, frameCount, pass, isShown, isThinking = false, sampling }: Saying): Promise<ChatAnswer> {
    let raw = '';
    let toldMs = Number.NEGATIVE_INFINITY;
    const tell = () => {
      toldMs = performance.now();
      const { thinking, text } = readModelText(raw);
      pass({ text: withoutControls(raw).slice(0, longestPassText) });
      if (isShown) this.#draft.change({ text, thinking });
    };
    const { contextTokenCount } = this.model.capabilities;
    const answer = await this.#guarded(
      this.model.answer(
        {
          messages,
          maxTokenCount: Math.min(maxTokens(isThinking), Math.max(16, Math.floor(contextTokenCount / 4))),
          sampling: sampling ?? greedySampling,
          stop: [],
        },
        {
          signal: this.#signal,
          onText: (delta) => {
            raw += delta;
            if (performance.now() - toldMs >= tellEveryMs) tell();
          },
          onPhase: (phase) => this.#draft.change({ phase: shownPhase(phase) }),
        },
      ),
    );
    raw = answer.text;
    tell();
    this.#draft.change({ usage: summed(this.#draft.current.usage, answer, frameCount) });
    return { ...answer, text: raw };
  }

  /** A model's own fault is none of ours: it is told as what it is, and the answer so far stands. */
  async #guarded(answering: Promise<ChatAnswer>): Promise<ChatAnswer> {
    try {
      return await answering;
    } catch (error) {
      if (isAbort(error) || this.#signal.aborted || error instanceof EngineError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new EngineError('model-failed', `${this.model.modelId} failed: ${reason}`, { cause: error });
    }
  }
}

const sameClock = { scale: 1, offsetSeconds: 0 };

function maxTokens(isThinking: boolean): number {
  return isThinking ? thinkingTokens : answerTokens;
}

function shownPhase(phase: ChatPhase): ChatReply['phase'] {
  return phase;
}

type Usage = ChatReply['usage'];

/** Null where nobody says stays null until somebody does. */
function summed(usage: Usage, { usage: more }: ChatAnswer, frameCount: number): Usage {
  const add = (a: number | null, b: number | null) => (b === null ? a : (a ?? 0) + b);
  return {
    promptTokenCount: add(usage.promptTokenCount, more.promptTokenCount),
    visionTokenCount: add(usage.visionTokenCount, more.visionTokenCount),
    answerTokenCount: add(usage.answerTokenCount, more.answerTokenCount),
    frameCount: usage.frameCount + frameCount,
  };
}
