import { shareFound, stemmedWords, stemsAsked } from '../text/words-of.ts';
import type { CueRow } from './rows.ts';

/** Cues further apart than this are not one utterance. */
const MAX_PAUSE_SECONDS = 2;
/** What words count that are said in a cue and the next one, but not in one alone. */
const SPLIT_FACTOR = 0.8;
/** What a cue must add to its neighbour to be part of what both say. */
const LEAST_ADDED_SHARE = 0.15;
/** What the words of a phrase count when they are said, but not as the phrase. */
const LOOSE_PHRASE_FACTOR = 0.5;

export interface WordsAsked {
  readonly words: readonly string[];
  readonly isPhrase: boolean;
}

/**
 * How well each cue says what is asked, 0..1. A phrase is 1 in the cues that it stands in, also across cues; loose
 * words are the weighted share of them that is said in the cue, or a little less together with a neighbouring cue.
 */
export function matchCues(rows: readonly CueRow[], { words, isPhrase }: WordsAsked): Float32Array {
  const asked = stemsAsked(words);
  const spoken = rows.map(stemsOfCue);
  const values = looseValues(rows, spoken, asked);
  if (isPhrase && asked.length > 1) {
    values.forEach((value, index) => (values[index] = value * LOOSE_PHRASE_FACTOR));
    markPhrases({ rows, spoken, asked, values });
  }
  return values;
}

/** Of rows that somebody keeps; a search reads the same cues for every query that looks there. */
const knownStems = new WeakMap<CueRow, readonly string[]>();

function stemsOfCue(row: CueRow): readonly string[] {
  const known = knownStems.get(row);
  if (known !== undefined) {
    return known;
  }
  const stems = stemmedWords(row.text).map(({ stem }) => stem);
  knownStems.set(row, stems);
  return stems;
}

function isTogether(a: CueRow | undefined, b: CueRow | undefined): boolean {
  return a !== undefined && b !== undefined && b.startSeconds - a.endSeconds <= MAX_PAUSE_SECONDS;
}

function looseValues(
  rows: readonly CueRow[],
  spoken: readonly (readonly string[])[],
  asked: readonly string[],
): Float32Array {
  const sets = spoken.map((stems) => new Set(stems));
  const alone = Float32Array.from(sets, (stems) => shareFound(asked, (stem) => stems.has(stem)));
  return alone.map((value, index) => {
    if (value === 0) {
      return 0;
    }
    let best = value;
    for (const other of [index - 1, index + 1]) {
      const isNear = isTogether(rows[Math.min(index, other)], rows[Math.max(index, other)]);
      if (isNear && alone[other]! > 0) {
        const both = shareFound(asked, (stem) => sets[index]!.has(stem) || sets[other]!.has(stem));
        // A cue that adds only an "in" to what its neighbour says is no part of the utterance.
        best = both - alone[other]! >= LEAST_ADDED_SHARE ? Math.max(best, SPLIT_FACTOR * both) : best;
      }
    }
    return best;
  });
}

interface PhraseSearch {
  readonly rows: readonly CueRow[];
  readonly spoken: readonly (readonly string[])[];
  readonly asked: readonly string[];
  readonly values: Float32Array;
}

function markPhrases({ rows, spoken, asked, values }: PhraseSearch): void {
  const stream: { stem: string; cue: number }[] = [];
  spoken.forEach((stems, cue) => {
    if (cue > 0 && !isTogether(rows[cue - 1], rows[cue])) {
      stream.push({ stem: '', cue });
    }
    for (const stem of stems) {
      stream.push({ stem, cue });
    }
  });
  for (let at = 0; at + asked.length <= stream.length; at++) {
    if (asked.every((stem, offset) => stream[at + offset]!.stem === stem)) {
      values.fill(1, stream[at]!.cue, stream[at + asked.length - 1]!.cue + 1);
    }
  }
}
