import { z } from 'zod';
import { correctionSchema } from './corrections.ts';
import { exportIdSchema, videoIdSchema } from './ids.ts';
import { defineMethod } from './method.ts';
import { timeRangeSchema } from './time-range.ts';

/** Name and revision of a policy, as in `taught@3`; null stands for the one that comes with the program. */
export const policyIdSchema = z.string().regex(/^[\w-]{1,40}@[\w.-]{1,40}$/);

/** A stretch of a video about which people have said something, for one query: an example to be taught by. */
export const lessonSchema = z.object({
  /** Null until the evidence of the stretch is kept: it is not indexed yet, or was corrected a moment ago. */
  lessonId: z.string().max(64).nullable(),
  videoId: videoIdSchema,
  title: z.string(),
  /** The query as it was asked last. */
  text: z.string(),
  range: timeRangeSchema,
  corrections: z.array(correctionSchema.omit({ videoId: true, text: true })).max(1000),
  /** What is true there, as people say; empty: nothing. */
  truth: z.array(timeRangeSchema).max(1000),
  /** What was found there that nobody has judged. */
  unjudgedCount: z.int().nonnegative(),
  takenAtMs: z.int().nonnegative().nullable(),
});
export type TaughtLesson = z.infer<typeof lessonSchema>;

const share = z.number().min(0).max(1);

export const heldOutSchema = z.object({
  part: z.enum(['edges', 'edges-and-network']),
  /** Mean IoU on lessons that the policy was not taught, 0..1. */
  before: share,
  after: share,
  /** Of the mean gain a clip. Wholly above 0: better. */
  interval: z.object({ difference: z.number(), low: z.number(), high: z.number() }),
  /** On the built-in set. */
  builtInBefore: share,
  builtInAfter: share,
});
export type HeldOut = z.infer<typeof heldOutSchema>;

export const teachReportSchema = z.object({
  verdict: z.enum(['better', 'too-few', 'no-better', 'forgets']),
  lessonCount: z.int().nonnegative(),
  /** Lessons of one clip were never both taught and tried; or only lessons were kept apart, because clips were few. */
  apart: z.enum(['clip', 'lesson']).nullable(),
  candidates: z.array(heldOutSchema).max(4),
  /** Of what is offered: which candidate, and the habit at the edges that it has learnt, in seconds. */
  taughtPart: heldOutSchema.shape.part.nullable(),
  edgeHabit: z.object({ startSeconds: z.number(), endSeconds: z.number() }).nullable(),
  /** What it was taught from; null: the policy that comes with the program. */
  basePolicyId: policyIdSchema.nullable(),
  seconds: z.number().nonnegative(),
});
export type TeachReport = z.infer<typeof teachReportSchema>;

export const taughtPolicySchema = z.object({
  policyId: policyIdSchema,
  state: z.enum(['refused', 'offered', 'in-use', 'past']),
  report: teachReportSchema,
  madeAtMs: z.int().nonnegative(),
  changedAtMs: z.int().nonnegative(),
});
export type TaughtPolicySummary = z.infer<typeof taughtPolicySchema>;

/** One step of a training, for the curves. */
export const teachStepSchema = z.object({
  runIndex: z.int().nonnegative(),
  stepIndex: z.int().nonnegative(),
  /** Mean reward of the samples, 0..1. */
  reward: z.number(),
  /** Mean k3 estimate, in nats. */
  kl: z.number(),
});
export type TaughtStep = z.infer<typeof teachStepSchema>;

export const teachRunSchema = z.object({
  state: z.enum(['collecting', 'running', 'paused', 'failed']),
  /** Of all steps of all trainings, 0..1. */
  progress: share,
  secondsLeft: z.number().nonnegative().nullable(),
  runCount: z.int().nonnegative(),
  /** Every step so far, thinned out to at most 1,000. */
  steps: z.array(teachStepSchema).max(1000),
  failure: z.string().nullable(),
});
export type TeachRun = z.infer<typeof teachRunSchema>;

export const teachingStateSchema = z.object({
  /** What finds spans now; null: the policy that comes with the program. */
  policyInUse: policyIdSchema.nullable(),
  /** With the switch off, what was taught is kept and not used. */
  isTaughtUsed: z.boolean(),
  correctionCount: z.int().nonnegative(),
  run: teachRunSchema.nullable(),
  /** Newest first. */
  history: z.array(taughtPolicySchema).max(100),
});
export type TeachingState = z.infer<typeof teachingStateSchema>;

export const teachingMethods = {
  /** A long call: tells at once and whenever something changes, in whatever window; ends when aborted. */
  'teaching.watch': defineMethod({ params: z.object({}), progress: teachingStateSchema, result: z.object({}) }),
  'teaching.show': defineMethod({ params: z.object({}), progress: z.never(), result: teachingStateSchema }),
  /** Newest first. */
  'teaching.lessons': defineMethod({
    params: z.object({}),
    progress: z.never(),
    result: z.object({ lessons: z.array(lessonSchema).max(10_000) }),
  }),
  /** Begins in the background. Throws `conflict` while one runs, `read-only`. */
  'teaching.start': defineMethod({ params: z.object({}), progress: z.never(), result: teachingStateSchema }),
  'teaching.pause': defineMethod({ params: z.object({}), progress: z.never(), result: teachingStateSchema }),
  'teaching.resume': defineMethod({ params: z.object({}), progress: z.never(), result: teachingStateSchema }),
  'teaching.cancel': defineMethod({ params: z.object({}), progress: z.never(), result: teachingStateSchema }),
  /**
   * Takes an offered or an earlier policy into use, or with null the one that comes with the program. Throws
   * `not-found`, `bad-request` for one that was refused, `read-only`.
   */
  'teaching.use': defineMethod({
    params: z.object({ policyId: policyIdSchema.nullable() }),
    progress: z.never(),
    result: teachingStateSchema,
  }),
  /** `timecue`: everything that is kept of every lesson; `videochat-r1`: the annotations that its training reads. */
  'teaching.export': defineMethod({
    params: z.object({ form: z.enum(['timecue', 'videochat-r1']) }),
    progress: z.never(),
    result: z.object({ exportId: exportIdSchema, fileName: z.string(), sizeBytes: z.int().nonnegative() }),
  }),
};
