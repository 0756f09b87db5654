import { pictureMotionSchema, placeSchema } from '../../../contract/plan.ts';
import type { PlanAtom } from '../../../contract/plan.ts';
import type { TermStrength } from '../channel.ts';
import { TermCollector } from '../evidence-grid.ts';
import { motionSpansOf, motionValue } from './motion-value.ts';
import type { MotionRow } from './rows.ts';

/** `moving`, `moving@left`, and so on: the strongest that a block shows. */
export function motionTerms(rows: readonly MotionRow[]): readonly TermStrength[] {
  const collector = new TermCollector();
  for (const span of motionSpansOf(rows)) {
    for (const motion of pictureMotionSchema.options) {
      collector.add(motion, motionValue(span, motion, null));
      for (const place of placeSchema.options) {
        collector.add(`${motion}@${place}`, motionValue(span, motion, place));
      }
    }
  }
  return collector.terms();
}

export function motionAtomTerms(atom: PlanAtom): readonly string[] | null {
  if (atom.kind !== 'motion') {
    return null;
  }
  return [atom.place === null ? atom.motion : `${atom.motion}@${atom.place}`];
}
