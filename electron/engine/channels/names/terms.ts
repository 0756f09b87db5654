import type { PlanAtom } from '../../../contract/plan.ts';
import type { TermStrength } from '../channel.ts';
import { TermCollector } from '../evidence-grid.ts';
import { stemsAsked } from '../text/words-of.ts';
import type { NameRow } from './rows.ts';

/** The stems of the names. (A library asks its full-text index instead, which keeps the same stems.) */
export function nameTerms(rows: readonly NameRow[]): readonly TermStrength[] {
  const collector = new TermCollector();
  for (const { words } of rows) {
    for (const stem of stemsAsked(words)) {
      collector.add(stem, 1);
    }
  }
  return collector.terms();
}

export function nameAtomTerms(atom: PlanAtom): readonly string[] | null {
  return atom.kind === 'name' || atom.kind === 'words' ? stemsAsked(atom.words) : null;
}
