import type { Action, Bearer, Relation } from '../../contract/plan.ts';
import { leafOf, type Draft, type ThingDraft } from './draft.ts';
import type { Lexeme, Meaning } from './lexeme.ts';
import { bearerOf, isPerson } from './meaning-drafts.ts';
import type { ActionSense } from './lexicon/action-words.ts';

interface Moved {
  /** Null where nothing that could be tracked was named. */
  readonly subject: Bearer | null;
  readonly lexeme: Lexeme;
  /** Where the words also say that something in the picture moves. */
  readonly motionUnit: Draft | null;
}

interface Link extends Moved {
  readonly subject: Bearer;
  readonly relation: Relation;
  readonly fallback: Action | null;
}

/** Makes actions and relations of the verbs and directions of one piece, and puts them among its units. */
export class ActionPhrases {
  readonly #units: Draft[];
  #moved: Moved | null = null;
  #link: Link | null = null;
  #fast: Omit<Moved, 'subject'> | null = null;

  constructor(units: Draft[]) {
    this.#units = units;
  }

  /** A verb, of which perhaps nothing is known beyond movement. Whether it says something of what is tracked. */
  takeVerb(sense: ActionSense | undefined, moved: Moved): boolean {
    this.end();
    // Whoever turns left does so as seen by himself.
    this.#moved = sense?.action === 'turns' ? null : moved;
    return sense !== undefined && this.#take(sense, moved);
  }

  /** What follows a word of movement: a direction, or how it is done. */
  takeDirection(sense: ActionSense, lexeme: Lexeme): boolean {
    const moved = this.#moved;
    if (moved === null) {
      return false;
    }
    const whole = {
      ...lexeme,
      start: Math.min(moved.lexeme.start, lexeme.start),
      end: Math.max(moved.lexeme.end, lexeme.end),
    };
    if (sense.action?.startsWith('moves-') === true) {
      // "away up the frame": the way is the surer of the two.
      this.#drop('goes-away');
    }
    this.#link = null;
    return this.#take(sense, { ...moved, lexeme: whole });
  }

  /** "a fast car": of the thing that stands right behind. */
  takeBeforeThing(fast: Omit<Moved, 'subject'>): void {
    this.#fast = fast;
  }

  /** The next thing is what a verb or a direction was about. */
  takeThing(thing: ThingDraft): void {
    const link = this.#link;
    const fast = this.#fast;
    this.#link = null;
    this.#moved = null;
    this.#fast = null;
    if (link !== null) {
      this.#relate(link, bearerOf(thing));
    }
    if (fast !== null) {
      this.#act('fast', { ...fast, subject: bearerOf(thing) });
    }
  }

  takeEachOther(): void {
    if (this.#link !== null) {
      this.#relate(this.#link, this.#link.subject);
      this.#link = null;
    }
  }

  /** No thing came: what the verb says by itself. */
  end(): void {
    const link = this.#link;
    this.#link = null;
    if (link !== null && link.fallback !== null) {
      this.#act(link.fallback, link);
    } else if (link?.relation === 'meets') {
      this.#relate(link, link.subject);
    }
  }

  #take({ action, link }: ActionSense, moved: Moved): boolean {
    const { subject } = moved;
    if (subject === null) {
      return false;
    }
    if (link !== null) {
      this.#link = { ...moved, subject, relation: link, fallback: action };
    } else if (action !== null) {
      this.#act(action, { ...moved, subject });
    }
    return true;
  }

  #act(action: Action, { subject, lexeme, motionUnit }: Moved & { readonly subject: Bearer }): void {
    this.#standIn(motionUnit);
    this.#units.push(leafOf({ kind: 'action', action, subject }, lexeme));
  }

  #relate({ relation, subject, lexeme, motionUnit }: Link, object: Bearer): void {
    this.#standIn(motionUnit);
    this.#units.push(leafOf({ kind: 'relation', relation, subject, object }, lexeme));
  }

  #standIn(motionUnit: Draft | null): void {
    const index = motionUnit === null ? -1 : this.#units.findIndex((unit) => isSameLeaf(unit, motionUnit));
    const unit = this.#units[index];
    if (unit?.kind === 'leaf' && unit.leaf.content.kind === 'motion') {
      this.#units[index] = leafOf({ ...unit.leaf.content, isStandIn: true }, unit.leaf);
    }
  }

  #drop(action: Action): void {
    const last = this.#units.at(-1);
    if (last?.kind === 'leaf' && last.leaf.content.kind === 'action' && last.leaf.content.action === action) {
      this.#units.pop();
    }
  }
}

/** A leaf changes its content on the way, never its place in the text. */
function isSameLeaf(a: Draft, b: Draft): boolean {
  return (
    a.kind === 'leaf' &&
    b.kind === 'leaf' &&
    a.leaf.content.kind === b.leaf.content.kind &&
    a.leaf.start === b.leaf.start
  );
}

/** Of a direction what it says here: "down the corridor" is along it, and only the end of "walks down" is a way. */
export function directionOf({ sense }: { readonly sense?: ActionSense }, next: Lexeme | null): ActionSense | null {
  const isUpOrDown = sense?.action === 'moves-up' || sense?.action === 'moves-down';
  const isAlong = isUpOrDown && ['determiner', 'word', 'thing'].includes(next?.meaning.type ?? '');
  return sense === undefined || isAlong ? null : sense;
}

const fastSense: ActionSense = { action: 'fast', link: null };
const staySense: ActionSense = { action: 'stays', link: null };

/** What tracks tell of a word of movement, or of none. */
export function senseOf({ motion, sense }: Extract<Meaning, { type: 'motion' }>): ActionSense | undefined {
  return sense ?? (motion === 'fast' ? fastSense : motion === 'still' ? staySense : undefined);
}

/** Things that somebody "on" them holds or looks at. */
const screens: ReadonlySet<string> = new Set(['cell phone', 'laptop', 'tv', 'keyboard', 'mouse', 'remote']);

/** What a word of place says of two things; null where boxes cannot tell it. */
export function spatialRelation(lexeme: Lexeme, subject: ThingDraft | null, object: ThingDraft | null): Draft | null {
  const { meaning } = lexeme;
  const relation = meaning.type === 'in' ? 'inside' : meaning.type === 'relation' ? meaning.relation : undefined;
  if (relation === undefined || subject === null || object === null) {
    return null;
  }
  const isUse = relation === 'on' && isPerson(subject) && object.word.classes.some((each) => screens.has(each));
  return isUse
    ? null
    : leafOf({ kind: 'relation', relation, subject: bearerOf(subject), object: bearerOf(object) }, lexeme);
}

interface Mentioned {
  readonly previousThing: ThingDraft | null;
  readonly previousActor: ThingDraft | null;
}

/** Who does what a verb says; null where nobody was named that can be tracked. */
export function actorOf(
  thing: ThingDraft | null,
  { previousThing, previousActor }: Mentioned,
  isFirst: boolean,
): Bearer | null {
  const actor = thing ?? previousThing ?? (isFirst ? previousActor : null);
  return actor === null ? null : bearerOf(actor);
}
