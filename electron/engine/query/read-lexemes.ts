import type { Lexeme, Reading } from './lexeme.ts';
import { indefinitePersons } from './lexicon/person-words.ts';
import { PhraseTable } from './phrase-table.ts';
import { readCount } from './read-count.ts';
import { readName } from './read-name.ts';
import { readPlace } from './read-place.ts';
import { readSpeech } from './read-speech.ts';
import { readWord } from './read-word.ts';
import type { Sentence } from './sentence.ts';
import { wordsIn } from './text-tokens.ts';

let sharedTable: PhraseTable | undefined;

/**
 * Reads a sentence into meanings from left to right. At each token the first reader that takes it wins: quotation,
 * name or date, speech, phrase of two words or more, count, place, then single words.
 */
export function readLexemes(sentence: Sentence): Lexeme[] {
  sharedTable ??= new PhraseTable();
  const lexemes: Lexeme[] = [];
  let index = 0;
  while (index < sentence.tokens.length) {
    const reading = readAt(sentence, index, sharedTable);
    if (reading.meaning.type === 'speech') {
      dropIndefiniteSpeaker(lexemes, sentence);
    }
    const start = sentence.tokens[index]!.start;
    const end = sentence.tokens[index + reading.tokenCount - 1]!.end;
    lexemes.push({ meaning: reading.meaning, start, end });
    index += reading.tokenCount;
  }
  return lexemes;
}

function readAt(sentence: Sentence, index: number, table: PhraseTable): Reading {
  const token = sentence.tokens[index]!;
  if (token.kind === 'quote') {
    return { meaning: { type: 'quote', words: wordsIn(token.key) }, tokenCount: 1 };
  }
  return (
    readName(sentence, index, table) ??
    readSpeech(sentence, index, table) ??
    readPhrase(sentence, index, table) ??
    readCount(sentence, index) ??
    readPlace(sentence, index, table) ??
    (token.kind === 'word' ? readWord(sentence, index, table) : readOther(sentence, index))
  );
}

/** "A black and white cat" has two colours; everything else black and white has none. */
function readPhrase(sentence: Sentence, index: number, table: PhraseTable): Reading | null {
  const reading = table.longest(sentence, index, 2);
  const next = reading === null ? undefined : table.longest(sentence, index + reading.tokenCount)?.meaning;
  const hasColour = next?.type === 'thing' || (next?.type === 'word' && next.role === 'worn');
  return reading !== null && hasColour && sentence.hasPhrase(index, 'black and white')
    ? { ...reading, meaning: { type: 'colour', colours: ['black', 'white'] } }
    : reading;
}

/** Numbers that count nothing, marks and symbols. */
function readOther(sentence: Sentence, index: number): Reading {
  const token = sentence.tokens[index]!;
  if (token.kind === 'symbol') {
    const isPicture = /\p{Extended_Pictographic}/u.test(token.key);
    return { meaning: isPicture ? { type: 'ignored', why: 'symbol' } : { type: 'silent' }, tokenCount: 1 };
  }
  if (token.kind !== 'mark') {
    return { meaning: { type: 'word', role: 'noun', words: [token.key] }, tokenCount: 1 };
  }
  return { meaning: { type: markType(sentence, index) }, tokenCount: 1 };
}

function markType(sentence: Sentence, index: number): 'or' | 'and' | 'not' | 'comma' | 'silent' {
  const token = sentence.tokens[index]!;
  switch (token.key) {
    case '/':
    case '|':
      return 'or';
    case '&':
    case '+':
      return 'and';
    case '-':
      // "dog -cat" excludes, as search boxes have it; with a space behind, it is a dash.
      return sentence.tokens[index + 1]?.start === token.end && index > 0 ? 'not' : 'comma';
    case '>':
    case '<':
    case '=':
      return 'silent';
    default:
      return 'comma';
  }
}

/** In "someone says hello" nobody has to be in the picture. */
function dropIndefiniteSpeaker(lexemes: Lexeme[], sentence: Sentence): void {
  const last = lexemes.at(-1);
  if (last?.meaning.type === 'thing') {
    const word = sentence.text.slice(last.start, last.end).toLowerCase();
    if (indefinitePersons.has(word)) {
      lexemes[lexemes.length - 1] = { ...last, meaning: { type: 'silent' } };
    }
  }
}
