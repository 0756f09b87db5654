/**
 * The grammar of queries. Loosest first:
 *
 *     query    = part { THEN part }                      in time, one after another
 *              | part BEFORE part | part AFTER part      AFTER swaps its sides; "after X, Y" is X then Y
 *     part     = conjunct { (AND | ',') conjunct }       all together
 *     conjunct = piece { OR piece }
 *     piece    = { thing | colour | light | camera | motion | cut | speech | name | words | NOT scope }
 *
 * - Things that stand side by side, or that a relation joins ("a person at a table"), are `all`. The relation itself
 *   ("at") is reported as ignored.
 * - OR joins the two units beside it: "a dog or a cat on a table" is (dog or cat) and table. Where both sides have
 *   several units ("people walking or cars driving") it joins the whole sides. "Cats, dogs or birds" is one choice of
 *   three: commas before an OR join like it as long as a single thing stands between them.
 * - NOT takes what follows up to the next relation, AND, comma, or word about light, camera, cuts, speech or names, and
 *   continues over OR: "no people or cars at night" is (neither people nor cars) and dark.
 * - An attribute belongs to the noun behind it ("red car"), to the thing before it after "in", "is" or a place phrase
 *   ("the car is red", "a person on the left"). The colour of something worn is a colour of the person. The colour of
 *   an unknown noun is a colour anywhere in the picture.
 * - A bare number is exact ("two people" is two); "at least two", "two or more", "2+" have no upper end; a noun without
 *   a number, singular or plural, is one or more.
 * - Nothing inside a quotation is grammar.
 */
import { joined, leafOf, type Draft, type Note, type ThingDraft } from './draft.ts';
import type { Lexeme } from './lexeme.ts';
import { allThingWords } from './lexicon/thing-words.ts';
import { bearerOf } from './meaning-drafts.ts';
import { PhraseAssembler } from './phrase-assembler.ts';

export interface ParsedQuery {
  readonly draft: Draft | null;
  readonly notes: readonly Note[];
}

/** A negated part that is already parsed stands in a piece like a lexeme. */
type PieceItem = Lexeme | { readonly group: Draft };
const isGroup = (item: PieceItem): item is { readonly group: Draft } => 'group' in item;
const isLexeme = (item: PieceItem): item is Lexeme => !isGroup(item);

interface State {
  readonly notes: Note[];
  previousThing: ThingDraft | null;
  previousActor: ThingDraft | null;
}

/** Joins the meanings of a query to one tree, by the grammar above. */
export function parseQuery(lexemes: readonly Lexeme[]): ParsedQuery {
  const state: State = { notes: [], previousThing: null, previousActor: null };
  const parts = splitInTime(lexemes.flatMap(expandNobody)).map((part) => parsePart(part, state));
  return {
    draft: joined(
      'then',
      parts.filter((part) => part !== null),
    ),
    notes: state.notes,
  };
}

/** "nobody" is "no person". */
function expandNobody(lexeme: Lexeme): Lexeme[] {
  if (lexeme.meaning.type !== 'nobody') {
    return [lexeme];
  }
  const person = allThingWords().get('person')!;
  return [
    { ...lexeme, meaning: { type: 'not' } },
    { ...lexeme, meaning: { type: 'thing', ...person } },
  ];
}

type TimeJoin = 'then' | 'before' | 'after';

function splitInTime(lexemes: readonly Lexeme[]): Lexeme[][] {
  const parts: Lexeme[][] = [];
  let current: Lexeme[] = [];
  let join: TimeJoin = 'then';
  const close = (): void => {
    // "A after B" happens in the order B, A.
    const position = join === 'after' && parts.length > 0 ? parts.length - 1 : parts.length;
    parts.splice(position, 0, ...(parts.length === 0 && join !== 'then' ? leadingClause(current, join) : [current]));
    current = [];
  };
  for (const lexeme of lexemes) {
    const { type } = lexeme.meaning;
    if (type === 'then' || type === 'before' || type === 'after') {
      if (current.some(hasContent)) {
        close();
      }
      join = type;
    } else {
      current.push(lexeme);
    }
  }
  close();
  return parts;
}

function hasContent({ meaning }: Lexeme): boolean {
  return !['silent', 'comma', 'determiner', 'each-other', 'and', 'be'].includes(meaning.type);
}

/** "After a car passes, a person walks": the clause ends at its first comma. */
function leadingClause(lexemes: readonly Lexeme[], join: TimeJoin): Lexeme[][] {
  const comma = lexemes.findIndex(({ meaning }) => meaning.type === 'comma');
  if (comma === -1) {
    return [[...lexemes]];
  }
  const clause = lexemes.slice(0, comma);
  const main = lexemes.slice(comma + 1);
  return join === 'before' ? [main, clause] : [clause, main];
}

function parsePart(lexemes: readonly Lexeme[], state: State): Draft | null {
  state.previousThing = null;
  const conjuncts = mergeChoices(splitConjuncts(joinColours(lexemes)));
  const parts = conjuncts.map((conjunct) => parseConjunct(conjunct, state));
  return joined(
    'all',
    parts.filter((part) => part !== null),
  );
}

/** "a black and white cat": between two colours before a noun the joining word is no join. */
function joinColours(lexemes: readonly Lexeme[]): Lexeme[] {
  return lexemes.filter(({ meaning }, index) => {
    const isJoin = meaning.type === 'and' || meaning.type === 'or';
    const before = lexemes[index - 1]?.meaning.type;
    const after = lexemes[index + 1]?.meaning.type;
    const noun = lexemes[index + 2]?.meaning.type;
    return !(isJoin && before === 'colour' && after === 'colour' && (noun === 'thing' || noun === 'word'));
  });
}

function splitConjuncts(lexemes: readonly Lexeme[]): Lexeme[][] {
  const conjuncts: Lexeme[][] = [[]];
  for (const lexeme of lexemes) {
    if (lexeme.meaning.type === 'and' || lexeme.meaning.type === 'comma') {
      conjuncts.push([]);
      if (lexeme.meaning.type === 'comma') {
        conjuncts.at(-1)!.push(lexeme);
      }
    } else {
      conjuncts.at(-1)!.push(lexeme);
    }
  }
  return conjuncts.filter((conjunct) => conjunct.some(hasContent));
}

/** "cats, dogs or birds": a comma before a choice joins like the choice, as long as single things stand between. */
function mergeChoices(conjuncts: readonly Lexeme[][]): Lexeme[][] {
  const merged: Lexeme[][] = [];
  for (const conjunct of conjuncts.toReversed()) {
    const following = merged[0];
    const comma = following?.[0];
    const isChoice = following?.some(({ meaning }) => meaning.type === 'or') ?? false;
    if (following !== undefined && comma?.meaning.type === 'comma' && isChoice && isSingleThing(conjunct)) {
      merged[0] = [...conjunct, { ...comma, meaning: { type: 'or' } }, ...following.slice(1)];
    } else {
      merged.unshift([...conjunct]);
    }
  }
  return merged;
}

function isSingleThing(lexemes: readonly Lexeme[]): boolean {
  const allowed = ['thing', 'comma', 'silent', 'determiner', 'colour', 'size', 'count', 'not'];
  return (
    lexemes.every(({ meaning }) => allowed.includes(meaning.type)) &&
    lexemes.filter(({ meaning }) => meaning.type === 'thing').length === 1
  );
}

function parseConjunct(lexemes: readonly Lexeme[], state: State): Draft | null {
  const pieces: PieceItem[][] = [[]];
  for (const item of groupNegations(lexemes, state)) {
    if (!isGroup(item) && item.meaning.type === 'or') {
      pieces.push([]);
    } else {
      pieces.at(-1)!.push(item);
    }
  }
  const units = pieces.map((piece) => assemble(piece, { state, isNegative: false }));
  return joinChoices(units.filter((piece) => piece.length > 0));
}

function groupNegations(lexemes: readonly Lexeme[], state: State): PieceItem[] {
  const items: PieceItem[] = [];
  let index = 0;
  while (index < lexemes.length) {
    const lexeme = lexemes[index]!;
    if (lexeme.meaning.type !== 'not') {
      items.push(lexeme);
      index += 1;
      continue;
    }
    const end = negationEnd(lexemes, index + 1);
    const negated = parseNegated(lexemes.slice(index + 1, end), thingBefore(lexemes.slice(0, index), state));
    if (negated !== null) {
      items.push({ group: { kind: 'not', part: negated } });
    }
    index = end;
  }
  return items;

  function parseNegated(scope: readonly Lexeme[], previousThing: ThingDraft | null): Draft | null {
    const pieces = splitAtOr(scope).map((piece) =>
      assemble(piece, { state: { ...state, previousThing }, isNegative: true }),
    );
    return joinChoices(pieces.filter((piece) => piece.length > 0));
  }
}

/** The thing that a negated attribute is about. Its notes are made when the piece itself is read. */
function thingBefore(lexemes: readonly Lexeme[], state: State): ThingDraft | null {
  const assembler = new PhraseAssembler({ ...state, notes: [], isNegative: false });
  assembler.read(lexemes);
  return assembler.lastThing ?? state.previousThing;
}

function splitAtOr(lexemes: readonly Lexeme[]): Lexeme[][] {
  const pieces: Lexeme[][] = [[]];
  for (const lexeme of lexemes) {
    if (lexeme.meaning.type === 'or') {
      pieces.push([]);
    } else {
      pieces.at(-1)!.push(lexeme);
    }
  }
  return pieces;
}

const standsAlone: ReadonlySet<string> = new Set(['light', 'camera', 'cut', 'speech', 'quote', 'name']);
const endsNegation: ReadonlySet<string> = new Set(['relation', 'in', 'not', 'absent']);

function negationEnd(lexemes: readonly Lexeme[], start: number): number {
  let end = start;
  let isFirst = true;
  while (end < lexemes.length) {
    const { type } = lexemes[end]!.meaning;
    if (!isFirst && (endsNegation.has(type) || standsAlone.has(type))) {
      break;
    }
    if (lexemes.slice(start, end).some(isThing) && isNoun(lexemes[end]!)) {
      break;
    }
    isFirst &&= !hasContent(lexemes[end]!) || type === 'not' || type === 'in';
    end += 1;
  }
  return end;
}

function isThing({ meaning }: Lexeme): boolean {
  return meaning.type === 'thing';
}

/** A noun behind a negated thing is a part of its own: "an empty street" has a street. */
function isNoun({ meaning }: Lexeme): boolean {
  return meaning.type === 'word' && ['noun', 'worn', 'body'].includes(meaning.role);
}

function assemble(
  items: readonly PieceItem[],
  { state, isNegative }: { readonly state: State; readonly isNegative: boolean },
): Draft[] {
  const assembler = new PhraseAssembler({ ...state, isNegative });
  const units = assembler.read(items.filter(isLexeme));
  state.previousThing = assembler.lastThing ?? state.previousThing;
  state.previousActor = state.previousThing ?? state.previousActor;
  return [...units, ...items.filter(isGroup).map(({ group }) => group)];
}

/** OR between pieces: the units beside it, or the whole pieces where the first and the last have several. */
function joinChoices(pieces: readonly Draft[][]): Draft | null {
  const first = pieces[0] ?? [];
  const last = pieces.at(-1) ?? [];
  if (pieces.length < 2) {
    return joined('all', first);
  }
  const middles = pieces.slice(1, -1);
  if ((pictureCount(first) > 1 && pictureCount(last) > 1) || middles.some((piece) => pictureCount(piece) > 1)) {
    return joined(
      'any',
      pieces.map((piece) => joined('all', piece)!),
    );
  }
  const leftCut = lastUnitStart(first);
  const rightCut = firstUnitEnd(last);
  const choices = [first.slice(leftCut), ...middles, last.slice(0, rightCut)];
  const choice = joined(
    'any',
    choices.map((each) => joined('all', each)!),
  )!;
  const rest = last.slice(rightCut).map((unit) => ofAnyOf(unit, choices.flat()));
  return joined('all', [...first.slice(0, leftCut), choice, ...rest]);
}

/** "a dog or a cat on a table": what one of them is or does, the other may be or do. */
function ofAnyOf(unit: Draft, choices: readonly Draft[]): Draft {
  const bearers = choices.flatMap((each) => (each.kind === 'thing' ? [bearerOf(each.thing)] : []));
  if (unit.kind !== 'leaf' || !('subject' in unit.leaf.content)) {
    return unit;
  }
  const { subject } = unit.leaf.content;
  const isOne = bearers.some(({ classes }) => classes.join() === subject.classes.join());
  const classes = [...new Set(bearers.flatMap((bearer) => bearer.classes))];
  return isOne && bearers.length > 1
    ? leafOf({ ...unit.leaf.content, subject: { classes, noun: null } }, unit.leaf)
    : unit;
}

const isWords = (unit: Draft): boolean => unit.kind === 'leaf' && unit.leaf.content.kind === 'words';

function pictureCount(units: readonly Draft[]): number {
  return units.filter((unit) => !isWords(unit)).length;
}

/** The last unit takes the words that go with it ("woman" with its person). */
function lastUnitStart(units: readonly Draft[]): number {
  const index = units.findLastIndex((unit) => !isWords(unit));
  return index === -1 ? units.length - 1 : index;
}

function firstUnitEnd(units: readonly Draft[]): number {
  const index = units.findIndex((unit) => !isWords(unit));
  if (index !== 0) {
    return 1;
  }
  const next = units.findIndex((unit, position) => position > 0 && !isWords(unit));
  return next === -1 ? units.length : next;
}
