import type { Token } from './text-tokens.ts';
import type { WordTag, WordTags } from './word-tagger.ts';

/** The query as its readers see it: tokens with their tags. Positions outside give empty answers, never errors. */
export class Sentence {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly #tags: WordTags;

  constructor(text: string, { tokens, tags }: { readonly tokens: readonly Token[]; readonly tags: WordTags }) {
    this.text = text;
    this.tokens = tokens;
    this.#tags = tags;
  }

  /** The lexicon key of the word, number or mark at an index; '' for quotations, symbols and outside. */
  key(index: number): string {
    const token = this.tokens[index];
    return token === undefined || token.kind === 'quote' || token.kind === 'symbol' ? '' : token.key;
  }

  isWord(index: number): boolean {
    return this.tokens[index]?.kind === 'word';
  }

  tag(index: number): WordTag | undefined {
    const token = this.tokens[index];
    return token === undefined ? undefined : this.#tags.get(token.start);
  }

  partOfSpeech(index: number): string {
    return this.tag(index)?.partOfSpeech ?? '';
  }

  /** Whether the keys at an index are those of a phrase (words separated by one space). */
  hasPhrase(index: number, phrase: string): boolean {
    return phrase.split(' ').every((word, offset) => this.key(index + offset) === word);
  }
}
