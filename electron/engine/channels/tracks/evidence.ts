import type { FoundTrack } from '../../../contract/finding.ts';
import type { PlanAtom } from '../../../contract/plan.ts';
import type { ChannelEvidence, EvidenceRequest } from '../channel.ts';
import { evidenceOf, unknownEvidence } from '../evidence-grid.ts';
import type { TrackMotion } from './action-values.ts';
import type { TrackRow } from './rows.ts';
import { type MotionSpan, SceneMotion } from './scene-motion.ts';

/** What things do and what they are to each other; the strongest names its tracks. */
export function trackEvidence({ atom, rows, grid, frameAspect = null }: EvidenceRequest<TrackRow>): ChannelEvidence {
  if (atom.kind !== 'action' && atom.kind !== 'relation') {
    return unknownEvidence(grid);
  }
  const motion = new SceneMotion(rows, frameAspect);
  const spans = [...quietSpans(atom, motion), ...spansOf(atom, motion)];
  spans.sort((a, b) => a.startSeconds - b.startSeconds);
  return evidenceOf(spans, {
    grid,
    describe: ({ who, whom }) => {
      if (who === null) {
        return null;
      }
      return atom.kind === 'action'
        ? { code: 'action', action: atom.action, who: named(who) }
        : { code: 'relation', relation: atom.relation, who: named(who), whom: named(whom!) };
    },
  });
}

type Motional = Extract<PlanAtom, { kind: 'action' | 'relation' }>;

/**
 * Where whoever it is about is followed, nothing happens until something does. Elsewhere nothing is known: the detector
 * may have missed it, and whether it is there at all others say. Where there is one of a kind, it is nothing to another.
 */
function quietSpans(atom: Motional, motion: SceneMotion): MotionSpan[] {
  return atom.kind === 'action' || isOfOneKind(atom)
    ? motion.thereSpans(atom.subject)
    : motion.togetherSpans(atom.subject, atom.object);
}

function isOfOneKind({ subject, object }: Extract<Motional, { kind: 'relation' }>): boolean {
  return subject.classes.some((className) => object.classes.includes(className));
}

function spansOf(atom: Motional, motion: SceneMotion): MotionSpan[] {
  return atom.kind === 'action'
    ? motion.actionSpans(atom.action, atom.subject)
    : motion.relationSpans(atom.relation, atom.subject, atom.object);
}

function named({ track: { className, trackNumber } }: TrackMotion): FoundTrack {
  return { className, trackNumber };
}
