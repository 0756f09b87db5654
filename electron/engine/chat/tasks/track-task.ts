import type { CornerBox } from '../../../../native-models/parsing/box-text.ts';
import type { ChatBox, ChatWindow } from '../../../contract/chat.ts';
import { isAbort } from '../../../contract/errors.ts';
import type { VideoId } from '../../../contract/ids.ts';
import type { Box } from '../../../contract/time-range.ts';
import type { Seed, TrackKey } from '../../../contract/tracks.ts';
import { AnswerText } from '../answer-text.ts';
import { Reel } from '../looking/reel.ts';
import { boxesOf } from '../model-text.ts';
import { trackingPrompt } from '../prompts.ts';
import { askOnce, lookAt, type TaskContext } from './task-context.ts';

/** Follows a thing through a clip from boxes that it must go through; one key a frame. */
export type FollowBetween = (
  request: { readonly videoId: VideoId; readonly seeds: readonly Seed[]; readonly untilSeconds: number },
  signal: AbortSignal,
) => Promise<readonly TrackKey[]>;

/** Longer stretches are not followed at one go: eight boxes say too little about them. */
const longestSeconds = 120;
const mostBoxes = 20_000;
const sameMomentSeconds = 0.02;

/** Eight boxes of the model, evenly spread over the span, joined by a tracker; which is which is said. */
export async function trackTask(
  context: TaskContext,
  { box, follow }: { readonly box: Box | null; readonly follow: FollowBetween },
): Promise<void> {
  const { request, scope, draft, say } = context;
  const window = firstWindow(scope.windows[0]!);
  const reel = new Reel([window]);
  const looked = await lookAt(context, reel);
  const start = box === null ? null : [box.x, box.y, box.x + box.width, box.y + box.height];
  const { raw } = await askOnce(context, {
    ...{ purpose: 'answer', reel, looked, isTextFirst: true, isShown: false },
    prompt: trackingPrompt({ what: request.question, start }, request),
  });
  const seeds = seedsFrom(boxesOf(raw), window.range);
  const out = new AnswerText({ areClipsNamed: false });
  if (seeds.length === 0) {
    out.line(say('trackUnreadable'));
    draft.change(out.finish());
    return;
  }
  draft.change({ boxes: boxesFrom(window.videoId, [], seeds) });
  const keys = await joined(context, { window, seeds, follow });
  const boxes = boxesFrom(window.videoId, keys, seeds);
  out.line(say('tracked', { moment: out.cite(window), count: seeds.length, joined: boxes.length - seeds.length }));
  draft.change({ ...out.finish(), boxes });
}

function firstWindow({ videoId, title, range }: ChatWindow): ChatWindow {
  const endSeconds = Math.min(range.endSeconds, range.startSeconds + longestSeconds);
  return { videoId, title, range: { startSeconds: range.startSeconds, endSeconds } };
}

/** Box k of n is at k / (n − 1) of the span. What has no area is left out. */
function seedsFrom(boxes: readonly (CornerBox | null)[], { startSeconds, endSeconds }: ChatWindow['range']): Seed[] {
  const last = Math.max(1, boxes.length - 1);
  // The last frame begins before the end of the span.
  const length = Math.max(0, endSeconds - startSeconds - 0.1);
  return boxes.flatMap((box, index) => {
    if (box === null) return [];
    const [x, y, right, bottom] = box;
    return [
      { timeSeconds: startSeconds + (index / last) * length, box: { x, y, width: right - x, height: bottom - y } },
    ];
  });
}

interface Joining {
  readonly window: ChatWindow;
  readonly seeds: readonly Seed[];
  readonly follow: FollowBetween;
}

/** A tracker that fails takes nothing from what the model has said. */
async function joined(
  { draft, signal }: TaskContext,
  { window, seeds, follow }: Joining,
): Promise<readonly TrackKey[]> {
  if (seeds.length < 2) return [];
  const pass = draft.begin({ purpose: 'follow', windows: [window] });
  try {
    const keys = await follow({ videoId: window.videoId, seeds, untilSeconds: seeds.at(-1)!.timeSeconds }, signal);
    pass({ state: 'done' });
    return keys;
  } catch (error) {
    if (isAbort(error) || signal.aborted) throw error;
    pass({ state: 'skipped' });
    return [];
  }
}

function boxesFrom(videoId: VideoId, keys: readonly TrackKey[], seeds: readonly Seed[]): ChatBox[] {
  const ofModel = seeds.map(({ timeSeconds, box }): ChatBox => ({ videoId, timeSeconds, box, from: 'model' }));
  const ofTracker = keys
    .filter(({ state, timeSeconds, isByHand }) => state === 'tracked' && !isByHand && !isNear(seeds, timeSeconds))
    .map(({ timeSeconds, box }): ChatBox => ({ videoId, timeSeconds, box, from: 'tracker' }));
  return [...ofModel, ...ofTracker].sort((a, b) => a.timeSeconds - b.timeSeconds).slice(0, mostBoxes);
}

function isNear(seeds: readonly Seed[], seconds: number): boolean {
  return seeds.some(({ timeSeconds }) => Math.abs(timeSeconds - seconds) < sameMomentSeconds);
}
