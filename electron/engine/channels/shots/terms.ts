import type { PlanAtom } from '../../../contract/plan.ts';
import type { TermStrength } from '../channel.ts';
import { TermCollector } from '../evidence-grid.ts';
import type { ShotRow } from './rows.ts';
import { transitionsOf } from './transitions-of.ts';

/** `cut`, `fade-in`, `fade-out`: how surely a block has one. */
export function shotTerms(rows: readonly ShotRow[]): readonly TermStrength[] {
  const collector = new TermCollector();
  for (const { kind, strength } of transitionsOf(rows)) {
    collector.add(kind, strength);
  }
  return collector.terms();
}

export function shotAtomTerms(atom: PlanAtom): readonly string[] | null {
  return atom.kind === 'cut' ? [atom.cut] : null;
}
