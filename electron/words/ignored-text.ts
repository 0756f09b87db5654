import type { IgnoredWhy } from '../contract/ignored-why.ts';
import { alternativesText } from './thing-text.ts';
import type { Words } from './words.ts';

/** Why a part of a query is ignored, in words: "a verb", "the detector knows “person”, not whether it is “chef”". */
export function ignoredText(why: IgnoredWhy, words: Words): string {
  if (why.code !== 'narrower') {
    return words(`ignored.${why.code}`);
  }
  const quoted = (text: string): string => words('attributes.quoted', { text });
  return words('ignored.narrower', {
    known: quoted(alternativesText(why.classes, 1, words)),
    word: quoted(why.word),
  });
}
