import type { Bearer } from '../../contract/plan.ts';
import type { Draft, LeafContent, ThingDraft } from './draft.ts';
import { joined, leafOf } from './draft.ts';
import type { Lexeme, Meaning } from './lexeme.ts';
import type { ThingWord } from './lexicon/thing-words.ts';

/** A thing of which nothing more is said yet. */
export function bareThing(lexeme: Lexeme, word: ThingWord): ThingDraft {
  return { word, colours: null, size: null, place: null, posture: null, count: null, ...rangeOf(lexeme) };
}

export function bearerOf({ word }: ThingDraft): Bearer {
  return { classes: [...word.classes], noun: word.noun };
}

export function rangeOf({ start, end }: Lexeme): { start: number; end: number } {
  return { start, end };
}

export function isPerson(thing: ThingDraft): boolean {
  return thing.word.classes.includes('person');
}

/** The draft of a meaning that needs no neighbour; null for meanings that do. */
export function leavesOf(lexeme: Lexeme, meaning: Meaning): Draft | null {
  const any = (contents: readonly LeafContent[]): Draft | null =>
    joined(
      'any',
      contents.map((content) => leafOf(content, lexeme)),
    );
  switch (meaning.type) {
    case 'either':
      return joined(
        'any',
        meaning.meanings.map((each) => leavesOf(lexeme, each)).filter((each) => each !== null),
      );
    case 'thing':
      return { kind: 'thing', thing: bareThing(lexeme, meaning.word) };
    case 'colour':
      return any(meaning.colours.map((colour) => ({ kind: 'colour', colour })));
    case 'light':
      return any([{ kind: 'light', light: meaning.light }]);
    case 'camera':
      return any(meaning.moves.map((move) => ({ kind: 'camera', move })));
    case 'cut':
      return any(meaning.cuts.map((cut) => ({ kind: 'cut', cut })));
    case 'speech':
      return any([{ kind: 'speech', words: [...meaning.words], isPhrase: meaning.isPhrase }]);
    case 'quote':
      return any([
        { kind: 'speech', words: [...meaning.words], isPhrase: true },
        { kind: 'name', words: [...meaning.words], lead: null, isHard: false },
      ]);
    case 'name':
      return leafOf({ kind: 'name', words: [...meaning.words], lead: meaning.lead, isHard: meaning.isHard }, lexeme);
    default:
      return null;
  }
}
