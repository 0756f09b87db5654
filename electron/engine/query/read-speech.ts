import { quotedSpeechOpeners, speechOpeners, topicOpeners, writtenSurfaces } from './lexicon/speech-words.ts';
import type { Reading } from './lexeme.ts';
import type { PhraseTable } from './phrase-table.ts';
import type { Sentence } from './sentence.ts';
import { wordsIn } from './text-tokens.ts';

const boundaryTypes: ReadonlySet<string> = new Set(['and', 'or', 'then', 'before', 'after', 'not']);
const maxWords = 40;
const maxPhraseWords = 3;

/**
 * `says …`, `mentions …`, `talks about …`, `the words "…"`. A quotation is taken as it is; without one the words up to
 * the next comma or joining word are spoken. Null where nothing follows, and for writing ("a sign that says exit").
 */
export function readSpeech(sentence: Sentence, index: number, table: PhraseTable): Reading | null {
  const opener = openerAt(sentence, index);
  if (opener === null) {
    return null;
  }
  const { phrase, length } = opener;
  let first = index + length;
  while ([':', ',', 'that', 'the', 'something', 'like'].includes(sentence.key(first)) && isQuoteSoon(sentence, first)) {
    first += 1;
  }
  first += ['the words', 'the word', 'the phrase', 'the line'].some((lead) => sentence.hasPhrase(first, lead)) ? 2 : 0;
  first += sentence.key(first) === ':' ? 1 : 0;
  const quote = sentence.tokens[first];
  if (quote?.kind === 'quote') {
    const words = wordsIn(quote.key);
    return { meaning: { type: 'speech', words, isPhrase: true }, tokenCount: first + 1 - index };
  }
  if (!speechOpeners.has(phrase)) {
    return null;
  }
  const reading = readUnquoted(sentence, { index, first, isTopic: topicOpeners.has(phrase) }, table);
  return reading?.meaning.type === 'speech' && isWritten(sentence, index)
    ? { ...reading, meaning: { type: 'word', role: 'written', words: reading.meaning.words } }
    : reading;
}

function openerAt(sentence: Sentence, index: number): { phrase: string; length: number } | null {
  for (let length = 3; length >= 1; length -= 1) {
    const phrase = Array.from({ length }, (_, offset) => sentence.key(index + offset)).join(' ');
    if (speechOpeners.has(phrase) || quotedSpeechOpeners.has(phrase)) {
      return { phrase, length };
    }
  }
  return null;
}

function isQuoteSoon(sentence: Sentence, index: number): boolean {
  return (
    [1, 2, 3].some((offset) => sentence.tokens[index + offset]?.kind === 'quote') || sentence.key(index) === 'that'
  );
}

function isWritten(sentence: Sentence, index: number): boolean {
  return [1, 2].some((offset) => writtenSurfaces.has(sentence.key(index - offset)));
}

interface Unquoted {
  readonly index: number;
  readonly first: number;
  readonly isTopic: boolean;
}

function readUnquoted(sentence: Sentence, { index, first, isTopic }: Unquoted, table: PhraseTable): Reading | null {
  let next = first;
  const all: string[] = [];
  const contents: string[] = [];
  while (isSpoken(sentence, next, { table, isFirst: next === first }) && all.length < maxWords) {
    const key = sentence.key(next);
    all.push(key);
    if (!isFunctionWord(table.get(key)?.type)) {
      contents.push(key);
    }
    next += 1;
  }
  if (all.length === 0) {
    return null;
  }
  // A few words are meant as they stand ("says thank you"); more are remembered rather than quoted.
  const isPhrase = contents.length === 0 || (!isTopic && all.length > 1 && all.length <= maxPhraseWords);
  const words = isPhrase ? all : contents;
  return { meaning: { type: 'speech', words, isPhrase }, tokenCount: next - index };
}

/** "says no" is said; a joining word further on ends what is said. */
function isSpoken(
  sentence: Sentence,
  index: number,
  { table, isFirst }: { readonly table: PhraseTable; readonly isFirst: boolean },
): boolean {
  const kind = sentence.tokens[index]?.kind;
  if (kind !== 'word' && kind !== 'number') {
    return false;
  }
  const type = table.longest(sentence, index)?.meaning.type ?? '';
  return isFirst || !boundaryTypes.has(type);
}

function isFunctionWord(type: string | undefined): boolean {
  return ['silent', 'determiner', 'in', 'be', 'relation', 'not'].includes(type ?? '');
}
