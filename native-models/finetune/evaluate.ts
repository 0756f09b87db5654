import { type GroundedSpan, type GroundingPolicy, spanScore } from '../api/grounding-policy.ts';
import { intervalUnionIou, type TimeSpan } from '../rewards/interval-union.ts';
import { spanIou } from '../rewards/temporal-iou-reward.ts';
import type { SyntheticEvidence } from './synthetic-episodes.ts';

/** As in use: a span that scores less is counted as a weak match and not shown. */
export const shownScore = 0.35;

/** How well a policy does; shares 0..1, null where there is nothing to take a share of. */
export interface PolicyScores {
  /** IoU of what the shown spans cover, over all queries; 1 where nothing is rightly said, 0 where it is not. */
  readonly meanIou: number;
  /** Best overlap of the first span, shown or weak, with a true one, over queries that have an answer: at least 0.3, 0.5, 0.7. */
  readonly recallAt1: readonly [number, number, number];
  /** Spans paired at IoU 0.5, over queries with several true spans. */
  readonly severalF1: number | null;
  readonly nothingPrecision: number | null;
  readonly nothingRecall: number | null;
  /** Mean distance of confidence from the share of spans that overlap a true one by half, over ten bins. */
  readonly calibrationError: number | null;
}

const rightIou = 0.5;
const binCount = 10;

/** Scores a policy on evidence with a known truth. */
export function evaluatePolicy(
  policy: GroundingPolicy,
  evidence: readonly Pick<SyntheticEvidence, 'input' | 'truthSeconds'>[],
): PolicyScores {
  const outcomes = evidence.map(({ input, truthSeconds: truth }) => {
    const all = policy.ground(input);
    return { truth, all, spans: all.filter((span) => spanScore(span) >= shownScore) };
  });
  const answerable = outcomes.filter(({ truth }) => truth.length > 0);
  const saidNothing = outcomes.filter(({ spans }) => spans.length === 0);
  const rightly = saidNothing.filter(({ truth }) => truth.length === 0).length;
  const firstIous = answerable.map(({ all, truth }) => bestIou(all[0], truth));
  const recall = (iou: number) => share(firstIous, (value) => value >= iou) ?? 0;
  return {
    meanIou: mean(outcomes.map(({ spans, truth }) => intervalUnionIou(spans.map(toTimeSpan), truth))) ?? 0,
    recallAt1: [recall(0.3), recall(0.5), recall(0.7)],
    severalF1: mean(answerable.filter(({ truth }) => truth.length > 1).map(({ spans, truth }) => f1(spans, truth))),
    nothingPrecision: saidNothing.length === 0 ? null : rightly / saidNothing.length,
    nothingRecall: answerable.length === outcomes.length ? null : rightly / (outcomes.length - answerable.length),
    calibrationError: calibrationError(
      outcomes.flatMap(({ all, truth }) =>
        all.map((span) => ({ confidence: span.confidence, isRight: isRight(span, truth) })),
      ),
    ),
  };
}

/** Whether a span overlaps a true one by half. */
export function isRight(span: GroundedSpan, truth: readonly TimeSpan[]): boolean {
  return bestIou(span, truth) >= rightIou;
}

function bestIou(span: GroundedSpan | undefined, truth: readonly TimeSpan[]): number {
  return span === undefined ? 0 : Math.max(0, ...truth.map((other) => spanIou(toTimeSpan(span), other)));
}

/** Both sides are disjoint, so that pairs at half overlap never compete but by equal halves. */
function f1(spans: readonly GroundedSpan[], truth: readonly TimeSpan[]): number {
  const left = [...truth];
  let pairCount = 0;
  for (const span of spans) {
    const partner = left.findIndex((other) => spanIou(toTimeSpan(span), other) >= rightIou);
    if (partner >= 0) {
      left.splice(partner, 1);
      pairCount += 1;
    }
  }
  return (2 * pairCount) / (spans.length + truth.length);
}

interface ConfidentSpan {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** Expected calibration error over ten equal bins; null without spans. */
export function calibrationError(spans: readonly ConfidentSpan[]): number | null {
  if (spans.length === 0) {
    return null;
  }
  let error = 0;
  for (let bin = 0; bin < binCount; bin += 1) {
    const inside = spans.filter(({ confidence }) => Math.min(binCount - 1, Math.floor(confidence * binCount)) === bin);
    const confidence = inside.reduce((sum, span) => sum + span.confidence, 0);
    const rightCount = inside.filter((span) => span.isRight).length;
    error += Math.abs(confidence - rightCount) / spans.length;
  }
  return error;
}

function toTimeSpan({ startSeconds, endSeconds }: GroundedSpan): TimeSpan {
  return [startSeconds, endSeconds];
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function share(values: readonly number[], isIn: (value: number) => boolean): number | null {
  return mean(values.map((value) => (isIn(value) ? 1 : 0)));
}
