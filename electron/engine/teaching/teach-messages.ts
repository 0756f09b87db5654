import type { Lesson } from '../../../native-models/finetune/lesson.ts';
import type { TeachOptions, TeachOutcome, TeachStep } from '../../../native-models/finetune/teach.ts';
import type { LearnedWeights } from '../../../native-models/policy/learned-policy.ts';
import type { WireError } from '../../contract/errors.ts';

/** What the worker is started with. */
export interface TeachTask {
  readonly current: LearnedWeights;
  readonly shipped: LearnedWeights;
  readonly lessons: readonly Lesson[];
  readonly policyId: string;
  readonly options: TeachOptions | undefined;
}

export type ToTeachWorker = { readonly kind: 'pause' } | { readonly kind: 'resume' };

export type FromTeachWorker =
  | { readonly kind: 'step'; readonly step: TeachStep }
  | { readonly kind: 'done'; readonly outcome: TeachOutcome }
  | { readonly kind: 'failed'; readonly error: WireError };
