import type { TrackingModel } from '../../../../native-models/api/tracking-model.ts';
import type { TrackKey } from '../../../contract/tracks.ts';
import { blendPasses, type PassKeys } from './blend-passes.ts';
import type { FollowRequest } from './follow-messages.ts';
import { runFollow } from './run-follow.ts';

export interface FollowClipRequest extends Omit<FollowRequest, 'trackerModule' | 'resume' | 'isBackground' | 'model'> {
  /** None is installed when left out. */
  readonly model?: TrackingModel | null;
  /** Our own when left out. */
  readonly trackerModule?: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly doneSeconds: number; readonly totalSeconds: number | null }) => void;
}

export const ownTrackerModule = new URL('./tracker-module.ts', import.meta.url).href;

/** Follows a thing through a file and answers a key for every frame, rising in time. Throws what `runFollow` throws. */
export async function followClip(
  request: FollowClipRequest,
): Promise<{ readonly keys: readonly TrackKey[]; readonly trackerId: string }> {
  const { signal, onProgress, trackerModule = ownTrackerModule, model = null, ...order } = request;
  let passes: (PassKeys & { readonly keys: TrackKey[] })[] = [];
  let byHand: readonly TrackKey[] = [];
  let trackerId = '';
  let totalSeconds: number | null = null;
  await runFollow(
    { ...order, model, trackerModule, isBackground: false, resume: [] },
    {
      signal,
      onNews: (news) => {
        if (news.kind === 'planned') {
          ({ byHand, totalSeconds, trackerId } = news);
          passes = news.passes.map((pass) => ({ pass, keys: [] }));
        } else if (news.kind === 'keys') {
          for (const key of news.keys) passes[news.passIndex]?.keys.push(key);
          onProgress({ doneSeconds: doneSecondsOf(passes), totalSeconds });
        }
      },
    },
  );
  return { keys: blendPasses(passes, byHand), trackerId };
}

function doneSecondsOf(passes: readonly PassKeys[]): number {
  return passes.reduce((sum, { pass, keys }) => {
    const last = keys.at(-1);
    return last === undefined ? sum : sum + Math.abs(last.timeSeconds - pass.seed.timeSeconds);
  }, 0);
}
