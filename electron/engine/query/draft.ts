import type { ColourName } from '../../contract/colours.ts';
import type { IgnoredWhy } from '../../contract/ignored-why.ts';
import type { PlanAtom, Place, Posture, RelativeSize } from '../../contract/plan.ts';
import type { Lexeme } from './lexeme.ts';
import type { CountRange } from './lexicon/counts.ts';
import type { ThingWord } from './lexicon/thing-words.ts';

/** A thing while its attributes are still being read. */
export interface ThingDraft {
  readonly word: ThingWord;
  /** Alternatives; null while no colour was read. */
  colours: readonly ColourName[] | null;
  size: RelativeSize | null;
  place: Place | null;
  /** Persons only. */
  posture: Posture | null;
  count: CountRange | null;
  start: number;
  end: number;
}

type WithoutBase<A> = A extends PlanAtom ? Omit<A, 'atomId' | 'span' | 'isNegated'> : never;
/** The content of an atom that is no thing. */
export type LeafContent = Exclude<WithoutBase<PlanAtom>, { kind: 'thing' }>;

export interface Leaf {
  readonly content: LeafContent;
  readonly start: number;
  readonly end: number;
}

/** A plan while it is being built. */
export type Draft =
  | { readonly kind: 'thing'; readonly thing: ThingDraft }
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'all' | 'any' | 'then'; readonly parts: readonly Draft[] }
  | { readonly kind: 'not'; readonly part: Draft };

/** A part of the text that nothing understands, and why. */
export interface Note {
  readonly start: number;
  readonly end: number;
  readonly why: IgnoredWhy;
}

export function leafOf(content: LeafContent, range: Pick<Lexeme, 'start' | 'end'>): Draft {
  return { kind: 'leaf', leaf: { content, start: range.start, end: range.end } };
}

/** Several as one: none is null, one is itself. */
export function joined(kind: 'all' | 'any' | 'then', parts: readonly Draft[]): Draft | null {
  return parts.length > 1 ? { kind, parts } : (parts[0] ?? null);
}
