import { stemOf } from './word-stem.ts';

/** One word of a text as the full-text index keeps it, and where it stands in the text. */
export interface StemmedWord {
  readonly stem: string;
  readonly start: number;
  readonly end: number;
}

/** Letters, numbers and private-use characters, with the marks that follow them, as FTS5's `unicode61` has it. */
const wordPattern = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;

/**
 * The words of a text in lower case, without the accents of Latin letters, stemmed: what FTS5 makes of it with
 * `porter unicode61 remove_diacritics 2`. An apostrophe parts a word in two ("must've" is `must`, `ve`).
 */
export function stemmedWords(text: string): StemmedWord[] {
  return Array.from(text.matchAll(wordPattern), (match) => ({
    stem: stemOf(folded(match[0])),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function folded(word: string): string {
  const lower = word.toLowerCase();
  if (/^[a-z0-9]*$/.test(lower)) {
    return lower;
  }
  return lower
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC');
}

/** Words so common that they say little about what a text is about. */
const commonWords = new Set(
  (
    'a an and are as at be been but by can could did do does for from had has have he her him his how i if in is it ' +
    'its ll me my no not of on or our out re s she so t that the their them then there they this to too up us ve was ' +
    'we were what when where which who will with would you your'
  ).split(' '),
);

const commonStems: ReadonlySet<string> = new Set([...commonWords].map(stemOf));
const COMMON_WEIGHT = 0.15;

/** How much a word counts among others: common ones hardly, the others fully. */
export function wordWeight(stem: string): number {
  return commonStems.has(stem) ? COMMON_WEIGHT : 1;
}

/** The stems asked for, in order; a word with an apostrophe or a hyphen is several. */
export function stemsAsked(words: readonly string[]): string[] {
  return words.flatMap((word) => stemmedWords(word).map(({ stem }) => stem));
}

/** Weighted share, 0..1, of the asked stems that are among the given ones; 0 when nothing was asked. */
export function shareFound(asked: readonly string[], has: (stem: string) => boolean): number {
  let found = 0;
  let total = 0;
  for (const stem of new Set(asked)) {
    const weight = wordWeight(stem);
    total += weight;
    found += has(stem) ? weight : 0;
  }
  return total === 0 ? 0 : found / total;
}
