import type { FoundTrack } from '../../../contract/finding.ts';
import { relationsInTime, type PlanAtom } from '../../../contract/plan.ts';
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
  const spans = [...quietSpans(atom, rows), ...spansOf(atom, new SceneMotion(rows, frameAspect))];
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
 * Everything that was looked at shows nothing until something happens. How two things stand is known only where both are,
 * because the detector misses tables; but where there is one of a kind, it stands beside no other.
 */
function quietSpans(atom: Motional, rows: readonly TrackRow[]): MotionSpan[] {
  const isKnown = atom.kind === 'action' || relationsInTime.has(atom.relation) || isOfOneKind(atom);
  return rows
    .filter(({ kind }) => isKnown && kind === 'camera')
    .map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds, value: 0, who: null, whom: null }));
}

function isOfOneKind({ subject, object }: Extract<Motional, { kind: 'relation' }>): boolean {
  return subject.classes.some((className) => object.classes.includes(className));
}

function spansOf(atom: Motional, motion: SceneMotion): MotionSpan[] {
  return atom.kind === 'action'
    ? motion.actionSpans(atom.action, atom.subject)
    : [
        ...motion.togetherSpans(atom.subject, atom.object),
        ...motion.relationSpans(atom.relation, atom.subject, atom.object),
      ];
}

function named({ track: { className, trackNumber } }: TrackMotion): FoundTrack {
  return { className, trackNumber };
}
