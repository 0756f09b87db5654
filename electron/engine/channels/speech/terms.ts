import type { PlanAtom } from '../../../contract/plan.ts';
import type { TermStrength } from '../channel.ts';
import { TermCollector } from '../evidence-grid.ts';
import { stemmedWords, stemsAsked } from '../text/words-of.ts';
import type { CueRow } from './rows.ts';

/** The stems that are said. (A library asks its full-text index instead, which keeps the same stems.) */
export function speechTerms(rows: readonly CueRow[]): readonly TermStrength[] {
  const collector = new TermCollector();
  for (const { text } of rows) {
    for (const { stem } of stemmedWords(text)) {
      collector.add(stem, 1);
    }
  }
  return collector.terms();
}

export function speechAtomTerms(atom: PlanAtom): readonly string[] | null {
  return atom.kind === 'speech' || atom.kind === 'words' ? stemsAsked(atom.words) : null;
}
