import type { VideoId } from '../../../contract/ids.ts';
import { EngineError } from '../../../contract/errors.ts';
import { AnswerText, withoutMarks } from '../answer-text.ts';
import { Reel } from '../looking/reel.ts';
import { readModelText } from '../model-text.ts';
import { captionPrompt } from '../prompts.ts';
import type { Cue } from '../../store/queries/index.ts';
import { askOnce, lookAt, type TaskContext } from './task-context.ts';

/** Keeps what a model says about a video, in place of what the same model has said before; null where nothing can be kept. */
export type KeepCaptions =
  | ((
      kept: { readonly videoId: VideoId; readonly modelId: string; readonly captions: readonly Cue[] },
      signal: AbortSignal,
    ) => Promise<void>)
  | null;

const mostShots = 200;
const longestCaption = 500;
/** A shot is described from few frames. */
const captionWish = { framesPerSecond: 1, maxTokenCount: 1024 };

/** A sentence for each shot, kept in the index as text that can be searched, with the model's name. */
export async function captionsTask(context: TaskContext, keep: KeepCaptions): Promise<void> {
  const { scope, facts, draft, say, run, signal } = context;
  if (keep === null)
    throw new EngineError('read-only', 'Another Timecue writes this library; captions cannot be kept.');
  const out = new AnswerText({ areClipsNamed: scope.videoIds.size > 1 });
  const byVideo = new Map<VideoId, Cue[]>();
  const shots = scope.windows.flatMap((window) =>
    (facts.shots(window.videoId, window.range) ?? [window.range]).map(({ startSeconds, endSeconds }) => ({
      ...window,
      range: { startSeconds, endSeconds },
    })),
  );
  for (const shot of shots.slice(0, mostShots)) {
    const reel = new Reel([shot]);
    const looked = await lookAt(context, reel, captionWish);
    const { raw } = await askOnce(context, {
      ...{ purpose: 'caption', reel, looked, prompt: captionPrompt(), isTextFirst: false, isShown: false },
    });
    const text = withoutMarks(readModelText(raw).text).replace(/\s+/gu, ' ').trim().slice(0, longestCaption);
    if (text === '') continue;
    byVideo.set(shot.videoId, [...(byVideo.get(shot.videoId) ?? []), { ...shot.range, text }]);
    out.item(`${out.cite(shot)}: ${text}`);
    draft.change(out.finish());
  }
  const { modelId } = run.model;
  for (const [videoId, captions] of byVideo) await keep({ videoId, modelId, captions }, signal);
  const count = [...byVideo.values()].reduce((sum, captions) => sum + captions.length, 0);
  out.line(say('captionsKept', { count }));
  if (shots.length > mostShots) out.line(say('partsLeftOut', { count: shots.length - mostShots }));
  draft.change(out.finish());
}
