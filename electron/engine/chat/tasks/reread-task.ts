import { closerSpans } from '../looking/clue-spans.ts';
import { Reel } from '../looking/reel.ts';
import { answerOf, cluesOf } from '../model-text.ts';
import { questionPrompt } from '../prompts.ts';
import { chosenOption, finishAnswer } from './choose-task.ts';
import { askOnce, lookAt, reelFor, toWindows, type TaskContext } from './task-context.ts';

/** The rates and the budget of both passes; the paper leaves them open. */
const firstPass = { framesPerSecond: 2, maxTokenCount: 3584 };
const secondPass = { framesPerSecond: 4, maxTokenCount: 3584 };

/**
 * Temporal clue-driven reasoning (VideoChat-R1, Algorithm 1): a first answer with the spans it rests on; these are
 * looked at again with the whole budget, and the second answer counts. Without usable clues, or when they are nearly
 * everything, or when the second answer says nothing, the first one stands.
 */
export async function rereadTask(context: TaskContext, options: readonly string[]): Promise<void> {
  const { request, draft, run } = context;
  const { question } = request;
  const reel = await reelFor(context);
  const first = await askOnce(context, {
    ...{ purpose: 'clues', reel, looked: await lookAt(context, reel, firstPass), isTextFirst: true, isShown: true },
    prompt: questionPrompt({ question, options, hasClues: true }, request),
  });
  const named = cluesOf(first.raw).map(run.shown);
  const spans = closerSpans(named, reel.durationSeconds);
  const clues = toWindows(reel, named);
  first.pass({ clues });
  finishAnswer(context, { raw: first.raw, reel, options, evidence: clues });
  if (spans === null) {
    draft.begin({ purpose: 'closer', state: 'skipped', windows: [] });
    return;
  }
  const closer = new Reel(spans.flatMap((span) => reel.toClips(span)));
  const second = await askOnce(context, {
    ...{ purpose: 'closer', reel: closer, looked: await lookAt(context, closer, secondPass), isTextFirst: true },
    ...{ isShown: false, prompt: questionPrompt({ question, options, hasClues: false }, request) },
  });
  const isAnswer = options.length > 0 ? chosenOption(second.raw, options) !== null : answerOf(second.raw) !== '';
  if (isAnswer) finishAnswer(context, { raw: second.raw, reel: closer, options, evidence: clues });
}
