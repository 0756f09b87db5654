import type { ColourName } from '../../contract/colours.ts';
import type { Place, Posture, RelativeSize } from '../../contract/plan.ts';
import type { ThingDraft } from './draft.ts';
import type { Lexeme } from './lexeme.ts';
import type { CountRange } from './lexicon/counts.ts';

interface Values {
  readonly count: CountRange;
  readonly colours: readonly ColourName[];
  readonly size: RelativeSize;
  readonly place: Place;
  readonly posture: Posture;
}
export type Attribute = keyof Values;
interface Read<A extends Attribute> {
  readonly value: Values[A];
  readonly lexeme: Lexeme;
}

type Reads = { readonly [A in Attribute]?: Read<A> | undefined };

/** Attributes that were read and wait for the noun that they belong to. */
export class PendingAttributes {
  #reads: Reads = {};

  get<A extends Attribute>(attribute: A): Read<A> | null {
    return this.#reads[attribute] ?? null;
  }

  has(attribute: Attribute): boolean {
    return this.#reads[attribute] !== undefined;
  }

  set<A extends Attribute>(attribute: A, read: Read<A>): void {
    this.#reads = { ...this.#reads, [attribute]: read };
  }

  /** Takes an attribute away; null where none waits. */
  take<A extends Attribute>(attribute: A): Read<A> | null {
    const read = this.get(attribute);
    this.#reads = { ...this.#reads, [attribute]: undefined };
    return read;
  }

  /** Gives an attribute that waits to a thing, and the thing's range the words that it was read from. */
  attachTo(thing: ThingDraft, attribute: Attribute): void {
    const read = this.take(attribute);
    if (read !== null) {
      Object.assign(thing, {
        [attribute]: read.value,
        start: Math.min(thing.start, read.lexeme.start),
        end: Math.max(thing.end, read.lexeme.end),
      });
    }
  }
}
