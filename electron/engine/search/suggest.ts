import type { ParsedParams, Result } from '../../contract/index.ts';
import { exampleQueries, knownWords } from '../query/known-words.ts';
import type { ReadableDb } from '../store/database.ts';
import { titlesWith } from '../store/queries/index.ts';
import { foldedTitle } from '../store/title-keys.ts';
import { searchMemoryOf } from './search-memory.ts';

type Suggestion = Result<'search.suggest'>['suggestions'][number];

/** Titles looked at for words: enough for a list of eight, and quick in a large library. */
const titleLimit = 200;
/** A single letter begins too many words to be a help. */
const shortestName = 2;

/**
 * What a text may become, best first: searches that were saved or asked and begin like it, its last word completed to
 * one that the planner understands, to one of a file's name. For no text, what was asked last, and examples.
 */
export function suggest(db: ReadableDb, { text, limit }: ParsedParams<'search.suggest'>): Result<'search.suggest'> {
  const asked = foldedTitle(text).trimStart();
  const { saved, recent } = searchMemoryOf(db);
  const begins = (candidate: string) => foldedTitle(candidate).startsWith(asked) && foldedTitle(candidate) !== asked;
  const remembered: Suggestion[] = [
    ...saved
      .filter(({ text: each, name }) => begins(each) || foldedTitle(name).startsWith(asked))
      .map(({ text: each }) => kindOf('saved', each)),
    ...recent.filter(({ text: each }) => begins(each)).map(({ text: each }) => kindOf('recent', each)),
  ];
  const more: Suggestion[] =
    asked === ''
      ? exampleQueries.map((each) => kindOf('example', each))
      : [...completedWords(text), ...completedNames(db, text)];
  return {
    suggestions: eachOnce([...remembered.slice(0, Math.ceil(limit / 2)), ...more, ...remembered]).slice(0, limit),
  };
}

const kindOf = (kind: Suggestion['kind'], text: string): Suggestion => ({ kind, text });

/** Several words of the end may be the beginning of one phrase ("zoom i"): the longest that completes wins. */
function completedWords(text: string): Suggestion[] {
  const words = knownWords();
  const starts = [...text.matchAll(/\S+/gu)].map(({ index }) => index).slice(-3);
  return starts.flatMap((start) => {
    const beginning = text.slice(start).toLowerCase();
    // A finished word is not completed, but may begin a phrase.
    const found = words.filter((word) => word.startsWith(beginning) && word !== beginning.trimEnd());
    const singular = found.filter((word) => !found.some((other) => word === `${other}s` || word === `${other}es`));
    return singular.slice(0, 8).map((word) => kindOf('word', text.slice(0, start) + word));
  });
}

/** Only the last word, while it is being written. */
function completedNames(db: ReadableDb, text: string): Suggestion[] {
  const start = text.search(/\S+$/u);
  const letters = start === -1 ? '' : foldedTitle(text.slice(start));
  if (letters.length < shortestName) return [];
  const words = titlesWith(db, letters, titleLimit).flatMap(wordsOfTitle);
  return words
    .filter((word) => foldedTitle(word).startsWith(letters) && foldedTitle(word) !== letters)
    .map((word) => kindOf('name', text.slice(0, start) + word));
}

/** Words of letters, without the file's ending: numbers say nothing to complete. */
function wordsOfTitle(title: string): string[] {
  return title
    .replace(/\.\w{1,5}$/u, '')
    .split(/[^\p{L}\p{M}\p{N}'’]+/u)
    .filter((word) => /\p{L}{2}/u.test(word))
    .map((word) => word.toLowerCase());
}

function eachOnce(suggestions: readonly Suggestion[]): Suggestion[] {
  const seen = new Set<string>();
  return suggestions.filter(({ text }) => {
    const key = foldedTitle(text).trim();
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
