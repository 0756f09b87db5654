/** A piece of the query text: a word, a number, a quotation, or a mark that separates. */
export interface Token {
  readonly kind: 'word' | 'number' | 'date' | 'file' | 'quote' | 'mark' | 'symbol';
  /** Lower case, straight apostrophe, without a possessive ending; of a quotation the text inside. */
  readonly key: string;
  /** Half-open range of UTF-16 units in the text. */
  readonly start: number;
  readonly end: number;
}

const letter = String.raw`[\p{L}\p{N}]`;
const videoEndings = 'mp4|mov|mkv|avi|mts|m2ts|mxf|webm|m4v|wmv|mpe?g|srt|vtt';

/** One alternative a kind, in the order of precedence. Every repetition is over disjoint alternatives: no blow-up. */
const tokenPattern = new RegExp(
  [
    String.raw`(?<quote>"[^"]+"|“[^”"]+[”"]|„[^“”"]+[“”"]|«[^»]+»|‘(?:[^’]|’(?=${letter}))+’|(?<!${letter})'(?:[^']|'(?=${letter})){2,}'(?!${letter}))`,
    String.raw`(?<file>${letter}[\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*\.(?:${videoEndings})(?!${letter}))`,
    String.raw`(?<date>(?:19|20)\d{2}-\d{2}(?:-\d{2})?(?!${letter}))`,
    String.raw`(?<number>\p{Nd}+(?:[.,]\p{Nd}+)*(?![\p{L}\p{N}_]))`,
    String.raw`(?<word>b&w(?!${letter})|${letter}[\p{L}\p{N}\p{M}_]*(?:['’]\p{L}+)*)`,
    String.raw`(?<mark>[<>]=|[,;:.!?()\[\]{}/|&+<>≥≤=–—\n-])`,
    String.raw`(?<symbol>\p{Extended_Pictographic}|[^\s])`,
  ].join('|'),
  'giu',
);

/** Splits a text into tokens, in order and without overlap. A hyphen inside a word joins two words and is no token. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(tokenPattern)) {
    const token = tokenOf(match);
    if (!isInnerHyphen(token, text)) {
      tokens.push(token);
    }
  }
  return tokens;
}

function tokenOf(match: RegExpExecArray): Token {
  const [raw] = match;
  const found = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined);
  const kind = (found?.[0] ?? 'symbol') as Token['kind'];
  const start = match.index;
  const end = start + raw.length;
  if (kind === 'quote') {
    const inside = raw.slice(1, -1);
    return wordsIn(inside).length === 0 ? { kind: 'symbol', key: raw, start, end } : { kind, key: inside, start, end };
  }
  return { kind, key: keyOf(raw), start, end };
}

/** The form of a word that the lexicon is asked for. */
function keyOf(raw: string): string {
  return raw.normalize('NFKC').toLowerCase().replace(/[’']/gu, "'").replace(/'s$/u, '');
}

function isInnerHyphen(token: Token, text: string): boolean {
  const isBetween = (index: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(index));
  return token.kind === 'mark' && token.key === '-' && isBetween(token.start - 1) && isBetween(token.end);
}

/** The words of a piece of text as names and speech keep them: lower case, letters and digits, at most 40. */
export function wordsIn(text: string): string[] {
  const found =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’]\p{L}+)*/gu) ?? [];
  return found.slice(0, 40).map((word) => word.replace(/’/gu, "'"));
}
