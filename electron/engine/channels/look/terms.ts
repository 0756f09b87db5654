import { colourNames } from '../../../contract/colours.ts';
import { cameraMoveSchema, lightSchema } from '../../../contract/plan.ts';
import type { PlanAtom } from '../../../contract/plan.ts';
import type { TermStrength } from '../channel.ts';
import { TermCollector } from '../evidence-grid.ts';
import { cameraSpansOf, cameraValue } from './camera-spans.ts';
import { colourValue, lightValue } from './light-value.ts';
import type { LookRow } from './rows.ts';

/** `colour:red`, `light:dark`, `camera:pan-left`: the strongest that a block shows. */
export function lookTerms(rows: readonly LookRow[]): readonly TermStrength[] {
  const collector = new TermCollector();
  for (const row of rows) {
    for (const colour of colourNames) {
      collector.add(`colour:${colour}`, colourValue(row, colour));
    }
    for (const light of lightSchema.options) {
      collector.add(`light:${light}`, lightValue(row, light));
    }
  }
  for (const span of cameraSpansOf(rows)) {
    for (const move of cameraMoveSchema.options) {
      collector.add(`camera:${move}`, cameraValue(span, move));
    }
  }
  return collector.terms();
}

export function lookAtomTerms(atom: PlanAtom): readonly string[] | null {
  switch (atom.kind) {
    case 'colour':
      return [`colour:${atom.colour}`];
    case 'light':
      return [`light:${atom.light}`];
    case 'camera':
      return [`camera:${atom.move}`];
    default:
      return null;
  }
}
