import type { ChannelEvidence, EvidenceRequest } from '../channel.ts';
import { evidenceOf, unknownEvidence } from '../evidence-grid.ts';
import { bridgeGaps } from './bridge-gaps.ts';
import { describeThings } from './describe-things.ts';
import type { ObjectRow } from './rows.ts';
import { countValue, matchObjects } from './thing-value.ts';

/** Things with their attributes and counts, frame by frame, moments that the detector missed filled in. */
export function objectEvidence({ atom, rows, grid }: EvidenceRequest<ObjectRow>): ChannelEvidence {
  if (atom.kind !== 'thing') {
    return unknownEvidence(grid);
  }
  const wanted = new Set(atom.classes);
  const relevant = rows.map((row) => ({ ...row, objects: row.objects.filter((o) => wanted.has(o.className)) }));
  const spans = bridgeGaps(relevant).map((row) => {
    const matches = matchObjects(row, atom);
    const { startSeconds, endSeconds } = row;
    return { startSeconds, endSeconds, matches, value: countValue(matches, atom) };
  });
  return evidenceOf(spans, { grid, describe: ({ matches }) => describeThings(matches, atom) });
}
