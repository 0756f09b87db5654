import type { ChannelEvidence, EvidenceRequest } from '../channel.ts';
import { evidenceOf, unknownEvidence, type ValuedSpan } from '../evidence-grid.ts';
import { bridgeGaps } from './bridge-gaps.ts';
import { describeThings } from './describe-things.ts';
import type { ObjectRow } from './rows.ts';
import { countValue, type MatchedObject, matchObjects } from './thing-value.ts';

/** Things with their attributes and counts, frame by frame, moments that the detector missed filled in. */
export function objectEvidence({ atom, rows, grid, frameAspect }: EvidenceRequest<ObjectRow>): ChannelEvidence {
  if (atom.kind !== 'thing') {
    return unknownEvidence(grid);
  }
  const spans: ThingSpan[] = [];
  for (const row of bridgeGaps(rows, atom.classes)) {
    const { startSeconds, endSeconds } = row;
    const matches = matchObjects(row, atom, frameAspect ?? null);
    const last = spans.at(-1);
    if (matches.length === 0 && last?.matches.length === 0 && last.endSeconds === startSeconds) {
      // Most of a library shows nothing of what is asked for: one span says so as well as hundreds.
      last.endSeconds = endSeconds;
    } else {
      spans.push({ startSeconds, endSeconds, matches, value: countValue(matches, atom) });
    }
  }
  return evidenceOf(spans, { grid, describe: ({ matches }) => describeThings(matches, atom) });
}

interface ThingSpan extends ValuedSpan {
  endSeconds: number;
  readonly matches: readonly MatchedObject[];
}
