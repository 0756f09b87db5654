import { createRequire } from 'node:module';
import type { ItemToken, ItsFunction, PartOfSpeech, WinkMethods } from 'wink-nlp';

export interface WordTag {
  readonly partOfSpeech: PartOfSpeech;
  readonly lemma: string;
}

/** Tags by the offset at which the tagged word begins in the text. */
export type WordTags = ReadonlyMap<number, WordTag>;
export type WordTagger = (text: string) => WordTags;

const require = createRequire(import.meta.url);
let loaded: WinkMethods | undefined;

/** wink-nlp with its English web model: about a quarter of a second and 60 MB, so only at the first query. */
function wink(): WinkMethods {
  if (loaded === undefined) {
    const winkNlp = require('wink-nlp') as (model: unknown, pipe: readonly string[]) => WinkMethods;
    loaded = winkNlp(require('wink-eng-lite-web-model'), ['pos']);
  }
  return loaded;
}

/** Parts of speech and lemmas. A token that cannot be found again in the text is left out. */
export const tagWords: WordTagger = (text) => {
  const nlp = wink();
  const tags = new Map<number, WordTag>();
  // The types that ship with wink leave out the arguments that it passes to `lemma`.
  const lemmaOf = nlp.its.lemma as ItsFunction<string>;
  let cursor = 0;
  nlp
    .readDoc(text)
    .tokens()
    .each((token: ItemToken) => {
      const value = token.out();
      const start = text.indexOf(value, cursor);
      // wink rewrites some odd spaces and characters; a hit far ahead would be another word of the same spelling.
      if (value !== '' && start !== -1 && start - cursor <= maxGap) {
        tags.set(start, {
          partOfSpeech: token.out(nlp.its.pos) as PartOfSpeech,
          lemma: token.out(lemmaOf).normalize('NFKC').toLowerCase(),
        });
        cursor = start + value.length;
      }
    });
  return tags;
};

const maxGap = 16;
