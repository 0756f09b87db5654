import type { Place } from '../../contract/plan.ts';
import { frameNouns, sideLeads, sideNouns, sideWords } from './lexicon/sizes-and-places.ts';
import type { Meaning, Reading } from './lexeme.ts';
import type { PhraseTable } from './phrase-table.ts';
import type { Sentence } from './sentence.ts';

const articles: ReadonlySet<string> = new Set(['the', 'its', 'his', 'her', 'their', 'a']);
const notSpatialBefore: ReadonlySet<string> = new Set(['all', "that's", 'alright', 'you', 'human', 'civil']);
const turningVerbs = /^(?:turn|look|lean|face|point|glance|head|veer|swerve|steer)(?:s|ed|ing)?$/u;

interface Side {
  readonly place: Place;
  readonly next: number;
  /** A noun of place followed ("left half", "top corner"). */
  readonly hasNoun: boolean;
}

/**
 * A place in the picture: "on the left", "in the top corner", "in the middle of the frame", "left bottle". A side of
 * something else ("left of the table") is a relation, the side to which something moves a direction.
 */
export function readPlace(sentence: Sentence, index: number, table: PhraseTable): Reading | null {
  const isLead = sideLeads.has(sentence.key(index));
  let start = isLead ? index + 1 : index;
  start += articles.has(sentence.key(start)) && isLead ? 1 : 0;
  start += ['far', 'extreme', 'very'].includes(sentence.key(start)) ? 1 : 0;
  const side = readSide(sentence, start);
  if (side === null || !isSpatial(sentence, index)) {
    return null;
  }
  if (sentence.key(side.next) === 'of') {
    return readOf(sentence, { index, side, isLead });
  }
  if (isLead) {
    return readLed(sentence, { index, side }, table);
  }
  return readBare(sentence, { index, side }, table);
}

function readSide(sentence: Sentence, start: number): Side | null {
  const first = sideWords.get(sentence.key(start));
  if (first === undefined) {
    return null;
  }
  let next = start + 1;
  const second = sideWords.get(sentence.key(next));
  next += second === undefined ? 0 : 1;
  next += sentence.key(next) === 'hand' && sideNouns.has(sentence.key(next + 1)) ? 1 : 0;
  const hasNoun = sideNouns.has(sentence.key(next));
  // One place is kept: of "top left" the side, because pictures are wider than high.
  const place = second !== undefined && (first === 'top' || first === 'bottom') ? second : first;
  return { place, next: next + (hasNoun ? 1 : 0), hasNoun };
}

function isSpatial(sentence: Sentence, index: number): boolean {
  const before = sentence.key(index - 1);
  const after = sentence.key(index + 1);
  return !(sentence.key(index) === 'right' && (notSpatialBefore.has(before) || ['now', 'away', '?'].includes(after)));
}

/** "left of the frame" is a place, "left of the table" a relation, "the middle of the night" neither. */
function readOf(sentence: Sentence, found: { index: number; side: Side; isLead: boolean }): Reading | null {
  const { index, side } = found;
  let noun = side.next + 1;
  noun += articles.has(sentence.key(noun)) || sentence.key(noun) === 'this' ? 1 : 0;
  if (frameNouns.has(sentence.key(noun))) {
    return { meaning: { type: 'place', place: side.place, isPhrase: true }, tokenCount: noun + 1 - index };
  }
  const isHorizontal = side.place === 'left' || side.place === 'right';
  return found.isLead || isHorizontal
    ? { meaning: { type: 'relation', why: 'relation' }, tokenCount: side.next + 1 - index }
    : null;
}

function readLed(sentence: Sentence, found: { index: number; side: Side }, table: PhraseTable): Reading | null {
  const { index, side } = found;
  const tokenCount = side.next - index;
  const lead = sentence.key(index);
  const isToward = ['to', 'from', 'towards', 'toward'].includes(lead);
  if (isToward && (lead !== 'to' || isMoving(sentence, index - 1, table))) {
    return { meaning: directionOf(side.place, lead === 'from'), tokenCount };
  }
  // "at the left bottle": the side belongs to the noun behind it, and the lead is a relation of its own.
  const isBeforeThing = !side.hasNoun && table.longest(sentence, side.next)?.meaning.type === 'thing';
  const isBeforeNoun = !side.hasNoun && ['NOUN', 'PROPN'].includes(sentence.partOfSpeech(side.next));
  const isKnownNext = table.longest(sentence, side.next) !== null;
  return isBeforeThing || (isBeforeNoun && !isKnownNext)
    ? null
    : { meaning: { type: 'place', place: side.place, isPhrase: true }, tokenCount };
}

function readBare(
  sentence: Sentence,
  { index, side }: { index: number; side: Side },
  table: PhraseTable,
): Reading | null {
  const tokenCount = side.next - index;
  const isHorizontal = side.place === 'left' || side.place === 'right';
  const next = table.longest(sentence, side.next)?.meaning;
  if (isMoving(sentence, index - 1, table) && next?.type !== 'thing') {
    return { meaning: directionOf(side.place, false), tokenCount };
  }
  if (sentence.key(index) === 'left' && isVerbLeft(sentence, index)) {
    const sense = { action: 'leaves', link: null } as const;
    return { meaning: { type: 'motion', motion: 'moving', isParticiple: false, sense }, tokenCount };
  }
  const isKnown = isHorizontal || side.hasNoun || next?.type === 'thing' || next?.type === 'colour';
  const meaning: Meaning = { type: 'place', place: side.place, isPhrase: side.hasNoun };
  return isKnown ? { meaning, tokenCount } : null;
}

const opposites = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' } as const;
const actionTo = { left: 'moves-left', right: 'moves-right', top: 'moves-up', bottom: 'moves-down' } as const;

/** To a side of the picture; what comes from the left moves right. */
function directionOf(place: Place, isFrom: boolean): Meaning {
  if (place === 'centre') {
    return { type: 'relation', why: 'direction' };
  }
  const action = actionTo[isFrom ? opposites[place] : place];
  return { type: 'relation', why: 'direction', sense: { action, link: null } };
}

/** "the man left the room", "has left". */
function isVerbLeft(sentence: Sentence, index: number): boolean {
  const before = sentence.key(index - 1);
  const after = sentence.key(index + 1);
  const hasObject =
    articles.has(after) && index > 0 && ['NOUN', 'PRON', 'PROPN'].includes(sentence.partOfSpeech(index - 1));
  return ['has', 'have', 'had', 'just'].includes(before) || hasObject;
}

function isMoving(sentence: Sentence, index: number, table: PhraseTable): boolean {
  const meaning = table.get(sentence.key(index));
  return meaning?.type === 'motion' || turningVerbs.test(sentence.key(index));
}
