import type { ChannelEvidence, EvidenceRequest } from '../channel.ts';
import { evidenceOf, unknownEvidence } from '../evidence-grid.ts';
import { busiestPlace, motionSpansOf, motionValue, movingShare } from './motion-value.ts';
import type { MotionRow } from './rows.ts';

/** Movement, fast movement or none, in the whole picture or in a part of it. */
export function motionEvidence({ atom, rows, grid }: EvidenceRequest<MotionRow>): ChannelEvidence {
  if (atom.kind !== 'motion') {
    return unknownEvidence(grid);
  }
  const { motion, place } = atom;
  const spans = motionSpansOf(rows).map((span) => ({
    startSeconds: span.startSeconds,
    endSeconds: span.endSeconds,
    span,
    value: motionValue(span, motion, place),
  }));
  return evidenceOf(spans, {
    grid,
    describe: ({ span }) => ({
      code: 'motion',
      motion,
      place: place ?? (motion === 'still' ? null : busiestPlace(span)),
      isPlaceAsked: place !== null,
      share: motion === 'still' ? null : movingShare(span, place),
    }),
  });
}
