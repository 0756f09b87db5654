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

/** Everything that was looked at shows nothing until something does; relations are known only of what is there. */
function quietSpans(atom: Motional, rows: readonly TrackRow[]): MotionSpan[] {
  return atom.kind === 'relation'
    ? []
    : rows
        .filter(({ kind }) => kind === 'camera')
        .map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds, value: 0, who: null, whom: null }));
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
