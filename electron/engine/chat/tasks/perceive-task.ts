import type { ChatMessage, ChatPart } from '../../../../native-models/api/chat-model.ts';
import type { TimeRange } from '../../../contract/time-range.ts';
import { closerSpans } from '../looking/clue-spans.ts';
import { Reel } from '../looking/reel.ts';
import { answerOf, cluesOf } from '../model-text.ts';
import { partText, questionPrompt, reelText } from '../prompts.ts';
import { chosenOption, finishAnswer } from './choose-task.ts';
import { askOnce, lookAt, reelFor, toWindows, type TaskContext } from './task-context.ts';

/** Inside clues frames are so much denser than elsewhere (R1.5). */
const clueDensity = 1.5;

/**
 * Iterative perception (VideoChat-R1.5): the whole stays in view, and from the second pass on the same number of
 * frames is given out anew, denser where the last evidence lies. Where the released code reports one rate for frames
 * that are no longer evenly spaced, so that times drift, here each part has its own rate and says where it begins.
 * The last pass counts; a pass without clues goes on with those of the one before.
 */
export async function perceiveTask(
  context: TaskContext,
  { passCount, options }: { readonly passCount: number; readonly options: readonly string[] },
): Promise<void> {
  const { request, draft, run } = context;
  const { question } = request;
  const reel = await reelFor(context);
  const looked = await lookAt(context, reel);
  const first = await askOnce(context, {
    ...{ purpose: 'clues', reel, looked, isTextFirst: false, isShown: true },
    prompt: questionPrompt({ question, options, hasClues: true }, request),
  });
  let clues = cluesOf(first.raw).map(run.shown);
  first.pass({ clues: toWindows(reel, clues) });
  finishAnswer(context, { raw: first.raw, reel, options, evidence: toWindows(reel, clues) });
  const framesPerSecond = looked.video.frames.length / reel.durationSeconds;
  for (let number = 2; number <= passCount; number += 1) {
    const spans = closerSpans(clues, reel.durationSeconds);
    if (spans === null) {
      draft.begin({ purpose: 'closer', state: 'skipped', windows: [] });
      return;
    }
    const isLast = number === passCount;
    const prompt = questionPrompt({ question, options, hasClues: !isLast }, request);
    const { raw, pass } = await askInParts(context, { reel, spans, framesPerSecond, prompt });
    const found = cluesOf(raw).map(run.shown);
    clues = found.length > 0 ? found : clues;
    pass({ clues: toWindows(reel, clues) });
    const isAnswer = options.length > 0 ? chosenOption(raw, options) !== null : answerOf(raw) !== '';
    if (isAnswer) finishAnswer(context, { raw, reel, options, evidence: toWindows(reel, clues) });
  }
}

interface Part {
  readonly range: TimeRange;
  readonly framesPerSecond: number;
}

/** Disjoint parts that cover the whole, denser inside the spans; together as many frames as an even rate would give. */
export function densityParts(durationSeconds: number, spans: readonly TimeRange[], framesPerSecond: number): Part[] {
  const inside = spans.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0);
  const outsideRate = (framesPerSecond * durationSeconds) / (durationSeconds + (clueDensity - 1) * inside);
  const parts: Part[] = [];
  let at = 0;
  for (const range of spans) {
    if (range.startSeconds > at) {
      parts.push({ range: { startSeconds: at, endSeconds: range.startSeconds }, framesPerSecond: outsideRate });
    }
    parts.push({ range, framesPerSecond: outsideRate * clueDensity });
    at = range.endSeconds;
  }
  if (at < durationSeconds) {
    parts.push({ range: { startSeconds: at, endSeconds: durationSeconds }, framesPerSecond: outsideRate });
  }
  return parts;
}

interface PartsAsk {
  readonly reel: Reel;
  readonly spans: readonly TimeRange[];
  readonly framesPerSecond: number;
  readonly prompt: string;
}

async function askInParts(context: TaskContext, { reel, spans, framesPerSecond, prompt }: PartsAsk) {
  const { run, draft, request } = context;
  const parts = densityParts(reel.durationSeconds, spans, framesPerSecond);
  const budget = run.videoTokens(prompt.length + 400 * parts.length, request.isThinking);
  const total = parts.reduce(
    (sum, { range, framesPerSecond: rate }) => sum + rate * (range.endSeconds - range.startSeconds),
    0,
  );
  const content: ChatPart[] = [];
  let frameCount = 0;
  for (const { range, framesPerSecond: rate } of parts) {
    const share = (rate * (range.endSeconds - range.startSeconds)) / total;
    const piece = new Reel(reel.toClips(range));
    const wish = { framesPerSecond: rate, maxTokenCount: Math.max(1, Math.floor(budget * share)) };
    const { video, plan } = await lookAt(context, piece, wish);
    frameCount += video.frames.length;
    content.push({ kind: 'text', text: partText(range, plan.framesPerSecond) });
    content.push({ kind: 'video', video: { ...video, labelStartSeconds: range.startSeconds } });
  }
  const pass = draft.begin({
    purpose: 'closer',
    windows: reel.windows.slice(0, 200),
    frameCount,
    framesPerSecond: null,
  });
  const layout = reelText(reel);
  content.push({ kind: 'text', text: layout === null ? prompt : `${layout}\n\n${prompt}` });
  const message: ChatMessage = { role: 'user', parts: content };
  const { text: raw } = await run.say({
    ...{ messages: [message], frameCount, pass, isShown: false, isThinking: request.isThinking },
  });
  pass({ state: 'done' });
  return { raw, pass };
}
