import { optionLetter } from '../../../../native-models/parsing/option-letter.ts';
import type { ChatWindow } from '../../../contract/chat.ts';
import { AnswerText } from '../answer-text.ts';
import { citeTimes } from '../cite-times.ts';
import type { Reel } from '../looking/reel.ts';
import { answerOf, cluesOf, readModelText } from '../model-text.ts';
import { letterOf, questionPrompt } from '../prompts.ts';
import { askOnce, lookAt, reelFor, toWindows, type TaskContext } from './task-context.ts';

/** One of the options, with the spans that show it. */
export async function chooseTask(context: TaskContext, options: readonly string[]): Promise<void> {
  const { request } = context;
  const reel = await reelFor(context);
  const looked = await lookAt(context, reel);
  const prompt = questionPrompt({ question: request.question, options, hasClues: true }, request);
  const { raw, pass } = await askOnce(context, {
    ...{ purpose: 'answer', reel, looked, prompt, isTextFirst: true, isShown: false },
  });
  const clues = toWindows(reel, cluesOf(raw).map(context.run.shown));
  pass({ clues });
  finishAnswer(context, { raw, reel, options, evidence: clues });
}

export interface FinishedAnswer {
  readonly raw: string;
  readonly reel: Reel;
  readonly options: readonly string[];
  /** In the times of the clips. */
  readonly evidence: readonly ChatWindow[];
}

/** The letter that was chosen, or null where there are no options, or none of them was. */
export function chosenOption(raw: string, options: readonly string[]): string | null {
  const letter = optionLetter(answerOf(raw));
  return letter !== null && options.some((_, index) => letterOf(index) === letter) ? letter : null;
}

/** Puts a task's answer together: the option or the words, then the evidence. */
export function finishAnswer(
  { draft, scope, say, run }: TaskContext,
  { raw, reel, options, evidence }: FinishedAnswer,
): void {
  const areClipsNamed = scope.videoIds.size > 1;
  const out = new AnswerText({ areClipsNamed });
  const option = options.length > 0 ? chosenOption(raw, options) : null;
  const { thinking } = readModelText(raw);
  if (options.length > 0) {
    const index = option === null ? -1 : option.charCodeAt(0) - 65;
    out.line(option === null ? say('chosenUnreadable') : say('chosen', { option, text: options[index]! }));
    if (evidence.length > 0) out.line(say('evidence', { moments: evidence.map((one) => out.cite(one)).join(', ') }));
    draft.change({ ...out.finish(), thinking, option });
    return;
  }
  const said = citeTimes(answerOf(raw), reel, { areClipsNamed, clock: run });
  if (evidence.length > 0) out.line(say('evidence', { moments: evidence.map((one) => out.cite(one)).join(', ') }));
  const tail = out.finish();
  const offset = said.text.length + 1;
  const moved = tail.citations.map(({ textSpan, ...citation }) => ({
    ...citation,
    textSpan: textSpan === null ? null : { start: textSpan.start + offset, end: textSpan.end + offset },
  }));
  const text = tail.text === '' ? said.text : `${said.text}\n${tail.text}`;
  draft.change({ text, thinking, option, citations: [...said.citations, ...moved] });
}
