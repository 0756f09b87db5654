import type { ChatModel } from '../../../../native-models/api/chat-model.ts';
import type { ChatWindow } from '../../../contract/chat.ts';
import type { TimeRange } from '../../../contract/time-range.ts';
import type { Size } from '../../media/video-geometry.ts';
import type { FindMoments } from '../index-answers/answering.ts';
import { insideScope, lengthOf, unionOf, type Scope, type ScopeWindow } from '../scope.ts';

/** Seen with fewer frames than this, footage is not read but guessed at. */
const leastFramesPerSecond = 0.5;
const mostWindows = 20;
/** Of what is read instead, so many seconds to each frame the model may have. */
const secondsPerFrame = 1;
const leastBudgetSeconds = 30;
const mostBudgetSeconds = 600;
const padSeconds = 5;
const fillSeconds = 10;
const leastFilledShare = 0.25;

export interface WindowsRequest {
  readonly question: string;
  readonly scope: Scope;
  readonly model: Pick<ChatModel, 'planVideo'>;
  /** Of the first clip's picture. */
  readonly size: Size;
  readonly maxTokenCount: number;
  readonly find: FindMoments;
  readonly signal: AbortSignal;
}

export interface ChosenWindows {
  readonly windows: readonly ChatWindow[];
  /** Whether it is less than what was asked about: then the answer must say what was read. */
  readonly isPart: boolean;
}

/**
 * What a model is to read of a selection: all of it where it can see that with a frame every two seconds or more, else
 * the moments that the search finds for the question, best first, within what it can see with a frame a second; where
 * the search has little to say, stretches spread evenly over the selection.
 */
export async function chooseWindows(request: WindowsRequest): Promise<ChosenWindows> {
  const { scope, model, size, maxTokenCount, question, find, signal } = request;
  const durationSeconds = lengthOf(scope.windows.map(({ range }) => range));
  const plan = model.planVideo({ ...size, durationSeconds }, { maxTokenCount });
  if (plan.framesPerSecond >= leastFramesPerSecond && scope.windows.length <= mostWindows) {
    return { windows: scope.windows, isPart: false };
  }
  const wanted = Math.max(leastBudgetSeconds, Math.min(mostBudgetSeconds, plan.frameCount * secondsPerFrame));
  const budgetSeconds = Math.min(wanted, durationSeconds);
  const { hits } = await find(question, scope.videoIds, signal);
  const found: ChatWindow[] = [];
  for (const { videoId, title, range } of hits) {
    const padded = {
      startSeconds: Math.max(0, range.startSeconds - padSeconds),
      endSeconds: range.endSeconds + padSeconds,
    };
    for (const inside of insideScope(scope, videoId, padded)) found.push({ videoId, title, range: inside });
  }
  const taken = takeUpTo(found, budgetSeconds);
  const takenSeconds = lengthOf(taken.map(({ range }) => range));
  const spread = takenSeconds < leastFilledShare * budgetSeconds ? spreadOver(scope, budgetSeconds - takenSeconds) : [];
  return { windows: inOrder([...taken, ...spread], scope), isPart: true };
}

/** Best first until the time is used up; the last one is cut. */
function takeUpTo(windows: readonly ChatWindow[], budgetSeconds: number): ChatWindow[] {
  const taken: ChatWindow[] = [];
  let left = budgetSeconds;
  for (const window of windows) {
    if (left <= 1 || taken.length >= mostWindows) break;
    const { startSeconds, endSeconds } = window.range;
    const length = Math.min(left, endSeconds - startSeconds);
    taken.push({ ...window, range: { startSeconds, endSeconds: startSeconds + length } });
    left -= length;
  }
  return taken;
}

/** Stretches of ten seconds, evenly over all of it. */
function spreadOver({ windows }: Scope, budgetSeconds: number): ChatWindow[] {
  const total = lengthOf(windows.map(({ range }) => range));
  const count = Math.min(mostWindows, Math.max(1, Math.floor(budgetSeconds / fillSeconds)));
  return Array.from({ length: count }, (_, index) => {
    let offset = ((index + 0.5) * total) / count - fillSeconds / 2;
    const window = windows.find(({ range }) => {
      const length = range.endSeconds - range.startSeconds;
      if (offset < length) return true;
      offset -= length;
      return false;
    })!;
    return { ...window, range: stretchAt(window, offset) };
  });
}

function stretchAt({ range }: ScopeWindow, offset: number): TimeRange {
  const startSeconds = Math.max(
    range.startSeconds,
    Math.min(range.startSeconds + offset, range.endSeconds - fillSeconds),
  );
  return { startSeconds, endSeconds: Math.min(range.endSeconds, startSeconds + fillSeconds) };
}

/** Disjoint, in the order of the selection and of time. */
function inOrder(windows: readonly ChatWindow[], scope: Scope): ChatWindow[] {
  return [...scope.videoIds].flatMap((videoId) => {
    const own = windows.filter((window) => window.videoId === videoId);
    return unionOf(own.map(({ range }) => range)).map((range) => ({ videoId, title: own[0]!.title, range }));
  });
}
