import { AnswerText } from '../answer-text.ts';
import { saysNever, spanOf } from '../model-text.ts';
import { groundingPrompt } from '../prompts.ts';
import { askOnce, lookAt, reelFor, toWindows, type TaskContext } from './task-context.ts';

/** When the described event happens: the span that the model names, in the times of the clips. */
export async function groundTask(context: TaskContext): Promise<void> {
  const { request, draft, scope, say, run } = context;
  const reel = await reelFor(context);
  const looked = await lookAt(context, reel);
  const prompt = groundingPrompt(request.question, request);
  const { raw, pass } = await askOnce(context, {
    ...{ purpose: 'answer', reel, looked, prompt, isTextFirst: true, isShown: false },
  });
  const span = saysNever(raw) ? null : spanOf(raw);
  const windows = span === null ? [] : toWindows(reel, [run.shown(span)]);
  pass({ clues: windows });
  const out = new AnswerText({ areClipsNamed: scope.videoIds.size > 1 });
  if (windows.length > 0) out.line(say('grounded', { moments: windows.map((one) => out.cite(one)).join(', ') }));
  else out.line(say(saysNever(raw) ? 'groundedNever' : span === null ? 'groundedUnreadable' : 'groundedOutside'));
  draft.change(out.finish());
}
