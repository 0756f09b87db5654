import type { WireError } from '../../../contract/errors.ts';
import type { Seed, TrackKey, TrackerChoice } from '../../../contract/tracks.ts';
import type { SingleTargetTracker } from '../../../../native-models/api/single-target-tracker.ts';
import type { MediaFacts } from '../../media/media-facts.ts';
import type { MediaTools } from '../../media/media-tools.ts';
import type { FollowPass } from './follow-passes.ts';

/** What the worker is to do; both sides are this product, in one process, so the types are the contract. */
export interface FollowRequest {
  readonly path: string;
  readonly facts: MediaFacts;
  readonly tools: MediaTools;
  readonly isBackground: boolean;
  readonly seeds: readonly Seed[];
  readonly isForward: boolean;
  readonly isBackward: boolean;
  readonly untilSeconds: number | null;
  readonly sinceSeconds: number | null;
  readonly tracker: TrackerChoice;
  /** Module that exports `createTracker`, as an address. */
  readonly trackerModule: string;
  /** What was done before, by index of the pass. */
  readonly resume: readonly PassResume[];
}

export interface PassResume {
  readonly passIndex: number;
  /** The last place where the thing was seen; null when nothing is left to do. */
  readonly from: Seed | null;
}

/** A module that makes trackers. */
export interface TrackerModule {
  readonly createTracker: (choice: TrackerChoice) => Promise<SingleTargetTracker>;
}

export type FromFollowWorker =
  | {
      /** Before the first box: boxes by hand at their frames, and the work there is. */
      readonly kind: 'planned';
      readonly byHand: readonly TrackKey[];
      readonly passes: readonly FollowPass[];
      readonly totalSeconds: number | null;
      readonly trackerId: string;
    }
  | { readonly kind: 'keys'; readonly passIndex: number; readonly keys: readonly TrackKey[] }
  | { readonly kind: 'pass-done'; readonly passIndex: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: WireError; readonly stack: string | null };

export interface ToFollowWorker {
  readonly kind: 'stop';
}
