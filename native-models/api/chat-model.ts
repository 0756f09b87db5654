/** One picture as displayed: rgb24, row-major, no padding (3 · width · height bytes). */
export interface ChatPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface ChatFrame {
  /** When it is shown, in seconds of the media it comes from. */
  readonly seconds: number;
  readonly picture: ChatPicture;
}

/**
 * A stretch of one video as the model is to see it: what `planVideo` asked for, decoded. All pictures have one size.
 * Models know no time but the rate: to them frame k is at k / framesPerSecond, so an answer's second s means
 * `startSeconds + s` of the media.
 */
export interface ChatVideo {
  readonly startSeconds: number;
  readonly framesPerSecond: number;
  /** Rising in time; at least one. */
  readonly frames: readonly ChatFrame[];
  /**
   * Where an adapter writes a time beside each picture, frame k is at this + k / framesPerSecond; 0 when left out. It
   * is for videos that are given in pieces, whose text says where each piece begins.
   */
  readonly labelStartSeconds?: number;
}

export type ChatPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly picture: ChatPicture }
  | { readonly kind: 'video'; readonly video: ChatVideo };

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  /** In the order in which the model reads them: text before a video is another prompt than text after it. */
  readonly parts: readonly ChatPart[];
}

export interface ChatSampling {
  /** 0 takes the most likely token each time; then the other three say nothing. */
  readonly temperature: number;
  /** 0..1: the fewest tokens whose probabilities reach this sum are kept. */
  readonly topP: number;
  /** The most likely this many are kept; 0 keeps all. */
  readonly topK: number;
  /** The same seed and request give the same answer where `isSeeded` is said; null leaves it to chance. */
  readonly seed: number | null;
}

export const greedySampling: ChatSampling = { temperature: 0, topP: 1, topK: 0, seed: null };

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly maxTokenCount: number;
  readonly sampling: ChatSampling;
  /** The answer ends before the first of these; they are not part of it. */
  readonly stop: readonly string[];
}

/** What happens before the first word, so that waiting can be shown. Counts rise; `load` has no total that is known. */
export type ChatPhase =
  | { readonly stage: 'load' }
  /** Pictures and videos that were looked at. */
  | { readonly stage: 'vision'; readonly doneCount: number; readonly totalCount: number }
  /** Tokens of the prompt that were read. */
  | { readonly stage: 'prefill'; readonly doneCount: number; readonly totalCount: number }
  /** Tokens of the answer. */
  | { readonly stage: 'answer'; readonly doneCount: number; readonly totalCount: number };

export interface ChatUsage {
  /** Everything that was read, pictures included; null where a server does not say. */
  readonly promptTokenCount: number | null;
  /** Of these, what stands for pictures; null where nobody says. */
  readonly visionTokenCount: number | null;
  readonly answerTokenCount: number | null;
}

export interface ChatAnswer {
  /** All deltas put together. */
  readonly text: string;
  /** `stop`: the model ended it, or a stop string came. `length`: `maxTokenCount` or the context was reached. */
  readonly endedBy: 'stop' | 'length';
  readonly usage: ChatUsage;
}

export interface ChatContext {
  readonly signal: AbortSignal;
  /**
   * What came, as it came: whole characters, never half of one. Thinking is inside `<think>…</think>`; an adapter
   * whose server tells it apart puts the tags there.
   */
  readonly onText: (delta: string) => void;
  readonly onPhase?: (phase: ChatPhase) => void;
}

export interface ChatCapabilities {
  /** Prompt and answer together. */
  readonly contextTokenCount: number;
  /** Of all videos of a request together. */
  readonly maxFrameCount: number;
  readonly maxImageCount: number;
  /** `approximate`: the model sees still pictures with a time written beside them, or a rate that is not ours. */
  readonly times: 'exact' | 'approximate';
  /** From the seconds that it names to those it was shown, as measured: `scale · s + offsetSeconds`. None: as they are. */
  readonly timeMap?: { readonly scale: number; readonly offsetSeconds: number };
  readonly isSeeded: boolean;
  /** Words that mean nothing come out: it proves that the way works, and people are told. */
  readonly isTestModel: boolean;
}

export interface VideoToPlan {
  /** Of the picture as displayed, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly durationSeconds: number;
}

export interface VideoWish {
  /** Wanted rate; the model's own when left out. */
  readonly framesPerSecond?: number;
  /** At most this many tokens for this video; the model's own budget when left out. */
  readonly maxTokenCount?: number;
}

/** What to decode of a stretch, and what it costs. */
export interface VideoPlan {
  /** Scale to exactly this. */
  readonly width: number;
  readonly height: number;
  readonly frameCount: number;
  /** Frame k is the one played at k / framesPerSecond after the start of the stretch. */
  readonly framesPerSecond: number;
  readonly tokenCount: number;
}

/** Talks about pictures and videos. One implementation runs here (`qwen-vl`), the others ask a server. */
export interface ChatModel {
  /** Catalogue id and revision (`tiny-qwen-vl@1`), or how a server calls it with where it is. */
  readonly modelId: string;
  readonly capabilities: ChatCapabilities;
  /** How this model would see a stretch. Pure and quick: panels call it for their meters. */
  planVideo(video: VideoToPlan, wish?: VideoWish): VideoPlan;
  /**
   * Answers. Aborting really stops the work, within a step of it. Rejects with the signal's reason when aborted, else with an
   * EngineError; text that came until then stands.
   */
  answer(request: ChatRequest, context: ChatContext): Promise<ChatAnswer>;
}
