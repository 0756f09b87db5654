import type { WireError } from '../../../contract/errors.ts';
import type { Seed, TrackKey, TrackerChoice } from '../../../contract/tracks.ts';
import type { TargetAnswer, TrackingModel } from '../../../../native-models/api/tracking-model.ts';
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
  /** Null where no tracking model is installed. */
  readonly model: TrackingModelFacts | null;
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

/** A module that makes trackers; `model` is null where no tracking model is installed. */
export interface TrackerModule {
  readonly createTracker: (choice: TrackerChoice, model: TrackingModel | null) => Promise<SingleTargetTracker>;
}

/** What a worker needs to know of the model that runs elsewhere. */
export type TrackingModelFacts = Pick<TrackingModel, 'modelId' | 'parameters'>;

/** Asks the thread that started the worker to run the model. */
export type ModelQuestion =
  | { readonly kind: 'embed'; readonly questionId: number; readonly pixels: Uint8Array }
  | {
      readonly kind: 'locate';
      readonly questionId: number;
      readonly features: Float32Array;
      readonly pixels: Uint8Array;
    };

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
  | { readonly kind: 'ask-model'; readonly question: ModelQuestion }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: WireError; readonly stack: string | null };

export type ToFollowWorker =
  | { readonly kind: 'stop' }
  | { readonly kind: 'model-answer'; readonly questionId: number; readonly value: Float32Array | TargetAnswer }
  | { readonly kind: 'model-failed'; readonly questionId: number; readonly error: WireError };
