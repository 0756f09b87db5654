import type { VideoId } from '../../contract/ids.ts';
import type { PlanNode, QueryPlan } from '../../contract/plan.ts';
import type { EvidenceCurve, Reason, SearchHit } from '../../contract/search.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import { curveOf } from './curve-of.ts';
import { type GroundingInput, type GroundingPolicy, spanScore } from '../../../native-models/api/grounding-policy.ts';
import { mean } from '../grounding/metrics.ts';
import type { PartRole } from '../index/combine-curves.ts';
import { atomsById, partRole, positiveAtomIds } from '../index/plan-tree.ts';
import { highestIn, stepsOf } from './stretch.ts';
import { tellingCurves } from './telling-curves.ts';
import { refineRange, type StretchEvidence } from './stretch-evidence.ts';

export interface SpanHitsRequest {
  readonly plan: QueryPlan;
  /** Atoms that some channel of this library can answer; the others do not count against a hit. */
  readonly answerableIds: ReadonlySet<string>;
  readonly evidence: StretchEvidence;
  /** Null for a draft, of which only the scores are wanted: its edges stay on the grid. */
  readonly shotEdgesIn: ((range: TimeRange) => readonly number[]) | null;
  readonly policy: GroundingPolicy;
}

const contextSeconds = 10;

/** A span with its score; reasons and curve are made only for those that are shown. */
export interface FoundSpan {
  readonly videoId: VideoId;
  readonly range: TimeRange;
  readonly score: number;
  /** Where the evidence was read, which for names is not all of the range. */
  readonly span: TimeRange;
  readonly evidence: StretchEvidence;
  readonly positiveIds: ReadonlySet<string>;
}

/** The spans of one stretch, unordered among stretches. */
export function foundSpans(request: SpanHitsRequest): FoundSpan[] {
  const { plan, evidence, policy, shotEdgesIn } = request;
  const { stretch } = evidence;
  const positiveIds = new Set(plan.root === null ? [] : positiveAtomIds(plan.root));
  const spans = policy.ground(groundingInput(evidence, { plan, positiveIds, shotEdgesIn }));
  return spans.map((span) => ({
    videoId: stretch.video.videoId,
    range: wholeVideoIfTimeless(evidence, positiveIds, span),
    score: Math.min(1, Math.max(0, spanScore(span) * coverage(request, span))),
    span,
    evidence,
    positiveIds,
  }));
}

interface GroundingContext extends Pick<SpanHitsRequest, 'plan' | 'shotEdgesIn'> {
  readonly positiveIds: ReadonlySet<string>;
}

/** A stretch as a policy is given it. `shotEdgesIn` is null for a draft. */
export function groundingInput(
  evidence: StretchEvidence,
  { plan, positiveIds, shotEdgesIn }: GroundingContext,
): GroundingInput {
  const { stretch, combined, curves, barriersSeconds } = evidence;
  return {
    startSeconds: stretch.grid.startSeconds,
    stepSeconds: stretch.grid.stepSeconds,
    endSeconds: Math.max(stretch.endSeconds, stretch.grid.startSeconds),
    combined,
    curves: tellingCurves(plan, curves),
    shotEdgesIn: shotEdgesIn ?? (() => []),
    barriersSeconds,
    refine: (range) => (shotEdgesIn === null ? range : refineRange(evidence, positiveIds, range)),
  };
}

/** What a person is shown of a span, before anybody has corrected it. */
export function toHit(
  { videoId, range, score, span, evidence, positiveIds }: FoundSpan,
  isOffline: boolean,
): SearchHit {
  const { video } = evidence.stretch;
  const milliseconds = (seconds: number) => String(Math.round(seconds * 1000));
  return {
    hitId: `${videoId}-${milliseconds(range.startSeconds)}-${milliseconds(range.endSeconds)}`,
    videoId,
    title: video.title,
    range,
    score,
    bestSeconds: bestSecondsIn(evidence, span),
    edgeUncertaintySeconds: video.edgeUncertaintySeconds,
    reasons: reasonsFor(evidence, positiveIds, span),
    curve: croppedCurve(evidence, span),
    isOffline,
    correctionId: null,
  };
}

/** What only a file's name answers holds from its first frame to its last, also beyond the window that was read. */
function wholeVideoIfTimeless(
  { stretch, curves }: StretchEvidence,
  positiveIds: ReadonlySet<string>,
  span: TimeRange,
): TimeRange {
  const steps = stepsOf(stretch.grid, span);
  const isTimeless = curves.every(({ atomId, channel, values }) =>
    channel === 'names' ? true : positiveIds.has(atomId) && !(highestIn(values, steps) > 0),
  );
  const isWholeStretch = steps.to - steps.from === stretch.grid.stepCount;
  return isTimeless && isWholeStretch && stretch.video.durationSeconds > 0
    ? { startSeconds: 0, endSeconds: stretch.video.durationSeconds }
    : { startSeconds: span.startSeconds, endSeconds: span.endSeconds };
}

/**
 * Square of the share of the query that is known inside the span: half a query that nobody could check is not half a
 * match. An action of which only is known that something moves is known for the most part. Alternatives are known when one of them is; soft words count only in a query of soft words alone, and what no
 * channel of the library could answer counts nowhere.
 */
function coverage({ plan, answerableIds, evidence }: SpanHitsRequest, span: TimeRange): number {
  const atoms = atomsById(plan);
  const steps = stepsOf(evidence.stretch.grid, span);
  const shareOf = (node: PlanNode): number | null => {
    if (node.kind === 'atom') {
      const curve = evidence.curveByAtom.get(node.atomId);
      const isKnown = curve !== undefined && !Number.isNaN(highestIn(curve, steps));
      return answerableIds.has(node.atomId) ? Number(isKnown) : null;
    }
    if (node.kind === 'not') {
      return shareOf(node.node);
    }
    const roleOf = new Map(node.nodes.map((child) => [child, partRole(child, atoms)]));
    const required = node.nodes.filter((child) => !uncheckedRoles.has(roleOf.get(child)!));
    const counted = node.kind === 'all' && required.length > 0 ? required : node.nodes;
    const isStoodIn = node.nodes.some((child) => roleOf.get(child) === 'stand-in' && shareOf(child) === 1);
    const shares = counted
      .map((child) => (roleOf.get(child) === 'action' && isStoodIn ? stoodIn(shareOf(child)) : shareOf(child)))
      .filter((share) => share !== null);
    return node.kind === 'any' && shares.length > 0 ? Math.max(...shares) : mean(shares);
  };
  const share = plan.root === null ? null : shareOf(plan.root);
  return share === null ? 1 : share ** 2;
}

const uncheckedRoles: ReadonlySet<PartRole> = new Set(['soft', 'witness', 'gate', 'stand-in']);

/** So much of an action is known where something at least moves. */
const STOOD_IN_SHARE = 0.8;

function stoodIn(share: number | null): number | null {
  return share === null ? null : Math.max(STOOD_IN_SHARE, share);
}

/** The middle of the strongest step; of equal ones, of that nearest to the middle of the span. */
function bestSecondsIn({ combined, stretch }: StretchEvidence, span: TimeRange): number {
  const { grid } = stretch;
  const { from, to } = stepsOf(grid, span);
  const middle = (from + to - 1) / 2;
  let best = Math.floor(middle);
  for (let step = from; step < to; step += 1) {
    const isNearer = Math.abs(step - middle) < Math.abs(best - middle);
    const value = combined[step]!;
    if (value > combined[best]! || Number.isNaN(combined[best]!) || (value === combined[best]! && isNearer)) {
      best = Number.isNaN(value) ? best : step;
    }
  }
  const seconds = grid.startSeconds + (best + 0.5) * grid.stepSeconds;
  return Math.min(Math.max(seconds, span.startSeconds), (span.startSeconds + 3 * span.endSeconds) / 4);
}

/** What each channel found of each atom that was asked for, strongest first. */
function reasonsFor(
  { stretch, curves, pieces }: StretchEvidence,
  positiveIds: ReadonlySet<string>,
  span: TimeRange,
): Reason[] {
  const steps = stepsOf(stretch.grid, span);
  const reasons: Reason[] = [];
  for (const { atomId, channel, values } of curves) {
    const strength = highestIn(values, steps);
    if (!positiveIds.has(atomId) || !(strength > 0)) {
      continue;
    }
    const strongest = pieces
      .filter((piece) => piece.atomId === atomId && piece.channel === channel)
      .map((piece) => ({ piece, highest: highestInRange(piece, span) }))
      .filter(({ highest }) => highest > 0)
      .sort((a, b) => b.highest - a.highest);
    const found = strongest.map(({ piece }) => piece.evidence.describe(span)).find((finding) => finding !== null);
    if (found !== undefined) {
      reasons.push({ channel, atomId, found, strength: Math.min(1, strength) });
    }
  }
  return reasons.sort((a, b) => b.strength - a.strength);
}

/** Highest value of a window's own evidence inside a span; NaN where the two do not meet. */
function highestInRange({ grid, evidence }: StretchEvidence['pieces'][number], span: TimeRange): number {
  const endSeconds = grid.startSeconds + grid.stepCount * grid.stepSeconds;
  return span.endSeconds <= grid.startSeconds || span.startSeconds >= endSeconds
    ? Number.NaN
    : highestIn(evidence.values, stepsOf(grid, span));
}

/** The plan's curve around a span; of very long spans with wider steps, each holding the maximum of what it joins. */
function croppedCurve({ stretch, combined }: StretchEvidence, span: TimeRange): EvidenceCurve {
  const { startSeconds, stepSeconds } = stretch.grid;
  const { from, to } = stepsOf(stretch.grid, {
    startSeconds: span.startSeconds - contextSeconds,
    endSeconds: span.endSeconds + contextSeconds,
  });
  return curveOf(combined, { startSeconds, stepSeconds }, { from, to });
}
