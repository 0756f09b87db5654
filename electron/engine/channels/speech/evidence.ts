import type { TimeRange } from '../../../contract/time-range.ts';
import type { ChannelEvidence, EvidenceRequest } from '../channel.ts';
import { evidenceOf, overlaps, SpanFinder, strongestIn, unknownEvidence } from '../evidence-grid.ts';
import type { ValuedSpan } from '../evidence-grid.ts';
import { matchCues } from './match-cues.ts';
import type { CueRow } from './rows.ts';

/**
 * What is said. In a video with timed text, time without a matching cue is 0; without any, everything is unknown.
 * `refine` gives exactly the span of the matching cues.
 */
export function speechEvidence(request: EvidenceRequest<CueRow>): ChannelEvidence {
  const { atom, rows: allRows, grid, hasTimedText = allRows.length > 0 } = request;
  if ((atom.kind !== 'speech' && atom.kind !== 'words') || !hasTimedText) {
    return unknownEvidence(grid);
  }
  const rows = atom.kind === 'speech' ? allRows.filter((row) => row.isDescription !== true) : allRows;
  const values = matchCues(rows, { words: atom.words, isPhrase: atom.kind === 'speech' && atom.isPhrase });
  const spoken = rows.map(({ startSeconds, endSeconds, text, isDescription = false }, index) => ({
    startSeconds,
    endSeconds,
    text,
    isDescription,
    value: values[index]!,
  }));
  const silence = {
    startSeconds: grid.startSeconds,
    endSeconds: grid.startSeconds + grid.stepCount * grid.stepSeconds,
    text: '',
    isDescription: false,
    value: 0,
  };
  const { values: curve, describe } = evidenceOf([silence, ...spoken], {
    grid,
    describe: ({ isDescription, text }) => ({ code: isDescription ? 'described' : 'spoken', text: shortened(text) }),
  });
  const finder = new SpanFinder(spoken);
  return { values: curve, describe, refine: (range) => spanOfCues(finder.near(range), range) };
}

function spanOfCues(cues: readonly ValuedSpan[], range: TimeRange): TimeRange {
  const level = (strongestIn(cues, range)?.value ?? 0) / 2;
  const matching = level > 0 ? cues.filter((cue) => cue.value >= level && overlaps(cue, range)) : [];
  const startSeconds = Math.min(...matching.map((cue) => cue.startSeconds));
  const endSeconds = Math.max(...matching.map((cue) => cue.endSeconds));
  return startSeconds < endSeconds ? { startSeconds, endSeconds } : range;
}

const MAX_QUOTE_CHARACTERS = 120;

function shortened(text: string): string {
  const plain = text.replace(/\s+/gu, ' ').trim();
  const characters = [...plain];
  return characters.length > MAX_QUOTE_CHARACTERS
    ? `${characters.slice(0, MAX_QUOTE_CHARACTERS - 1).join('')}…`
    : plain;
}
