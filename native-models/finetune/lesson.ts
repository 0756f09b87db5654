import type { GroundingCurve, GroundingInput, GroundingPolicy } from '../api/grounding-policy.ts';
import { spanScore } from '../api/grounding-policy.ts';
import { evidenceFeatures } from '../policy/evidence-features.ts';
import { barrierStepsOf } from '../policy/span-edges.ts';
import type { TimeSpan } from '../rewards/interval-union.ts';
import { judgedIou, type Episode } from './episode.ts';
import { shownScore } from './evaluate.ts';

/**
 * What a policy was given for one stretch of one video, kept so that it can be given again when the index has long
 * changed. Times are seconds of media time; a curve has a value a step.
 */
export interface EvidenceSnapshot {
  readonly startSeconds: number;
  readonly stepSeconds: number;
  /** The stretch ends here, perhaps inside its last step. */
  readonly endSeconds: number;
  /** 0..1, NaN where unknown. */
  readonly combined: Float32Array;
  readonly curves: readonly GroundingCurve[];
  readonly shotEdgesSeconds: readonly number[];
  readonly barriersSeconds: readonly number[];
  /** Where a span that begins with step k was seen to begin, and where one that ends with it was seen to end. */
  readonly refinedStarts: Float64Array;
  readonly refinedEnds: Float64Array;
}

/** One stretch about which people have said something, for one query. */
export interface Lesson {
  readonly lessonId: string;
  /** Lessons of one group are of the same clip: what is learnt on one of them is not tried on another. */
  readonly groupId: string;
  readonly evidence: EvidenceSnapshot;
  /** What people say is true, in order; empty where they say that nothing is. */
  readonly truthSeconds: readonly TimeSpan[];
  /** What was found and nobody has judged: it counts neither way. */
  readonly unjudgedSeconds: readonly TimeSpan[];
}

/** To know where an edge was seen, `refine` is asked about spans of so many steps. */
const probeSteps = 4;

/** Keeps what `input` says from one time up to another, on its own grid. At least one step is kept. */
export function takeSnapshot(input: GroundingInput, [from, to]: TimeSpan): EvidenceSnapshot {
  const { stepSeconds, combined, curves } = input;
  const stepAt = (seconds: number) => (seconds - input.startSeconds) / stepSeconds;
  const firstStep = Math.min(combined.length - 1, Math.max(0, Math.floor(stepAt(from) + 1e-6)));
  const endStep = Math.min(combined.length, Math.max(firstStep + 1, Math.ceil(stepAt(to) - 1e-6)));
  const startSeconds = input.startSeconds + firstStep * stepSeconds;
  const endSeconds = Math.min(input.endSeconds, input.startSeconds + endStep * stepSeconds);
  const range = { startSeconds, endSeconds };
  const steps = Array.from({ length: endStep - firstStep }, (_, step) => startSeconds + step * stepSeconds);
  const reach = probeSteps * stepSeconds;
  return {
    ...range,
    stepSeconds,
    combined: combined.slice(firstStep, endStep),
    curves: curves.map((curve) => ({ ...curve, values: curve.values.slice(firstStep, endStep) })),
    shotEdgesSeconds: [...input.shotEdgesIn(range)],
    barriersSeconds: input.barriersSeconds.filter((seconds) => seconds > startSeconds && seconds < endSeconds),
    refinedStarts: Float64Array.from(
      steps,
      (seconds) =>
        input.refine({ startSeconds: seconds, endSeconds: Math.min(endSeconds, seconds + reach) }).startSeconds,
    ),
    refinedEnds: Float64Array.from(steps, (seconds) => {
      const end = Math.min(endSeconds, seconds + stepSeconds);
      return input.refine({ startSeconds: Math.max(startSeconds, end - reach), endSeconds: end }).endSeconds;
    }),
  };
}

/** The same evidence as a policy is given it. */
export function inputOf(snapshot: EvidenceSnapshot): GroundingInput {
  const { startSeconds, stepSeconds, refinedStarts, refinedEnds } = snapshot;
  const last = refinedStarts.length - 1;
  const inside = (step: number) => Math.min(last, Math.max(0, step));
  return {
    startSeconds,
    stepSeconds,
    endSeconds: snapshot.endSeconds,
    combined: snapshot.combined,
    curves: snapshot.curves,
    shotEdgesIn: (range) =>
      snapshot.shotEdgesSeconds.filter((edge) => edge >= range.startSeconds && edge <= range.endSeconds),
    barriersSeconds: snapshot.barriersSeconds,
    refine: (range) => {
      const first = inside(Math.round((range.startSeconds - startSeconds) / stepSeconds));
      const end = inside(Math.ceil((range.endSeconds - startSeconds) / stepSeconds - 1e-6) - 1);
      const refined = { startSeconds: refinedStarts[first]!, endSeconds: refinedEnds[end]! };
      return refined.startSeconds < refined.endSeconds ? refined : range;
    },
  };
}

/** The lesson on the grid, as the trainers take it. */
export function episodeOf({ evidence, truthSeconds, unjudgedSeconds }: Lesson): Episode {
  const input = inputOf(evidence);
  const toSteps = ([start, end]: TimeSpan): TimeSpan => [
    (start - evidence.startSeconds) / evidence.stepSeconds,
    (end - evidence.startSeconds) / evidence.stepSeconds,
  ];
  return {
    features: evidenceFeatures(input),
    barrierSteps: barrierStepsOf(input),
    truth: truthSeconds.map(toSteps),
    unjudged: unjudgedSeconds.map(toSteps),
  };
}

/** What a person would be shown of a stretch. */
export function shownSpans(policy: GroundingPolicy, evidence: EvidenceSnapshot): TimeSpan[] {
  return policy
    .ground(inputOf(evidence))
    .filter((span) => spanScore(span) >= shownScore)
    .map(({ startSeconds, endSeconds }): TimeSpan => [startSeconds, endSeconds]);
}

/** How well what is shown agrees with what people say: IoU over the time they have judged, 0..1. */
export function lessonIou(policy: GroundingPolicy, lesson: Lesson): number {
  return judgedIou(shownSpans(policy, lesson.evidence), judgedOf(lesson));
}

export function judgedOf({ truthSeconds, unjudgedSeconds }: Lesson) {
  return { truth: truthSeconds, unjudged: unjudgedSeconds };
}
