import { describe, expect, test } from 'vitest';
import { tokenize, wordsIn } from '../../../../../electron/engine/query/text-tokens.ts';

const kinds = (text: string): string[] => tokenize(text).map(({ kind, key }) => `${kind} ${key}`);

describe('tokenize', () => {
  test('joins words at hyphens and keeps dashes between spaces', () => {
    expect(kinds('light-blue T-shirt - yes')).toEqual([
      'word light',
      'word blue',
      'word t',
      'word shirt',
      'mark -',
      'word yes',
    ]);
  });

  test('takes every usual kind of quotation, and none that is left open', () => {
    expect(kinds('“a b” "c" «d» ‘it’s e’ \'f g\'').filter((each) => each.startsWith('quote'))).toEqual([
      'quote a b',
      'quote c',
      'quote d',
      'quote it’s e',
      'quote f g',
    ]);
    expect(kinds('say "hello')).toEqual(['word say', 'symbol "', 'word hello']);
    expect(kinds("dogs' and cats' food").some((each) => each.startsWith('quote'))).toBe(false);
  });

  test('tells numbers, dates and file names from words', () => {
    expect(kinds('3+ 1,000 2024-03-05 1080p clip_01.final.MOV')).toEqual([
      'number 3',
      'mark +',
      'number 1,000',
      'date 2024-03-05',
      'word 1080p',
      'file clip_01.final.mov',
    ]);
  });

  test('drops possessive endings and keeps contractions', () => {
    expect(kinds('NASA’s dog isn’t')).toEqual(['word nasa', 'word dog', "word isn't"]);
  });

  test('needs time in proportion to the text, whatever is left open in it', () => {
    const hostile = ['"', "'", '‘', "a'", '“a', '-', '.a', "'a "].map((part) => part.repeat(500 / part.length));
    const millisecondsFor = (texts: readonly string[]): number => {
      const start = performance.now();
      for (let round = 0; round < 20; round += 1) {
        texts.forEach((text) => tokenize(text));
      }
      return performance.now() - start;
    };
    millisecondsFor(hostile);

    const short = millisecondsFor(hostile.map((text) => text.slice(0, 250)));
    const long = millisecondsFor(hostile);

    // Twice the text: quadratic matching would be 4 times, a blow-up thousands.
    expect(long / short).toBeLessThan(12);
  });
});

describe('wordsIn', () => {
  test('gives words in lower case without marks, at most forty', () => {
    expect(wordsIn('It’s HERE, at 5-a-side!')).toEqual(["it's", 'here', 'at', '5', 'a', 'side']);
    expect(wordsIn('a '.repeat(100))).toHaveLength(40);
  });
});
