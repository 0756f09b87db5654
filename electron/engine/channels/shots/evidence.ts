import type { TimeRange } from '../../../contract/time-range.ts';
import type { ChannelEvidence, EvidenceRequest } from '../channel.ts';
import { evidenceOf, overlaps, unknownEvidence } from '../evidence-grid.ts';
import type { ShotRow } from './rows.ts';
import { transitionsOf } from './transitions-of.ts';

/** Cuts and fades: the strength of the transition from the frame before it to the one after it, 0 elsewhere. */
export function shotEvidence({ atom, rows, grid }: EvidenceRequest<ShotRow>): ChannelEvidence {
  if (atom.kind !== 'cut') {
    return unknownEvidence(grid);
  }
  const found = transitionsOf(rows).filter(({ kind }) => kind === atom.cut);
  const spans = [
    ...rows.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds, value: 0 })),
    ...found.map(({ startSeconds, endSeconds, strength }) => ({ startSeconds, endSeconds, value: strength })),
  ];
  return evidenceOf(spans, {
    grid,
    describe: (_strongest, range: TimeRange) => {
      const times = found.filter((transition) => overlaps(transition, range));
      const first = times[0];
      if (first === undefined) {
        return null;
      }
      return { code: 'cut', cut: atom.cut, atSeconds: Math.max(0, first.atSeconds), moreCount: times.length - 1 };
    },
  });
}
