import type {
  ChatAnswer,
  ChatCapabilities,
  ChatContext,
  ChatModel,
  ChatPart,
  ChatRequest,
  VideoPlan,
  VideoToPlan,
  VideoWish,
} from '../../native-models/api/chat-model.ts';

export type Script = readonly (string | Error | ((request: ChatRequest) => string))[];

export interface ScriptOptions {
  readonly maxFrameCount?: number;
  /** Called with the number of each request before it is answered. */
  readonly beforeEach?: (count: number) => void;
  readonly timeMap?: ChatCapabilities['timeMap'];
}

const tokensOfFrame = 4;

/**
 * A model that says what a test has written down, one answer after the other, in pieces that cut words and tags. It
 * keeps what it was asked, and plans videos at two frames a second within its frames.
 */
export class ScriptedChatModel implements ChatModel {
  readonly modelId = 'scripted@1';
  readonly capabilities: ChatCapabilities;
  readonly requests: ChatRequest[] = [];
  readonly wishes: VideoWish[] = [];
  readonly #script: (string | Error | ((request: ChatRequest) => string))[];
  readonly #beforeEach: (count: number) => void;

  constructor(script: Script, { maxFrameCount = 64, beforeEach = () => {}, timeMap }: ScriptOptions = {}) {
    this.#script = [...script];
    this.#beforeEach = beforeEach;
    this.capabilities = {
      ...{ contextTokenCount: 32_000, maxFrameCount, maxImageCount: 8 },
      ...{ times: 'exact', isSeeded: true, isTestModel: true },
      ...(timeMap === undefined ? {} : { timeMap }),
    };
  }

  planVideo({ durationSeconds }: VideoToPlan, wish: VideoWish = {}): VideoPlan {
    this.wishes.push(wish);
    const wanted = Math.max(2, Math.floor(durationSeconds * (wish.framesPerSecond ?? 2)));
    const most = Math.min(
      this.capabilities.maxFrameCount,
      Math.floor((wish.maxTokenCount ?? Infinity) / tokensOfFrame),
    );
    const frameCount = Math.max(1, Math.min(wanted, most));
    return {
      ...{ width: 56, height: 28, frameCount, framesPerSecond: frameCount / durationSeconds },
      tokenCount: frameCount * tokensOfFrame,
    };
  }

  async answer(request: ChatRequest, { signal, onText, onPhase }: ChatContext): Promise<ChatAnswer> {
    this.requests.push(request);
    this.#beforeEach(this.requests.length);
    const next = this.#script.shift() ?? '';
    onPhase?.({ stage: 'prefill', doneCount: 0, totalCount: 10 });
    await Promise.resolve();
    signal.throwIfAborted();
    if (next instanceof Error) throw next;
    const text = typeof next === 'function' ? next(request) : next;
    for (let at = 0; at < text.length; at += 7) {
      signal.throwIfAborted();
      onText(text.slice(at, at + 7));
    }
    const usage = { promptTokenCount: 100, visionTokenCount: 50, answerTokenCount: text.length };
    return { text, endedBy: 'stop', usage };
  }

  /** The words of a request, videos as `[n frames from a to b]`. */
  promptOf(index: number): string {
    return this.requests[index]!.messages.flatMap(({ parts }) => parts.map(partText)).join('\n');
  }
}

function partText(part: ChatPart): string {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'image') return '[picture]';
  const { frames } = part.video;
  return `[${frames.length} frames from ${frames[0]!.seconds.toFixed(1)} to ${frames.at(-1)!.seconds.toFixed(1)}]`;
}
