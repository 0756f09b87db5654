import type { NameLead } from '../../contract/plan.ts';
import { ambiguousMonths, dateLeads, monthWords, nameOpeners } from './lexicon/name-words.ts';
import type { Meaning, Reading } from './lexeme.ts';
import type { PhraseTable } from './phrase-table.ts';
import type { Sentence } from './sentence.ts';
import { wordsIn } from './text-tokens.ts';

const isYear = (key: string): boolean => /^(?:19|20)\d{2}$/u.test(key);
const isDayOfMonth = (key: string): boolean => /^(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?$/u.test(key);

/** A file's or folder's name ("file IMG_0042", "in folder holidays"), a file name by its ending, or a date. */
export function readName(sentence: Sentence, index: number, table: PhraseTable): Reading | null {
  return (
    readFile(sentence, index) ??
    readOpened(sentence, index, table) ??
    readDateRange(sentence, index) ??
    readDate(sentence, index)
  );
}

function readFile(sentence: Sentence, index: number): Reading | null {
  const token = sentence.tokens[index];
  return token?.kind === 'file'
    ? { meaning: { type: 'name', words: nameWords(token.key), lead: 'file', isHard: true }, tokenCount: 1 }
    : null;
}

/** The words of a name; the ending of a file is none of them. */
function nameWords(name: string): string[] {
  const stem = name.replace(/\.[\p{L}\p{N}]{2,4}$/u, '');
  const separated = (text: string): string[] => wordsIn(text.replace(/[_.]/gu, ' '));
  const words = separated(stem);
  return words.length === 0 ? separated(name) : words;
}

function readOpened(sentence: Sentence, index: number, table: PhraseTable): Reading | null {
  for (let length = 3; length >= 1; length -= 1) {
    const phrase = Array.from({ length }, (_, offset) => sentence.key(index + offset)).join(' ');
    const lead = nameOpeners.get(phrase);
    if (lead !== undefined) {
      return readValue(sentence, { index, valueIndex: index + length, lead }, table);
    }
  }
  return null;
}

interface Opened {
  readonly index: number;
  readonly valueIndex: number;
  readonly lead: NameLead;
}

function readValue(sentence: Sentence, { index, valueIndex, lead }: Opened, table: PhraseTable): Reading | null {
  // "a dog called Rex" may be the name of the dog as well as of the file.
  const isHard = lead !== 'named' || table.longest(sentence, index - 1)?.meaning.type !== 'thing';
  const first = sentence.key(valueIndex) === ':' ? valueIndex + 1 : valueIndex;
  const token = sentence.tokens[first];
  if (token?.kind === 'quote') {
    return { meaning: { type: 'name', words: wordsIn(token.key), lead, isHard }, tokenCount: first + 1 - index };
  }
  const known = table.longest(sentence, first)?.meaning.type;
  const isNoName =
    known !== undefined && known !== 'thing' && known !== 'word' && known !== 'colour' && known !== 'light';
  if (token === undefined || token.kind === 'mark' || token.kind === 'symbol' || isNoName) {
    return null;
  }
  // A name has no spaces as far as one can tell: everything up to the next one belongs to it.
  const chunkEnd = token.start + (/^\S+/u.exec(sentence.text.slice(token.start))?.[0].length ?? 0);
  let next = first + 1;
  while ((sentence.tokens[next]?.start ?? Infinity) < chunkEnd) {
    next += 1;
  }
  const words = nameWords(sentence.text.slice(token.start, chunkEnd));
  return words.length === 0 ? null : { meaning: { type: 'name', words, lead, isHard }, tokenCount: next - index };
}

/** "before 2023", "since march 2024": names know single dates only. */
function readDateRange(sentence: Sentence, index: number): Reading | null {
  if (!['before', 'after', 'since', 'until'].includes(sentence.key(index))) {
    return null;
  }
  const date = readDate(sentence, index + 1);
  return date === null ? null : { meaning: { type: 'ignored', why: 'date-range' }, tokenCount: 1 + date.tokenCount };
}

/** "from 2023", "in march 2024", "5 May 2024", "May 5, 2024", "2024-03-05". */
function readDate(sentence: Sentence, index: number): Reading | null {
  let next = dateLeads.has(sentence.key(index)) ? index + 1 : index;
  const hasLead = next > index;
  next += hasLead && sentence.key(next) === 'the' ? 1 : 0;
  const found = readPlainDate(sentence, next);
  if (found === null || (found.isDoubtful && !hasLead)) {
    return null;
  }
  const isHard = hasLead || found.words.length > 1;
  const meaning: Meaning = { type: 'name', words: found.words, lead: 'dated', isHard };
  return { meaning, tokenCount: found.next - index };
}

interface FoundDate {
  readonly words: readonly string[];
  readonly next: number;
  /** A month that may as well be another word. */
  readonly isDoubtful: boolean;
}

function readPlainDate(sentence: Sentence, index: number): FoundDate | null {
  if (sentence.tokens[index]?.kind === 'date') {
    return { words: wordsIn(sentence.key(index)), next: index + 1, isDoubtful: false };
  }
  if (isYear(sentence.key(index))) {
    return { words: [sentence.key(index)], next: index + 1, isDoubtful: false };
  }
  const words: string[] = [];
  let next = index;
  const takeDay = (): void => {
    if (words.every((word) => !/^\d/u.test(word)) && isDayOfMonth(sentence.key(next))) {
      words.push(sentence.key(next).replace(/\D/gu, ''));
      next += 1;
    }
  };
  takeDay();
  next = skipOf(sentence, next);
  const monthKey = sentence.key(next);
  const month = monthWords.get(monthKey);
  if (month === undefined) {
    return null;
  }
  words.push(month);
  next += 1;
  takeDay();
  const year = sentence.key(next) === ',' ? next + 1 : next;
  if (isYear(sentence.key(year))) {
    words.push(sentence.key(year));
    next = year + 1;
  }
  return { words, next, isDoubtful: words.length === 1 && ambiguousMonths.has(monthKey) };
}

function skipOf(sentence: Sentence, index: number): number {
  return sentence.key(index) === 'of' ? index + 1 : index;
}
