import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ftsAnd, ftsOr, ftsPhrase } from '../../../../../electron/engine/store/match-expression.ts';
import { replaceCues, searchCues } from '../../../../../electron/engine/store/queries/index.ts';
import { addVideo, TemporaryLibrary } from './temporary-library.ts';

const texts = ['The Lord said unto Moses', 'a river runs', 'NEAR the river, NOT the sea', 'Ein Mädchen läuft'];

async function libraryOfTexts(): Promise<TemporaryLibrary> {
  const library = new TemporaryLibrary();
  const cues = texts.map((text, index) => ({ startSeconds: index, endSeconds: index + 1, text }));
  await replaceCues(library.db, { videoKey: addVideo(library.db, 'v'), source: 's', language: null, cues });
  return library;
}

const anyWord = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    'AND',
    'OR',
    'NOT',
    'NEAR',
    'NEAR(',
    '"',
    '""',
    '*',
    '^',
    'text:',
    '{',
    ')',
    '-',
    '+',
    '\0',
    "'",
    '\\',
  ),
);

describe('match expressions', () => {
  test('are never a syntax error, whatever the words are', async () => {
    using library = await libraryOfTexts();
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 8 }), (words) => {
        for (const expression of [ftsPhrase(words), ftsAnd(words), ftsOr(words)])
          searchCues(library.db, expression, 10);
      }),
      { numRuns: 500 },
    );
    const many = Array.from({ length: 1000 }, (_, index) => `w${index}`);
    for (const expression of [ftsPhrase(many), ftsAnd(many), ftsOr(many)]) searchCues(library.db, expression, 10);
  });

  test('find every text by its own words', async () => {
    using library = await libraryOfTexts();
    for (const text of texts) {
      for (const expression of [ftsPhrase([text]), ftsAnd(text.split(' ')), ftsOr(text.split(' '))]) {
        expect(searchCues(library.db, expression, 10).map((cue) => cue.text)).toContain(text);
      }
    }
  });

  test('tell a phrase from words that only stand in the same text', async () => {
    using library = await libraryOfTexts();
    const found = (expression: string) => searchCues(library.db, expression, 10).length;
    expect(found(ftsPhrase(['lord', 'said']))).toBe(1);
    expect(found(ftsPhrase(['said', 'lord']))).toBe(0);
    expect(found(ftsAnd(['said', 'lord']))).toBe(1);
    expect(found(ftsAnd(['said', 'river']))).toBe(0);
    expect(found(ftsOr(['said', 'river']))).toBe(3);
  });

  test('take operators as words', async () => {
    using library = await libraryOfTexts();
    expect(searchCues(library.db, ftsAnd(['river', 'NOT']), 10).map((cue) => cue.text)).toEqual([texts[2]]);
  });

  test('fold accents and take the stem', async () => {
    using library = await libraryOfTexts();
    expect(searchCues(library.db, ftsAnd(['madchen']), 10)).toHaveLength(1);
    expect(searchCues(library.db, ftsAnd(['running']), 10)[0]?.text).toBe('a river runs');
  });

  test('find nothing without words', async () => {
    using library = await libraryOfTexts();
    for (const expression of [ftsPhrase([]), ftsAnd([]), ftsOr([]), ftsAnd(['?!'])]) {
      expect(searchCues(library.db, expression, 10)).toEqual([]);
    }
  });
});
