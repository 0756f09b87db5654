import type { Place } from '../../../contract/plan.ts';
import type { ChannelEvidence, EvidenceRequest } from '../channel.ts';
import { evidenceOf, unknownEvidence } from '../evidence-grid.ts';
import { busiestPlace, motionSpansOf, motionValue, movingShare } from './motion-value.ts';
import type { MotionSpan } from './motion-value.ts';
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
    describe: ({ span }) =>
      motion === 'still' ? `nothing moves${where(place)}` : describeMovement(span, motion, place),
  });
}

const placeWords: Readonly<Record<Place, string>> = {
  left: ' on the left',
  right: ' on the right',
  top: ' at the top',
  bottom: ' at the bottom',
  centre: ' in the middle',
};

function where(place: Place | null): string {
  return place === null ? '' : placeWords[place];
}

function describeMovement(span: MotionSpan, motion: 'moving' | 'fast', place: Place | null): string {
  const share = Math.round(movingShare(span, place) * 100);
  const what = motion === 'fast' ? 'fast movement' : 'movement';
  const ofWhat = place === null ? 'the picture' : 'that part';
  return `${what}${where(place ?? busiestPlace(span))}, up to ${Math.max(1, share)} % of ${ofWhat}`;
}
