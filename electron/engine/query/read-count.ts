import {
  boundPhrases,
  countPhrases,
  numberWords,
  oneIsNoCountBefore,
  timeUnits,
  type Bound,
  type CountRange,
} from './lexicon/counts.ts';
import type { Meaning, Reading } from './lexeme.ts';
import type { Sentence } from './sentence.ts';

interface NumberRead {
  readonly value: number;
  /** The next index after the number. */
  readonly next: number;
}

/** The plan's counts end at 99. */
const maxCount = 99;
const comparisons: ReadonlyMap<string, Bound> = new Map([
  ['>=', 'at-least'],
  ['≥', 'at-least'],
  ['>', 'more-than'],
  ['<=', 'at-most'],
  ['≤', 'at-most'],
  ['<', 'less-than'],
  ['=', 'exactly'],
]);

/** A count at a position: "two", "3+", "at least three", "two or three", "between 2 and 4", "a couple of", "only one". */
export function readCount(sentence: Sentence, index: number): Reading | null {
  return (
    readBounded(sentence, index) ??
    readBetween(sentence, index) ??
    readVague(sentence, index) ??
    readPlain(sentence, index)
  );
}

function readBounded(sentence: Sentence, index: number): Reading | null {
  const [bound, length] = boundAt(sentence, index);
  const number = bound === null ? null : readNumber(sentence, index + length);
  if (bound === null || number === null) {
    return null;
  }
  const range = boundedRange(bound, number.value);
  const meaning: Meaning = range === null ? { type: 'not' } : { type: 'count', count: range, digits: null };
  return finish(sentence, { meaning, index, next: number.next });
}

function boundAt(sentence: Sentence, index: number): [Bound | null, number] {
  const comparison = comparisons.get(sentence.key(index));
  if (comparison !== undefined) {
    return [comparison, 1];
  }
  for (const [phrase, bound] of boundPhrases) {
    if (sentence.hasPhrase(index, phrase)) {
      return [bound, phrase.split(' ').length];
    }
  }
  return [null, 0];
}

/** Null where the bound leaves only zero. */
function boundedRange(bound: Bound, value: number): CountRange | null {
  switch (bound) {
    case 'at-least':
      return clamp(Math.max(1, value), null);
    case 'more-than':
      return clamp(value + 1, null);
    case 'at-most':
      return value < 1 ? null : clamp(1, value);
    case 'less-than':
      return value < 2 ? null : clamp(1, value - 1);
    case 'exactly':
      return value < 1 ? null : clamp(value, value);
    case 'about':
      return value < 1 ? null : clamp(Math.max(1, value - 1), value + 1);
  }
}

function readBetween(sentence: Sentence, index: number): Reading | null {
  const low = sentence.key(index) === 'between' ? readNumber(sentence, index + 1) : null;
  const high = low !== null && sentence.key(low.next) === 'and' ? readNumber(sentence, low.next + 1) : null;
  if (low === null || high === null) {
    return null;
  }
  return finish(sentence, { meaning: rangeMeaning(low.value, high.value), index, next: high.next });
}

function readVague(sentence: Sentence, index: number): Reading | null {
  for (let length = 3; length >= 1; length -= 1) {
    const keys = Array.from({ length }, (_, offset) => sentence.key(index + offset));
    const count = countPhrases.get(keys.join(' '));
    if (count !== undefined) {
      return { meaning: { type: 'count', count, digits: null }, tokenCount: length };
    }
  }
  return null;
}

function readPlain(sentence: Sentence, index: number): Reading | null {
  const number = readNumber(sentence, index);
  if (number === null || isOneWithoutCount(sentence, index)) {
    return null;
  }
  const after = sentence.key(number.next);
  if (after === '+' || sentence.hasPhrase(number.next, 'or more') || sentence.hasPhrase(number.next, 'and more')) {
    const next = number.next + (after === '+' ? 1 : 2);
    return finish(sentence, {
      meaning: { type: 'count', count: clamp(Math.max(1, number.value), null), digits: null },
      index,
      next,
    });
  }
  if (sentence.hasPhrase(number.next, 'or fewer') || sentence.hasPhrase(number.next, 'or less')) {
    return finish(sentence, { meaning: rangeMeaning(1, number.value), index, next: number.next + 2 });
  }
  const other =
    ['to', 'or', '-', '–'].includes(after) || isJoined(sentence, number.next) ? secondNumber(sentence, number) : null;
  if (other !== null && other.value > number.value) {
    return finish(sentence, { meaning: rangeMeaning(number.value, other.value), index, next: other.next });
  }
  const { value } = number;
  const digits = sentence.tokens[index]?.kind === 'number' ? sentence.key(index) : null;
  const meaning: Meaning = value === 0 ? { type: 'not' } : { type: 'count', count: clamp(value, value), digits };
  return finish(sentence, { meaning, index, next: number.next });
}

/** "2-4": the tokenizer drops the hyphen between two numbers. */
function isJoined(sentence: Sentence, index: number): boolean {
  const previous = sentence.tokens[index - 1];
  const token = sentence.tokens[index];
  return token?.kind === 'number' && previous?.kind === 'number' && sentence.text[token.start - 1] === '-';
}

function secondNumber(sentence: Sentence, first: NumberRead): NumberRead | null {
  return readNumber(sentence, isJoined(sentence, first.next) ? first.next : first.next + 1);
}

function isOneWithoutCount(sentence: Sentence, index: number): boolean {
  return sentence.key(index) === 'one' && oneIsNoCountBefore.has(sentence.key(index + 1));
}

function readNumber(sentence: Sentence, index: number): NumberRead | null {
  const key = sentence.key(index);
  const word = numberWords.get(key);
  if (word !== undefined) {
    return { value: word, next: index + 1 };
  }
  const isWhole = sentence.tokens[index]?.kind === 'number' && /^[0-9]{1,6}$/u.test(key.replace(/,(?=\d{3})/gu, ''));
  return isWhole ? { value: Number(key.replace(/,/gu, '')), next: index + 1 } : null;
}

function rangeMeaning(low: number, high: number): Meaning {
  return high < 1
    ? { type: 'not' }
    : { type: 'count', count: clamp(Math.max(1, low), Math.max(low, high)), digits: null };
}

function clamp(low: number, high: number | null): CountRange {
  return { minCount: Math.min(low, maxCount), maxCount: high === null || high > maxCount ? null : high };
}

/** A number before a unit of time is no count of things. */
function finish(
  sentence: Sentence,
  { meaning, index, next }: { readonly meaning: Meaning; readonly index: number; readonly next: number },
): Reading {
  if (timeUnits.has(sentence.key(next))) {
    return { meaning: { type: 'ignored', why: 'duration' }, tokenCount: next + 1 - index };
  }
  return { meaning, tokenCount: next - index };
}
