import type { ColourName } from '../../contract/colours.ts';
import type { IgnoredKind } from '../../contract/ignored-why.ts';
import type {
  AtomOf,
  CameraMove,
  Light,
  NameLead,
  PictureMotion,
  Place,
  Posture,
  Relation,
  RelativeSize,
} from '../../contract/plan.ts';
import type { ActionSense } from './lexicon/action-words.ts';
import type { CountRange } from './lexicon/counts.ts';
import type { ThingWord } from './lexicon/thing-words.ts';

/** A word that no picture channel understands, by what it is. */
export type WordRole = 'noun' | 'worn' | 'body' | 'verb' | 'adjective' | 'adverb' | 'written';

/** What one word or phrase of the query means, before the grammar joins meanings. */
export type Meaning =
  | { readonly type: 'thing'; readonly word: ThingWord; readonly isPlural: boolean }
  | { readonly type: 'colour'; readonly colours: readonly ColourName[] }
  | { readonly type: 'size'; readonly size: RelativeSize; readonly isPhrase: boolean }
  | { readonly type: 'place'; readonly place: Place; readonly isPhrase: boolean }
  | { readonly type: 'posture'; readonly posture: Posture }
  | { readonly type: 'count'; readonly count: CountRange; readonly digits: string | null }
  | { readonly type: 'light'; readonly light: Light }
  | { readonly type: 'camera'; readonly moves: readonly CameraMove[] }
  | {
      readonly type: 'motion';
      readonly motion: PictureMotion;
      readonly isParticiple: boolean;
      readonly sense?: ActionSense;
    }
  /** A verb of motion or rest, or how it is done, that only tracks can tell; without them it is what `role` says. */
  | {
      readonly type: 'action';
      readonly sense: ActionSense;
      readonly role: 'verb' | 'adverb';
      readonly words: readonly string[];
    }
  | { readonly type: 'cut'; readonly cuts: readonly AtomOf<'cut'>['cut'][] }
  | { readonly type: 'speech'; readonly words: readonly string[]; readonly isPhrase: boolean }
  | { readonly type: 'quote'; readonly words: readonly string[] }
  | { readonly type: 'name'; readonly words: readonly string[]; readonly lead: NameLead; readonly isHard: boolean }
  | { readonly type: 'word'; readonly role: WordRole; readonly words: readonly string[] }
  | {
      readonly type: 'relation';
      readonly why: 'relation' | 'direction';
      /** Where boxes can tell it. */
      readonly relation?: Relation;
      /** Of a direction: what it makes of the movement before it. */
      readonly sense?: ActionSense;
    }
  | { readonly type: 'ignored'; readonly why: IgnoredKind }
  /** Two readings that nothing in the query tells apart. */
  | { readonly type: 'either'; readonly meanings: readonly Meaning[] }
  | { readonly type: JoinType };

/** `nobody` is `not` and `person` in one; `in` and `be` lead to a colour as well as to a noun. */
export type JoinType =
  | 'and'
  | 'or'
  | 'not'
  | 'then'
  | 'before'
  | 'after'
  | 'comma'
  | 'absent'
  | 'nobody'
  | 'in'
  | 'be'
  | 'determiner'
  | 'each-other'
  | 'silent';

/** A meaning and the part of the text it was read from. */
export interface Lexeme {
  readonly meaning: Meaning;
  readonly start: number;
  readonly end: number;
}

/** A meaning read at a token, and how many tokens it took. */
export interface Reading {
  readonly meaning: Meaning;
  readonly tokenCount: number;
}
