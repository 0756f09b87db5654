import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { stemOf } from '../../../../../../electron/engine/channels/text/word-stem.ts';
import { shareFound, stemmedWords, stemsAsked } from '../../../../../../electron/engine/channels/text/words-of.ts';

const endings = [
  '',
  's',
  'es',
  'ed',
  'ing',
  'er',
  'ly',
  'ness',
  'ation',
  'ization',
  'ful',
  'ative',
  'ement',
  'ible',
  'ational',
  'logy',
  'icate',
  'eed',
  'ies',
  'y',
  'e',
  'll',
  'sses',
  'iviti',
  'ous',
  'ism',
];
const stems = [
  'run',
  'hop',
  'agre',
  'fall',
  'hiss',
  'relat',
  'condition',
  'gener',
  'oper',
  'crown',
  'jewel',
  'tall',
  'sky',
  'cry',
  'xyz',
  'rate',
  'control',
  'be',
  'by',
  'a',
  'telescop',
  'bottl',
  'univers',
  'activat',
  'tion',
  'yy',
  'queue',
];
const oddities = [
  'Café',
  'naïve',
  'Ångström',
  'ŒUVRE',
  'straße',
  'must’ve',
  "don't",
  'e-mail',
  'H264',
  '2023',
  '日本語',
  'Привет',
  'йод',
  'x'.repeat(70),
  'ﬁne',
  'İstanbul',
];

/** What the index makes of texts: the tokens that FTS5 keeps. */
function indexed(texts: readonly string[]): string[][] {
  const db = new Database(':memory:');
  db.exec(`CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2');
           CREATE VIRTUAL TABLE v USING fts5vocab (t, 'instance');`);
  const insert = db.prepare('INSERT INTO t (rowid, text) VALUES (?, ?)');
  texts.forEach((text, index) => insert.run(index + 1, text));
  const tokens: string[][] = texts.map(() => []);
  for (const { doc, term } of db.prepare('SELECT doc, term FROM v ORDER BY doc, "offset"').all() as {
    doc: number;
    term: string;
  }[]) {
    tokens[doc - 1]!.push(term);
  }
  db.close();
  return tokens;
}

describe('stemmed words', () => {
  test('are those of the full-text index, for words with every kind of ending', () => {
    const words = stems.flatMap((stem) => endings.map((ending) => stem + ending));
    expect(words.map((word) => [word, stemOf(word)])).toEqual(
      indexed(words).map((tokens, index) => [words[index], tokens[0]]),
    );
  });

  test.each(oddities)('are those of the full-text index for %s', (text) => {
    expect(stemmedWords(text).map(({ stem }) => stem)).toEqual(indexed([text])[0]);
  });

  test('know where they stand in the text', () => {
    const text = 'The  crown-jewels!';
    expect(stemmedWords(text).map(({ start, end }) => text.slice(start, end))).toEqual(['The', 'crown', 'jewels']);
  });
});

test('words asked for may hold several', () => {
  expect(stemsAsked(["must've", 'Stolen'])).toEqual(['must', 've', 'stolen']);
});

describe('shareFound', () => {
  const found = (asked: string[], said: string[]) =>
    shareFound(stemsAsked(asked), (stem) => stemsAsked(said).includes(stem));

  test('counts the words found, common ones hardly', () => {
    expect(found(['crown', 'jewels'], ['the', 'jewel'])).toBe(0.5);
    expect(found(['the', 'crown'], ['the'])).toBeLessThan(0.2);
    expect(found(['the', 'crown'], ['crowns'])).toBeGreaterThan(0.8);
    expect(found(['who', 'are', 'you'], ['who', 'are', 'you'])).toBe(1);
  });

  test('is nothing when nothing is asked', () => {
    expect(found(['!'], ['anything'])).toBe(0);
  });
});
