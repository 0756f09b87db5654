import { relationsInTime, type Bearer, type PlanAtom, type QueryPlan } from '../../contract/plan.ts';
import type { AtomCurve } from './stretch.ts';

/**
 * The curves that tell when something happens. Who is there before and after an action tells nothing of it: a person who
 * stops for two seconds is in the picture for twenty. Where the action is unknown, all curves are left.
 */
export function tellingCurves(plan: QueryPlan, curves: readonly AtomCurve[]): readonly AtomCurve[] {
  const known = new Set(curves.filter(({ values }) => values.some((value) => value > 0)).map(({ atomId }) => atomId));
  const bearers = plan.atoms.filter((atom) => known.has(atom.atomId)).flatMap(bearersOf);
  if (bearers.length === 0) {
    return curves;
  }
  const implied = new Set(plan.atoms.filter((atom) => isImplied(atom, bearers)).map(({ atomId }) => atomId));
  return curves.filter(({ atomId }) => !implied.has(atomId));
}

/** Whom an action needs in the picture. */
function bearersOf(atom: PlanAtom): Bearer[] {
  switch (atom.kind) {
    case 'action':
      return [atom.subject];
    case 'relation':
      return relationsInTime.has(atom.relation) ? [atom.subject, atom.object] : [];
    default:
      return [];
  }
}

function isImplied(atom: PlanAtom, bearers: readonly Bearer[]): boolean {
  return atom.kind === 'thing'
    ? bearers.some(({ classes }) => classes.length > 0 && atom.classes.every((each) => classes.includes(each)))
    : atom.kind === 'motion' && atom.isStandIn === true;
}
