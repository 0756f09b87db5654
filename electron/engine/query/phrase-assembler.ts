import type { ColourName } from '../../contract/colours.ts';
import type { IgnoredKind } from '../../contract/ignored-why.ts';
import type { Bearer } from '../../contract/plan.ts';
import { ActionPhrases, actorOf, directionOf, senseOf, spatialRelation } from './action-phrases.ts';
import { roleWhys, type AssemblerContext } from './assembler-context.ts';
import { joined, leafOf, type Draft, type ThingDraft } from './draft.ts';
import type { Lexeme, Meaning } from './lexeme.ts';
import { bareThing, isPerson, leavesOf, rangeOf } from './meaning-drafts.ts';
import { PendingAttributes, type Attribute } from './pending-attributes.ts';
import { narrowerThan, negateLastThing, placeLastMotion } from './settle-units.ts';

type MeaningOf<T extends Meaning['type']> = Extract<Meaning, { readonly type: T }>;

const enterSense = { action: 'enters', link: null } as const;
const anything: Bearer = { classes: [], noun: null };

/** Joins the meanings of one piece (no `and`, `or`, `then`, `not` inside) to things with attributes and other atoms. */
export class PhraseAssembler {
  readonly #context: AssemblerContext;
  readonly #units: Draft[] = [];
  readonly #actions = new ActionPhrases(this.#units);
  readonly #pending = new PendingAttributes();
  /** Unknown nouns of the noun phrase under way. */
  #nouns: Lexeme[] = [];
  #thing: ThingDraft | null = null;
  #isLed = false;
  #relation: Lexeme | null = null;

  constructor(context: AssemblerContext) {
    this.#context = context;
  }

  get lastThing(): ThingDraft | null {
    return this.#thing;
  }

  /** The units of the piece, in the order of the text. */
  read(lexemes: readonly Lexeme[]): Draft[] {
    lexemes.forEach((lexeme, index) => {
      this.#take(lexeme, lexemes[index + 1] ?? null);
    });
    this.#actions.end();
    this.#endPhrase(true);
    return this.#units;
  }

  #take(lexeme: Lexeme, next: Lexeme | null): void {
    const { meaning } = lexeme;
    switch (meaning.type) {
      case 'thing':
        return this.#takeThing(lexeme, meaning);
      case 'count':
        return this.#takeCount(lexeme, meaning);
      case 'colour':
        return this.#takeColour(lexeme, meaning.colours);
      case 'size':
        return this.#takeSize(lexeme, meaning);
      case 'place':
        return this.#takePlace(lexeme, meaning, next);
      case 'posture':
        return this.#takePosture(lexeme, meaning, next);
      case 'word':
        return this.#takeWord(lexeme, meaning);
      case 'motion':
        return this.#takeMotion(lexeme, meaning, next);
      case 'action':
        return this.#takeAction(lexeme, meaning, next);
      case 'relation':
      case 'in':
        return this.#takeRelation(lexeme, meaning, next);
      case 'each-other':
        return this.#actions.takeEachOther();
      case 'be':
        this.#endPhrase(false);
        this.#isLed = true;
        return;
      case 'determiner':
        return this.#nouns.length > 0 ? this.#endPhrase(false) : undefined;
      case 'absent':
        this.#endPhrase(false);
        negateLastThing(this.#units);
        return;
      case 'ignored':
        this.#note(lexeme, meaning.why);
        return;
      default:
        return this.#takeLeaf(lexeme, meaning);
    }
  }

  #takeThing(lexeme: Lexeme, { word }: MeaningOf<'thing'>): void {
    const thing = bareThing(lexeme, word);
    const relation = this.#useRelation(thing);
    this.#dropUnsuited(thing);
    for (const attribute of [
      'count',
      'colours',
      'size',
      'place',
      ...(isPerson(thing) ? (['posture'] as const) : []),
    ] as const) {
      this.#pending.attachTo(thing, attribute);
    }
    this.#addWords(this.#nouns);
    this.#nouns = [];
    this.#thing = thing;
    this.#isLed = false;
    this.#units.push({ kind: 'thing', thing });
    this.#units.push(...(relation === null ? [] : [relation]));
    this.#actions.takeThing(thing);
    if (word.isNarrower) {
      const { note, words } = narrowerThan(lexeme, word);
      this.#context.notes.push(note);
      this.#units.push(...(this.#context.isNegative ? [] : [words]));
    }
  }

  #dropUnsuited(thing: ThingDraft): void {
    const sizeMeaning = this.#pending.get('size')?.lexeme.meaning;
    if (isPerson(thing) && sizeMeaning?.type === 'size' && !sizeMeaning.isPhrase) {
      // "a big man" is tall or stout, which says nothing of his size in the picture.
      this.#drop('size', 'adjective');
    }
    const isPair = this.#pending.get('count')?.value.maxCount === 2;
    if (isPair && /^(?:scissors|skis?)$/u.test(thing.word.word)) {
      // "a pair of scissors" is one thing.
      this.#pending.take('count');
    }
  }

  #takeCount(lexeme: Lexeme, { count }: MeaningOf<'count'>): void {
    if (this.#nouns.length > 0) {
      this.#endPhrase(false);
    }
    this.#pending.set('count', { value: count, lexeme });
  }

  #takeColour(lexeme: Lexeme, colours: readonly ColourName[]): void {
    if (this.#nouns.length > 0) {
      this.#endPhrase(false);
    }
    const before = this.#pending.get('colours');
    this.#pending.set('colours', {
      value: before === null ? colours : [...new Set([...before.value, ...colours])],
      lexeme: before === null ? lexeme : { ...before.lexeme, end: lexeme.end },
    });
  }

  #takeSize(lexeme: Lexeme, { size, isPhrase }: MeaningOf<'size'>): void {
    this.#endPhrase(false);
    this.#pending.set('size', { value: size, lexeme });
    if (isPhrase && this.#thing !== null) {
      this.#attachOrDrop(this.#thing, 'size');
    }
  }

  #takePlace(lexeme: Lexeme, { place, isPhrase }: MeaningOf<'place'>, next: Lexeme | null): void {
    const isBeforeThing = ['thing', 'colour', 'size', 'word'].includes(next?.meaning.type ?? '');
    this.#pending.set('place', { value: place, lexeme });
    if ((isPhrase || !isBeforeThing) && this.#thing !== null && this.#thing.place === null) {
      this.#pending.attachTo(this.#thing, 'place');
    }
  }

  /** "a standing person", "a person standing"; who is not standing is read by `#endNegatedAttributes`. */
  #takePosture(lexeme: Lexeme, { posture }: MeaningOf<'posture'>, next: Lexeme | null): void {
    this.#endPhrase(false);
    this.#pending.set('posture', { value: posture, lexeme });
    const isBeforePerson = next?.meaning.type === 'thing' && next.meaning.word.classes.includes('person');
    const bearer = this.#thing ?? (this.#context.isNegative ? null : this.#context.previousThing);
    if (!isBeforePerson && bearer !== null && isPerson(bearer) && bearer.posture === null) {
      this.#pending.attachTo(bearer, 'posture');
    }
  }

  #takeWord(lexeme: Lexeme, { role }: MeaningOf<'word'>): void {
    if (role === 'noun' || role === 'worn' || role === 'body') {
      this.#nouns.push(lexeme);
      return;
    }
    if (role === 'verb') {
      this.#endPhrase(false);
    }
    this.#note(lexeme, roleWhys[role]);
    if (!this.#context.isNegative) {
      this.#addWords([lexeme]);
    }
  }

  #takeMotion(lexeme: Lexeme, meaning: MeaningOf<'motion'>, next: Lexeme | null): void {
    const { motion, isParticiple } = meaning;
    const isAdjectival =
      isParticiple && ['thing', 'word', 'colour'].includes(next?.meaning.type ?? '') && this.#nouns.length === 0;
    if (!isAdjectival) {
      this.#endPhrase(false);
    }
    const subject = this.#actor() ?? (motion === 'moving' && this.#isAnything() ? anything : null);
    const motionUnit = leafOf({ kind: 'motion', motion, place: null }, lexeme);
    this.#units.push(motionUnit);
    if (motion === 'fast' && next?.meaning.type === 'thing') {
      this.#actions.takeBeforeThing({ lexeme, motionUnit });
    } else {
      this.#actions.takeVerb(senseOf(meaning), { subject, lexeme, motionUnit });
    }
  }

  #takeAction(lexeme: Lexeme, { sense, role, words }: MeaningOf<'action'>, next: Lexeme | null): void {
    this.#endPhrase(false);
    // "turns her head": what somebody does with something else is not told by the box.
    const hasObject = sense.link === null && next?.meaning.type === 'determiner';
    const isTaken =
      role === 'adverb'
        ? this.#actions.takeDirection(sense, lexeme)
        : !hasObject && this.#actions.takeVerb(sense, { subject: this.#actor(), lexeme, motionUnit: null });
    if (!isTaken) {
      const word = { type: 'word', role, words } as const;
      this.#takeWord({ ...lexeme, meaning: word }, word);
    }
  }

  #actor(): Bearer | null {
    return actorOf(this.#thing, this.#context, this.#isAnything());
  }

  #isAnything(): boolean {
    return this.#units.length === 0 && this.#nouns.length === 0;
  }

  #takeRelation(lexeme: Lexeme, meaning: Meaning, next: Lexeme | null): void {
    this.#endPhrase(false);
    const sense = meaning.type === 'relation' ? directionOf(meaning, next) : next === null ? enterSense : null;
    if (sense !== null && this.#actions.takeDirection(sense, lexeme)) {
      this.#relation = null;
      return;
    }
    if (meaning.type === 'relation' && meaning.why === 'direction' && this.#units.length > 0) {
      this.#note(lexeme, 'direction');
      return;
    }
    this.#relation = this.#units.length > 0 ? lexeme : null;
    this.#isLed = meaning.type === 'in';
  }

  /** What stands by itself: light, camera, cut, speech, quotation, name. */
  #takeLeaf(lexeme: Lexeme, meaning: Meaning): void {
    const drafts = leavesOf(lexeme, meaning);
    if (drafts === null) {
      return;
    }
    this.#endPhrase(false);
    this.#relation = null;
    this.#units.push(drafts);
  }

  /** Settles what the noun phrase under way has gathered; attributes without a noun wait for one until the end. */
  #endPhrase(isFinal: boolean): void {
    if (isFinal && this.#context.isNegative) {
      this.#endNegatedAttributes();
    }
    if (this.#nouns.length > 0) {
      this.#endUnknownNoun();
    } else if (this.#pending.has('colours') && (isFinal || this.#isLed)) {
      this.#endLooseColour();
    }
    if (isFinal) {
      this.#endLooseAttributes();
    }
    this.#isLed = false;
  }

  /** "a dog that is not brown", "not on the left": the thing of before, with what it must not be. */
  #endNegatedAttributes(): void {
    const { previousThing } = this.#context;
    const first = (['colours', 'size', 'place', 'posture'] as const)
      .map((attribute) => this.#pending.get(attribute))
      .find((read) => read !== null)?.lexeme;
    if (first === undefined || previousThing === null || this.#units.length > 0 || this.#nouns.length > 0) {
      return;
    }
    const thing = bareThing(first, previousThing.word);
    for (const attribute of ['colours', 'size', 'place', 'posture'] as const) {
      this.#pending.attachTo(thing, attribute);
    }
    this.#units.push({ kind: 'thing', thing });
  }

  #endUnknownNoun(): void {
    const nouns = this.#nouns;
    this.#nouns = [];
    const isWorn = nouns.some(({ meaning }) => meaning.type === 'word' && meaning.role === 'worn');
    const isBody = nouns.every(({ meaning }) => meaning.type === 'word' && meaning.role === 'body');
    const bearer = this.#thing ?? this.#context.previousThing;
    if (this.#pending.has('colours') && isWorn && bearer !== null && isPerson(bearer) && bearer.colours === null) {
      // The relation is understood: who wears a colour shows it.
      this.#relation = null;
      this.#pending.attachTo(bearer, 'colours');
    } else if (isBody) {
      this.#drop('colours', 'colour-of-unknown');
    } else {
      this.#addColour();
    }
    this.#useRelation();
    this.#drop('size', 'size-of-unknown');
    this.#drop('place', 'place-of-unknown');
    this.#dropCount('count-of-unknown');
    this.#addWords(nouns);
  }

  #endLooseColour(): void {
    const bearer = this.#thing ?? (this.#isLed ? this.#context.previousThing : null);
    if (bearer !== null && bearer.colours === null) {
      this.#relation = null;
      this.#pending.attachTo(bearer, 'colours');
    } else {
      this.#addColour();
    }
  }

  #endLooseAttributes(): void {
    for (const attribute of ['size', 'place'] as const) {
      if (this.#thing !== null) {
        this.#attachOrDrop(this.#thing, attribute);
      }
    }
    const place = this.#pending.get('place');
    if (place !== null && this.#thing === null && placeLastMotion(this.#units, place)) {
      this.#pending.take('place');
    }
    this.#dropCount('count-of-nothing');
    this.#drop('size', 'size-of-nothing');
    this.#drop('place', 'place-of-nothing');
    this.#drop('posture', 'verb');
  }

  #addColour(): void {
    const read = this.#pending.take('colours');
    if (read !== null) {
      this.#useRelation();
      const leaves = read.value.map((colour) => leafOf({ kind: 'colour', colour }, read.lexeme));
      this.#units.push(joined('any', leaves)!);
    }
  }

  #addWords(lexemes: readonly Lexeme[]): void {
    for (const lexeme of lexemes) {
      const words = lexeme.meaning.type === 'word' ? lexeme.meaning.words : [];
      if (words.length > 0 && this.#context.isNegative) {
        this.#note(lexeme, 'absence');
      } else if (words.length > 0) {
        this.#units.push(leafOf({ kind: 'words', words: [...words] }, lexeme));
      }
    }
  }

  #drop(attribute: Attribute, why: IgnoredKind): void {
    const read = this.#pending.take(attribute);
    if (read !== null) {
      this.#note(read.lexeme, why);
    }
  }

  /** A thing has one size and one place: saying the same again ("a large dog in the foreground") changes nothing. */
  #attachOrDrop(thing: ThingDraft, attribute: 'size' | 'place'): void {
    if (thing[attribute] === null) {
      this.#pending.attachTo(thing, attribute);
    } else if (thing[attribute] === this.#pending.get(attribute)?.value) {
      this.#pending.take(attribute);
    } else {
      this.#drop(attribute, `second-${attribute}`);
    }
  }

  /** Digits that count nothing may be part of a name ("take 2"): they are looked up as words. */
  #dropCount(why: IgnoredKind): void {
    const lexeme = this.#pending.get('count')?.lexeme;
    if (lexeme?.meaning.type === 'count' && lexeme.meaning.digits !== null) {
      this.#addWords([{ ...lexeme, meaning: { type: 'word', role: 'noun', words: [lexeme.meaning.digits] } }]);
      this.#pending.take('count');
    }
    this.#drop('count', why);
  }

  /** What one thing is to another, once both sides are there; told as ignored where boxes cannot tell it. */
  #useRelation(object: ThingDraft | null = null): Draft | null {
    const lexeme = this.#relation;
    this.#relation = null;
    if (lexeme === null || this.#units.length === 0) {
      return null;
    }
    const relation = spatialRelation(lexeme, this.#thing, object);
    if (relation === null) {
      this.#note(lexeme, 'relation');
    }
    return relation;
  }

  #note(lexeme: Lexeme, code: IgnoredKind): void {
    this.#context.notes.push({ ...rangeOf(lexeme), why: { code } });
  }
}
