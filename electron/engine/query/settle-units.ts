import type { Place } from '../../contract/plan.ts';
import { leafOf, type Draft, type Note } from './draft.ts';
import type { Lexeme } from './lexeme.ts';
import type { ThingWord } from './lexicon/thing-words.ts';
import { rangeOf } from './meaning-drafts.ts';

/** "the right bottle is missing": the last thing is one that must not be there. */
export function negateLastThing(units: Draft[]): void {
  const index = units.findLastIndex((unit) => unit.kind === 'thing');
  const unit = units[index];
  if (unit !== undefined) {
    units[index] = { kind: 'not', part: unit };
  }
}

interface ReadPlace {
  readonly value: Place;
  readonly lexeme: Lexeme;
}

/** "something moves on the left": whether the last movement took the place. */
export function placeLastMotion(units: Draft[], place: ReadPlace): boolean {
  const index = units.findLastIndex((unit) => unit.kind === 'leaf' && unit.leaf.content.kind === 'motion');
  const unit = units[index];
  if (unit?.kind !== 'leaf' || unit.leaf.content.kind !== 'motion') {
    return false;
  }
  const start = Math.min(unit.leaf.start, place.lexeme.start);
  const end = Math.max(unit.leaf.end, place.lexeme.end);
  units[index] = leafOf({ ...unit.leaf.content, place: place.value }, { start, end });
  return true;
}

/** "a taxi" is a car to the detector: that is said, and the word itself is looked for in speech and names. */
export function narrowerThan(lexeme: Lexeme, { word, classes }: ThingWord): { note: Note; words: Draft } {
  const words = word.split(' ').filter((each) => each !== 'of');
  return {
    note: { ...rangeOf(lexeme), why: { code: 'narrower', classes: [...classes], word } },
    words: leafOf({ kind: 'words', words }, lexeme),
  };
}
