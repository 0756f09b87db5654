import type { ColourName } from '../../contract/colours.ts';
import type { Light, PictureMotion, RelativeSize } from '../../contract/plan.ts';
import {
  directionSenses,
  eachOther,
  motionVerbSenses,
  passingSense,
  slowSense,
  slowWords,
  spatialRelations,
  trackVerbs,
} from './lexicon/action-words.ts';
import { cameraPhrases } from './lexicon/camera-words.ts';
import { betweenColours, colourWords } from './lexicon/colours.ts';
import { cutPhrases } from './lexicon/cut-words.ts';
import { joiningPhrases, relationPhrases, silentWords } from './lexicon/joining-words.ts';
import { lightPhrases } from './lexicon/light-words.ts';
import { motionPhrases, motionVerbs } from './lexicon/motion-verbs.ts';
import { relativeDates } from './lexicon/name-words.ts';
import { bodyParts, misleadingPhrases, wearablePhrases, wearables } from './lexicon/other-nouns.ts';
import { postureWords } from './lexicon/posture-words.ts';
import { sizeAdjectives, sizePhrases } from './lexicon/sizes-and-places.ts';
import { allThingWords } from './lexicon/thing-words.ts';
import { verbForms } from './lexicon/verb-forms.ts';
import type { JoinType, Meaning, Reading } from './lexeme.ts';
import type { Sentence } from './sentence.ts';

const split = (list: string): string[] => list.split(',').map((phrase) => phrase.trim());
const keysOf = <K extends string>(record: Readonly<Partial<Record<K, unknown>>>): K[] => Object.keys(record) as K[];

/** Every fixed phrase and what it means by itself. Found by the longest match. */
export class PhraseTable {
  readonly #meanings = new Map<string, Meaning>();
  readonly #longestByFirstWord = new Map<string, number>();

  constructor() {
    this.#addJoins();
    this.#addPicture();
    this.#addVerbs();
    this.#addThings();
  }

  /** The longest phrase of at least `minWords` words at a position. */
  longest(sentence: Sentence, index: number, minWords = 1): Reading | null {
    const longest = this.#longestByFirstWord.get(sentence.key(index)) ?? 0;
    for (let count = longest; count >= minWords; count -= 1) {
      const keys = Array.from({ length: count }, (_, offset) => sentence.key(index + offset));
      const meaning = keys.includes('') ? undefined : this.#meanings.get(keys.join(' '));
      if (meaning !== undefined) {
        return { meaning, tokenCount: count };
      }
    }
    return null;
  }

  get(key: string): Meaning | undefined {
    return this.#meanings.get(key);
  }

  /** Later entries do not replace earlier ones: joins first, then the picture, verbs, things. */
  #add(phrase: string, meaning: Meaning): void {
    if (phrase === '' || this.#meanings.has(phrase)) {
      return;
    }
    this.#meanings.set(phrase, meaning);
    const words = phrase.split(' ');
    const first = words[0] ?? '';
    this.#longestByFirstWord.set(first, Math.max(words.length, this.#longestByFirstWord.get(first) ?? 0));
  }

  #addAll(list: string | readonly string[], meaning: Meaning): void {
    for (const phrase of typeof list === 'string' ? split(list) : list) {
      this.#add(phrase, meaning);
    }
  }

  #addJoins(): void {
    for (const type of keysOf(joiningPhrases)) {
      this.#addAll(joiningPhrases[type], { type: type satisfies JoinType });
    }
    for (const phrase of misleadingPhrases) {
      this.#add(phrase, { type: 'word', role: 'noun', words: phrase.split(' ') });
    }
    this.#addAll(relativeDates, { type: 'ignored', why: 'relative-date' });
    this.#addAll(silentWords, { type: 'silent' });
    this.#addAll(eachOther, { type: 'each-other' });
    this.#add('by', { type: 'relation', why: 'relation', relation: 'next-to', sense: passingSense });
    for (const relation of keysOf(spatialRelations)) {
      this.#addAll(spatialRelations[relation] ?? '', { type: 'relation', why: 'relation', relation });
    }
    for (const [phrases, sense] of directionSenses) {
      this.#addAll(phrases, { type: 'relation', why: 'direction', sense });
    }
    this.#addAll(relationPhrases.relation, { type: 'relation', why: 'relation' });
    this.#addAll(relationPhrases.direction, { type: 'relation', why: 'direction' });
  }

  #addPicture(): void {
    for (const [phrase, moves] of cameraPhrases) {
      this.#add(phrase, { type: 'camera', moves });
    }
    for (const [phrase, cuts] of cutPhrases) {
      this.#add(phrase, { type: 'cut', cuts });
    }
    for (const light of keysOf<Light>(lightPhrases)) {
      this.#addAll(lightPhrases[light], { type: 'light', light });
    }
    for (const colour of keysOf<ColourName>(colourWords)) {
      this.#addAll(colourWords[colour], { type: 'colour', colours: [colour] });
    }
    for (const [word, colours] of betweenColours) {
      this.#add(word, { type: 'colour', colours });
    }
    for (const size of keysOf<RelativeSize>(sizeAdjectives)) {
      this.#addAll(sizePhrases[size], { type: 'size', size, isPhrase: true });
      this.#addAll(sizeAdjectives[size], { type: 'size', size, isPhrase: false });
    }
    for (const posture of keysOf(postureWords)) {
      this.#addAll(postureWords[posture], { type: 'posture', posture });
    }
    for (const motion of keysOf<PictureMotion>(motionPhrases)) {
      this.#addAll(motionPhrases[motion], { type: 'motion', motion, isParticiple: false });
    }
  }

  #addVerbs(): void {
    for (const motion of keysOf(motionVerbs)) {
      for (const verb of motionVerbs[motion].split(' ')) {
        const sense = motionVerbSenses.get(verb);
        for (const form of verbForms(verb)) {
          const isParticiple = form.endsWith('ing');
          this.#add(form, { type: 'motion', motion, isParticiple, ...(sense === undefined ? {} : { sense }) });
        }
      }
    }
    for (const [verb, sense] of trackVerbs) {
      for (const form of verbForms(verb)) {
        this.#add(form, { type: 'action', sense, role: 'verb', words: [form] });
      }
    }
    for (const phrase of split(slowWords)) {
      this.#add(phrase, { type: 'action', sense: slowSense, role: 'adverb', words: phrase.split(' ') });
    }
  }

  #addThings(): void {
    for (const phrase of wearablePhrases) {
      this.#add(phrase, { type: 'word', role: 'worn', words: phrase.split(' ') });
    }
    for (const [phrase, form] of allThingWords()) {
      this.#add(phrase, { type: 'thing', ...form });
    }
    for (const word of wearables) {
      this.#add(word, { type: 'word', role: 'worn', words: [word] });
    }
    for (const word of bodyParts) {
      this.#add(word, { type: 'word', role: 'body', words: [word] });
    }
  }
}
