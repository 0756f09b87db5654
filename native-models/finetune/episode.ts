import type { EvidenceFeatures } from '../policy/evidence-features.ts';
import type { StepSpan } from '../policy/span-distribution.ts';
import { intervalUnionIou, type TimeSpan, withoutSpans } from '../rewards/interval-union.ts';

/** One query on one stretch of one video, with what is true of it. */
export interface Episode {
  readonly features: EvidenceFeatures;
  readonly barrierSteps: readonly number[];
  /** Spans in steps, off the grid as the truth is; empty when nothing matches. In order, disjoint. */
  readonly truth: readonly TimeSpan[];
  /** Where nobody has said what is true, in steps: it neither earns nor costs anything there. */
  readonly unjudged?: readonly TimeSpan[];
}

/** The reward of a set of spans: IoU of what it covers with what is true; 1 when both are empty, 0 when one is. */
export function spanReward(spans: readonly StepSpan[], { truth, unjudged = [] }: Judged): number {
  return judgedIou(
    spans.map(({ fromStep, toStep }): TimeSpan => [fromStep, toStep]),
    { truth, unjudged },
  );
}

/** What is true, and where nobody knows; both in the same unit. */
export interface Judged {
  readonly truth: readonly TimeSpan[];
  readonly unjudged?: readonly TimeSpan[] | undefined;
}

/** IoU of unions over the time that was judged; 1 when both sides are empty there, 0 when one is. */
export function judgedIou(spans: readonly TimeSpan[], { truth, unjudged = [] }: Judged): number {
  // What is known to be true was judged, whatever else is said.
  const unknown = unjudged.length === 0 ? [] : withoutSpans(unjudged, truth);
  return intervalUnionIou(unknown.length === 0 ? spans : withoutSpans(spans, unknown), truth);
}

/**
 * The truth on the grid, as supervision needs it: whole steps, none empty, none touching the next where no barrier
 * stands between, at most `mostCount` (the longest).
 */
export function truthOnGrid({ features, barrierSteps, truth }: Episode, mostCount: number): StepSpan[] {
  const cut = truth.flatMap((span) => cutAtBarriers(span, barrierSteps));
  const rounded = cut
    .map(([start, end]): StepSpan => {
      // A short span stays on its side of a barrier, however its beginning would be rounded.
      const fromStep = Math.min(Math.round(start), Math.ceil(end) - 1, features.stepCount - 1);
      return { fromStep, toStep: Math.min(features.stepCount, Math.max(fromStep + 1, Math.round(end))) };
    })
    .filter(({ fromStep, toStep }) => fromStep >= 0 && toStep > fromStep);
  const joined: StepSpan[] = [];
  for (const span of rounded) {
    const last = joined.at(-1);
    if (last !== undefined && span.fromStep <= last.toStep && !barrierSteps.includes(span.fromStep)) {
      joined[joined.length - 1] = { fromStep: last.fromStep, toStep: Math.max(last.toStep, span.toStep) };
    } else if (last === undefined || span.fromStep >= last.toStep) {
      joined.push(span);
    }
  }
  const longest = [...joined].sort((a, b) => b.toStep - b.fromStep - (a.toStep - a.fromStep)).slice(0, mostCount);
  return joined.filter((span) => longest.includes(span));
}

function cutAtBarriers([start, end]: TimeSpan, barrierSteps: readonly number[]): TimeSpan[] {
  const edges = [start, ...barrierSteps.filter((step) => step > start && step < end), end];
  return edges.slice(1).map((edge, index): TimeSpan => [edges[index]!, edge]);
}
