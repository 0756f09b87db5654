import type { ChatCitation } from '../../../contract/chat.ts';
import { AnswerText, withoutMarks } from '../answer-text.ts';
import { citeTimes } from '../cite-times.ts';
import { Reel } from '../looking/reel.ts';
import { readModelText, timesIn } from '../model-text.ts';
import { chaptersPrompt, joinSummariesPrompt, summaryPrompt } from '../prompts.ts';
import type { ScopeWindow } from '../scope.ts';
import { finishText } from './ask-task.ts';
import type { ModelRun } from './model-run.ts';
import { askOnce, lookAt, spokenIn, type TaskContext } from './task-context.ts';

/** What is read as one: longer stretches are taken in parts of this length, one after the other. */
const partSeconds = 180;
const mostParts = 40;
const longestTitle = 200;

/** All of the selection in parts that a model can read one by one; short clips each are one. */
function partsOf({ scope }: TaskContext): { readonly reels: readonly Reel[]; readonly leftOut: number } {
  const parts = scope.windows.flatMap((window) => splitEvenly(window));
  return {
    reels: parts.slice(0, mostParts).map((part) => new Reel([part])),
    leftOut: Math.max(0, parts.length - mostParts),
  };
}

function splitEvenly(window: ScopeWindow): ScopeWindow[] {
  const { startSeconds, endSeconds } = window.range;
  const count = Math.max(1, Math.ceil((endSeconds - startSeconds) / partSeconds));
  const length = (endSeconds - startSeconds) / count;
  return Array.from({ length: count }, (_, index) => ({
    ...window,
    range: {
      startSeconds: startSeconds + index * length,
      endSeconds: index === count - 1 ? endSeconds : startSeconds + (index + 1) * length,
    },
  }));
}

/** What happens, in order; of a long selection part by part, and then one summary of these. */
export async function summaryTask(context: TaskContext): Promise<void> {
  const { request, draft, run, scope, say } = context;
  const { reels, leftOut } = partsOf(context);
  const told: { readonly text: string; readonly citations: ChatCitation[] }[] = [];
  for (const reel of reels) {
    const spoken = spokenIn(context, reel);
    const prompt = summaryPrompt(request.question, request);
    const { raw } = await askOnce(context, {
      ...{ purpose: reels.length === 1 ? 'answer' : 'part', reel, looked: await lookAt(context, reel) },
      ...{
        prompt: spoken === null ? prompt : `${spoken}\n\n${prompt}`,
        isTextFirst: false,
        isShown: reels.length === 1,
      },
    });
    if (reels.length === 1) return finishText(context, raw, reel);
    told.push(citeTimes(readModelText(raw).text, reel, { areClipsNamed: scope.videoIds.size > 1, clock: run }));
    showParts(context, told);
  }
  const pass = draft.begin({ purpose: 'put-together', windows: reels.flatMap(({ windows }) => windows).slice(0, 200) });
  const text = joinSummariesPrompt(told.map((part) => part.text));
  const { text: raw } = await run.say({
    ...{ messages: [{ role: 'user', parts: [{ kind: 'text', text }] }], frameCount: 0, pass, isShown: false },
    isThinking: request.isThinking,
  });
  pass({ state: 'done' });
  const parts = joinedParts(told);
  const whole = readModelText(raw).text;
  const head = leftOut > 0 ? `${whole}\n${say('partsLeftOut', { count: leftOut })}` : whole;
  const offset = head.length + 2;
  draft.change({ text: `${head}\n\n${parts.text}`, citations: parts.citations.map((one) => shifted(one, offset)) });
}

function showParts({ draft }: TaskContext, told: readonly { text: string; citations: ChatCitation[] }[]): void {
  draft.change(joinedParts(told));
}

/** One after the other, with the citations where they now stand. */
function joinedParts(told: readonly { readonly text: string; readonly citations: readonly ChatCitation[] }[]) {
  let text = '';
  const citations: ChatCitation[] = [];
  for (const part of told) {
    const offset = text === '' ? 0 : text.length + 2;
    citations.push(...part.citations.map((one) => shifted(one, offset)));
    text = text === '' ? part.text : `${text}\n\n${part.text}`;
  }
  return { text, citations: citations.slice(0, 2000) };
}

function shifted(citation: ChatCitation, offset: number): ChatCitation {
  const { textSpan } = citation;
  return textSpan === null
    ? citation
    : { ...citation, textSpan: { start: textSpan.start + offset, end: textSpan.end + offset } };
}

/** A line a chapter, each with its span. Lines that name no span are left out, and said to be. */
export async function chaptersTask(context: TaskContext): Promise<void> {
  const { request, draft, scope, say, run } = context;
  const { reels, leftOut } = partsOf(context);
  const out = new AnswerText({ areClipsNamed: scope.videoIds.size > 1 });
  let count = 0;
  for (const reel of reels) {
    const { raw, pass } = await askOnce(context, {
      ...{ purpose: reels.length === 1 ? 'answer' : 'part', reel, looked: await lookAt(context, reel) },
      ...{ prompt: chaptersPrompt(request), isTextFirst: false, isShown: false },
    });
    const chapters = chaptersOf(readModelText(raw).text, reel, run);
    pass({ clues: chapters.map(({ window }) => window).slice(0, 50) });
    for (const { window, title } of chapters) out.item(`${out.cite(window)} ${title}`);
    count += chapters.length;
    draft.change(out.finish());
  }
  if (count === 0) out.line(say('chaptersUnreadable'));
  if (leftOut > 0) out.line(say('partsLeftOut', { count: leftOut }));
  draft.change(out.finish());
}

function chaptersOf(text: string, reel: Reel, { shown }: Pick<ModelRun, 'shown'>) {
  return text.split('\n').flatMap((line) => {
    const [time] = timesIn(
      line.includes(':') ? line.replace(/(\d+(?:\.\d+)?)\s*(to|-|–)\s*(\d+(?:\.\d+)?)\s*:/u, '$1 s $2 $3 s:') : line,
    );
    if (time === undefined || time.span.startSeconds >= time.span.endSeconds) return [];
    const [window] = reel.toClips(shown(time.span));
    const title = line
      .replace(/^.*?\d[\d.:]*\s*(?:s\w*)?\s*(?:to|-|–)\s*[\d.:]*\d\s*(?:s\w*)?\s*[:–-]?\s*/u, '')
      .trim();
    return window === undefined ? [] : [{ window, title: withoutMarks(title).slice(0, longestTitle) }];
  });
}
