import { allThingWords } from './thing-words.ts';

/**
 * Classes of the detector that a word stands for: a class name, a synonym or a broader word ("vehicle"), singular or
 * plural, in any case. Null for a word that names nothing the detector knows.
 */
export function classesOf(word: string): string[] | null {
  const found = allThingWords().get(
    word
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/gu, ' '),
  );
  return found === undefined ? null : [...found.word.classes];
}
