import type { QueryPlan } from '../../contract/plan.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import { combineWitnesses } from '../index/combine-curves.ts';
import { evaluatePlan } from '../index/plan-tree.ts';
import { notCurve } from './not-curve.ts';
import { type AtomCurve, atomCurves, type EvidencePiece, type Stretch, stepsOf } from './stretch.ts';
import { thenCurve } from './then-curve.ts';

/** Everything that is known about a query in one stretch of one video. */
export interface StretchEvidence {
  readonly stretch: Stretch;
  readonly pieces: readonly EvidencePiece[];
  /** By atom and channel. */
  readonly curves: readonly AtomCurve[];
  /** By atom, its channels joined. */
  readonly curveByAtom: ReadonlyMap<string, Float32Array>;
  /** The plan's own curve. */
  readonly combined: Float32Array;
  /** Times that no span may cross, rising. */
  readonly barriersSeconds: readonly number[];
}

/** Puts the pieces of a stretch's windows together as the plan joins its atoms; null when nothing is known. */
export function stretchEvidence(
  plan: QueryPlan,
  stretch: Stretch,
  pieces: readonly EvidencePiece[],
): StretchEvidence | null {
  const { grid } = stretch;
  const curves = atomCurves(stretch, pieces);
  const curveByAtom = new Map<string, Float32Array>();
  for (const atomId of new Set(curves.map((curve) => curve.atomId))) {
    const witnesses = curves.filter((curve) => curve.atomId === atomId).map((curve) => curve.values);
    curveByAtom.set(atomId, combineWitnesses(witnesses));
  }
  const barriers = new Set<number>();
  const combined = evaluatePlan(plan, {
    areActionsSure: true,
    atom: (atomId) => curveByAtom.get(atomId) ?? null,
    not: (values) => notCurve(values, grid.stepSeconds),
    then: (parts) => {
      const { values, barrierSteps } = thenCurve(parts, grid.stepSeconds);
      barrierSteps.forEach((step) => barriers.add(grid.startSeconds + step * grid.stepSeconds));
      return values;
    },
  });
  return combined === null
    ? null
    : { stretch, pieces, curves, curveByAtom, combined, barriersSeconds: [...barriers].sort((a, b) => a - b) };
}

/**
 * Moves each edge of a span from the grid to the native times of the rows of whoever made it: the atom and channel that
 * rises (or falls) most at that step. An edge at which nothing changes stays.
 */
export function refineRange(evidence: StretchEvidence, positiveIds: ReadonlySet<string>, range: TimeRange): TimeRange {
  const { grid } = evidence.stretch;
  const { from, to } = stepsOf(grid, range);
  const start = edgeOwner(evidence, positiveIds, { inside: from, outside: from - 1 });
  const end = edgeOwner(evidence, positiveIds, { inside: to - 1, outside: to });
  const refined = {
    startSeconds: start?.evidence.refine(range).startSeconds ?? range.startSeconds,
    endSeconds: end?.evidence.refine(range).endSeconds ?? range.endSeconds,
  };
  return refined.startSeconds < refined.endSeconds ? refined : range;
}

function edgeOwner(
  { curves, pieces, stretch }: StretchEvidence,
  positiveIds: ReadonlySet<string>,
  { inside, outside }: { readonly inside: number; readonly outside: number },
): EvidencePiece | null {
  let owner: AtomCurve | null = null;
  let largestRise = 0;
  for (const curve of curves) {
    // What was never decoded cannot have been higher: `||` takes NaN for 0 as well.
    const rise = curve.values[inside]! - (curve.values[outside] || 0);
    if (positiveIds.has(curve.atomId) && rise > largestRise) {
      owner = curve;
      largestRise = rise;
    }
  }
  const insideSeconds = stretch.grid.startSeconds + (inside + 0.5) * stretch.grid.stepSeconds;
  return (
    pieces.find(
      ({ atomId, channel, grid }) =>
        atomId === owner?.atomId &&
        channel === owner.channel &&
        insideSeconds >= grid.startSeconds &&
        insideSeconds < grid.startSeconds + grid.stepCount * grid.stepSeconds,
    ) ?? null
  );
}
