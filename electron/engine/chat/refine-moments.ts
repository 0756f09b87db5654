import type { RefinedMoment } from '../../contract/chat.ts';
import type { ParsedParams, Progress, Result } from '../../contract/index.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import { EngineError } from '../../contract/errors.ts';
import type { ChatModels } from './chat-models.ts';
import type { FootageLooker } from './looking/footage-reader.ts';
import { Reel } from './looking/reel.ts';
import { saysNever, spanOf } from './model-text.ts';
import { groundingPrompt, reelText } from './prompts.ts';
import { emptyReply, ReplyDraft } from './reply-draft.ts';
import { commonRange, type ScopeLibrary } from './scope.ts';
import { ModelRun } from './tasks/model-run.ts';

export interface RefineDeps {
  readonly models: ChatModels;
  readonly library: ScopeLibrary;
  readonly reader: FootageLooker;
}

export interface RefineContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress<'chat.refine'>) => void;
}

type Params = ParsedParams<'chat.refine'>;
type Read = Omit<RefinedMoment, 'before' | 'after'> & { readonly before: TimeRange; readonly after: TimeRange };

/** Around what the search found: an event may begin before and end after it. */
const leastPadSeconds = 5;
const padShare = 0.5;
const promptLetters = 1500;
const longestSeconds = 300;

/** What a model says of a moment, the better first. */
const order = ['seen', 'elsewhere', 'unread', 'absent'] as const satisfies readonly RefinedMoment['verdict'][];

/**
 * Handler of `chat.refine`. A model is asked of each moment, with what lies around it, when the text happens there.
 * Moments that it sees come first, those that it says are not there last; among equals the search's order stays, because
 * an answer in words says nothing about how sure it is. Throws when stopped, `bad-request` without a model, and what the
 * models and the footage throw.
 */
export async function refineMoments(
  { models, library, reader }: RefineDeps,
  { text, moments, model: ref, isThinking }: Params,
  { signal, onProgress }: RefineContext,
): Promise<Result<'chat.refine'>> {
  const model = await models.open(ref, signal);
  if (model === null) throw new EngineError('bad-request', 'A search is refined by a model: name one.');
  let doneCount = 0;
  const tell = (phase = emptyReply.phase) => onProgress({ doneCount, totalCount: moments.length, phase });
  const draft = new ReplyDraft((reply) => tell(reply.phase));
  const run = new ModelRun({ model, draft, signal });
  const readings: Read[] = [];
  for (const { videoId, range } of moments) {
    signal.throwIfAborted();
    const video = library.videoOf(videoId);
    const around = video === null ? null : windowAround(range, video.durationSeconds);
    if (video === null || around === null) {
      throw new EngineError('not-found', 'There is no such moment.', { details: { videoId } });
    }
    const { title } = video;
    const reel = new Reel([{ videoId, title, range: around }]);
    const wish = { maxTokenCount: run.videoTokens(promptLetters, isThinking) };
    const looked = await reader.look({ reel, model, wish, signal, onFrames: () => {} });
    const prompt = groundingPrompt(text, { isThinking });
    const words = [reelText(reel), prompt].filter((part) => part !== null).join('\n\n');
    const { text: raw } = await run.say({
      messages: [
        {
          role: 'user',
          parts: [
            { kind: 'text', text: words },
            { kind: 'video', video: looked.video },
          ],
        },
      ],
      ...{ frameCount: looked.video.frames.length, pass: () => {}, isShown: false, isThinking },
    });
    readings.push({ videoId, title, before: range, ...readingOf(raw, { reel, before: range, shown: run.shown }) });
    doneCount += 1;
    tell();
  }
  const { usage } = draft.current;
  return { moments: ranked(readings), modelId: model.modelId, times: model.capabilities.times, usage };
}

function windowAround({ startSeconds, endSeconds }: TimeRange, durationSeconds: number | null): TimeRange | null {
  const pad = Math.max(leastPadSeconds, padShare * (endSeconds - startSeconds));
  const from = Math.max(0, startSeconds - pad);
  const to = Math.min(durationSeconds ?? Infinity, endSeconds + pad, from + longestSeconds);
  return from < to ? { startSeconds: from, endSeconds: to } : null;
}

interface Reading extends Pick<ModelRun, 'shown'> {
  readonly reel: Reel;
  readonly before: TimeRange;
}

function readingOf(raw: string, { reel, before, shown }: Reading): Pick<Read, 'after' | 'verdict'> {
  if (saysNever(raw)) return { after: before, verdict: 'absent' };
  const span = spanOf(raw);
  const [window] = span === null ? [] : reel.toClips(shown(span));
  if (window === undefined) return { after: before, verdict: 'unread' };
  return { after: window.range, verdict: commonRange(window.range, before) === null ? 'elsewhere' : 'seen' };
}

function ranked(readings: readonly Read[]): RefinedMoment[] {
  return readings
    .map((reading, index) => ({ ...reading, before: { rank: index + 1, range: reading.before } }))
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || a.before.rank - b.before.rank)
    .map(({ after, ...moment }, index) => ({ ...moment, after: { rank: index + 1, range: after } }));
}
