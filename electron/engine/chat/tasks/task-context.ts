import type { ChatMessage, ChatPart, VideoWish } from '../../../../native-models/api/chat-model.ts';
import type { ChatPass, ChatRequest, ChatTurn, ChatWindow } from '../../../contract/chat.ts';
import type { MessageValues } from '../../../words/words.ts';
import type { AnswerKey, FindMoments } from '../index-answers/answering.ts';
import type { FootageFacts } from '../footage-facts.ts';
import { chooseWindows } from '../looking/choose-windows.ts';
import type { FootageLooker, Looked } from '../looking/footage-reader.ts';
import { Reel } from '../looking/reel.ts';
import { reelText, speechText, type SpokenLine } from '../prompts.ts';
import type { ReplyDraft } from '../reply-draft.ts';
import { commonRange, type Scope } from '../scope.ts';
import type { ModelRun } from './model-run.ts';

/** What every task over a model works with. */
export interface TaskContext {
  readonly request: ChatRequest;
  readonly scope: Scope;
  /** The turns before this one, the first first. */
  readonly history: readonly ChatTurn[];
  readonly run: ModelRun;
  readonly draft: ReplyDraft;
  readonly reader: FootageLooker;
  readonly facts: FootageFacts;
  readonly find: FindMoments;
  readonly say: (key: AnswerKey, values?: MessageValues) => string;
  readonly signal: AbortSignal;
}

/** Room that is kept for the words of a prompt, in letters. */
const promptLetters = 6000;
const mostSpokenLines = 60;
const longestSpokenLine = 200;

/** Decides what is read, and says so where it is not all. */
export async function reelFor(context: TaskContext, scope: Scope = context.scope): Promise<Reel> {
  const { request, run, reader, find, signal, draft } = context;
  const size = await reader.sizeOf(scope.windows[0]!.videoId, signal);
  const maxTokenCount = run.videoTokens(promptLetters, request.isThinking);
  const { question } = request;
  const chosen = await chooseWindows({ question, scope, model: run.model, size, maxTokenCount, find, signal });
  if (chosen.isPart) draft.begin({ purpose: 'retrieve', state: 'done', windows: chosen.windows.slice(0, 200) });
  return new Reel(chosen.windows);
}

/** Decodes what a reel shows, telling how far it is. */
export function lookAt(context: TaskContext, reel: Reel, wish: VideoWish = {}): Promise<Looked> {
  const { reader, run, draft, signal, request } = context;
  const maxTokenCount = Math.min(wish.maxTokenCount ?? Infinity, run.videoTokens(promptLetters, request.isThinking));
  return reader.look({
    ...{ reel, model: run.model, signal },
    wish: { ...wish, maxTokenCount },
    onFrames: (doneCount, totalCount) => draft.change({ phase: { stage: 'decode', doneCount, totalCount } }),
  });
}

export interface PassAsk {
  readonly purpose: ChatPass['purpose'];
  readonly reel: Reel;
  readonly looked: Looked;
  readonly prompt: string;
  /** Whether the words come before the video, as the tasks of the paper have it; after it in a conversation. */
  readonly isTextFirst: boolean;
  readonly isShown: boolean;
  readonly before?: readonly ChatMessage[];
}

/** One look and one answer: a pass. Answers what the model said, and what changes the pass later. */
export async function askOnce(
  context: TaskContext,
  { purpose, reel, looked, prompt, isTextFirst, isShown, before = [] }: PassAsk,
): Promise<{ readonly raw: string; readonly pass: (changes: Partial<ChatPass>) => void }> {
  const { run, draft, request } = context;
  const { plan, video } = looked;
  const pass = draft.begin({
    ...{ purpose, windows: reel.windows.slice(0, 200) },
    ...{ frameCount: video.frames.length, framesPerSecond: plan.framesPerSecond },
  });
  const layout = reelText(reel);
  const text: ChatPart = { kind: 'text', text: layout === null ? prompt : `${layout}\n\n${prompt}` };
  const shown: ChatPart = { kind: 'video', video };
  const message: ChatMessage = { role: 'user', parts: isTextFirst ? [text, shown] : [shown, text] };
  const { text: raw } = await run.say({
    ...{ messages: [...before, message], frameCount: video.frames.length, pass, isShown },
    isThinking: request.isThinking,
  });
  pass({ state: 'done' });
  return { raw, pass };
}

/** What is said in a reel, at the reel's own times; where there is more than fits, lines evenly spread over it. */
export function spokenIn({ facts }: TaskContext, reel: Reel): string | null {
  const lines = reel.pieces.flatMap(({ videoId, range, reelSeconds }) =>
    facts.cues(videoId, range).map((cue): SpokenLine => ({
      startSeconds: (commonRange(cue, range) ?? range).startSeconds - range.startSeconds + reelSeconds,
      text: cue.text.replace(/\s+/gu, ' ').trim().slice(0, longestSpokenLine),
    })),
  );
  const step = Math.max(1, lines.length / mostSpokenLines);
  return speechText(lines.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step)));
}

/** Spans of a reel as stretches of the clips. */
export function toWindows(reel: Reel, spans: readonly { startSeconds: number; endSeconds: number }[]): ChatWindow[] {
  return spans.flatMap((span) => reel.toClips(span)).slice(0, 50);
}
