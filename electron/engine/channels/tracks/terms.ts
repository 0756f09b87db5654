import { actionSchema, relationSchema, type Bearer, type PlanAtom } from '../../../contract/plan.ts';
import type { TermStrength } from '../channel.ts';
import { TermCollector } from '../evidence-grid.ts';
import type { TrackRow } from './rows.ts';
import { SceneMotion } from './scene-motion.ts';

const anything: Bearer = { classes: [], noun: null };
/** The class of whatever it is. */
const ANY = '';

/**
 * `moves-left:person`, `moves-left:` for whatever it is; `follows:dog:person`, `follows::person`, `follows:dog:`. Strengths
 * are the best that a block shows by itself; the shape of the picture is not known here.
 */
export function trackTerms(rows: readonly TrackRow[]): readonly TermStrength[] {
  const collector = new TermCollector();
  const motion = new SceneMotion(rows, null);
  for (const action of actionSchema.options) {
    for (const { who, value } of motion.actionSpans(action, anything)) {
      collector.add(`${action}:${who!.track.className}`, value);
      collector.add(`${action}:${ANY}`, value);
    }
  }
  for (const relation of relationSchema.options) {
    for (const { who, whom, value } of motion.relationSpans(relation, anything, anything)) {
      const [subject, object] = [who!.track.className, whom!.track.className];
      collector.add(`${relation}:${subject}:${object}`, value);
      collector.add(`${relation}:${ANY}:${object}`, value);
      collector.add(`${relation}:${subject}:${ANY}`, value);
    }
  }
  return collector.terms();
}

export function trackAtomTerms(atom: PlanAtom): readonly string[] | null {
  switch (atom.kind) {
    case 'action':
      return classesOf(atom.subject).map((subject) => `${atom.action}:${subject}`);
    case 'relation':
      return classesOf(atom.subject).flatMap((subject) =>
        classesOf(atom.object).map((object) => `${atom.relation}:${subject}:${object}`),
      );
    default:
      return null;
  }
}

function classesOf({ classes }: Bearer): readonly string[] {
  return classes.length === 0 ? [ANY] : classes;
}
