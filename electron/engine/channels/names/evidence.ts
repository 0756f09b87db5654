import type { ChannelEvidence, EvidenceRequest } from '../channel.ts';
import { evidenceOf, unknownEvidence } from '../evidence-grid.ts';
import { shareFound, stemsAsked } from '../text/words-of.ts';
import type { NameRow } from './rows.ts';

/**
 * How well the names of a video's files hold the words, the best of its files counting: the same for all of its time.
 * Unknown when no name is given.
 */
export function nameEvidence({ atom, rows, grid }: EvidenceRequest<NameRow>): ChannelEvidence {
  if (atom.kind !== 'name' && atom.kind !== 'words') {
    return unknownEvidence(grid);
  }
  const whole = {
    startSeconds: grid.startSeconds,
    endSeconds: grid.startSeconds + grid.stepCount * grid.stepSeconds,
  };
  const asked = stemsAsked(atom.words);
  const spans = rows.map(({ words }) => {
    const stems = new Set(stemsAsked(words));
    const found = atom.words.filter((word) => stemsAsked([word]).some((stem) => stems.has(stem)));
    return { ...whole, found, value: shareFound(asked, (stem) => stems.has(stem)) };
  });
  const { values, describe } = evidenceOf(spans, {
    grid,
    describe: ({ found }) => ({ code: 'name', words: found }),
  });
  return { values, describe, refine: (range) => range };
}
