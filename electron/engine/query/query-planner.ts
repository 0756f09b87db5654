import type { QueryPlan } from '../../contract/plan.ts';
import { leafOf, type Draft } from './draft.ts';
import { finishPlan } from './finish-plan.ts';
import { parseQuery } from './grammar.ts';
import { readLexemes } from './read-lexemes.ts';
import { removeAtoms } from './remove-atoms.ts';
import { Sentence } from './sentence.ts';
import { simplifyDraft } from './simplify-draft.ts';
import { tokenize, wordsIn } from './text-tokens.ts';
import { tagWords } from './word-tagger.ts';

export interface QueryPlanner {
  /**
   * Reads a query. Always the same plan for the same text, for any text: what is not understood is looked up as words
   * or reported as ignored. The first call loads the tagger (about 0.3 s); later ones take a millisecond or two.
   */
  plan(text: string): QueryPlan;
  /** The plan without some of its atoms, for chips that the user has taken away. */
  removeAtoms(plan: QueryPlan, atomIds: readonly string[]): QueryPlan;
  /** Loads the tagger and the lexicon now, so that the first query does not wait for them. */
  warmUp(): void;
}

export function createQueryPlanner(): QueryPlanner {
  return { plan, removeAtoms, warmUp: () => void plan('a person') };
}

function plan(text: string): QueryPlan {
  const sentence = new Sentence(text, { tokens: tokenize(text), tags: tagWords(text) });
  const { draft, notes } = parseQuery(readLexemes(sentence));
  const simple = draft === null ? null : simplifyDraft(draft);
  const isUnread = simple === null && notes.every(({ why }) => spokenWhys.has(why.code));
  return finishPlan(text, isUnread ? spokenLine(text) : simple, notes);
}

/** What may be left unread in a line that somebody says; a place or a date in it would be meant for the picture. */
const spokenWhys: ReadonlySet<string> = new Set(['verb', 'adjective', 'adverb', 'absence']);

/** A line in which nothing can be looked for ("How are you?", "I have no idea") can only be one that somebody says. */
function spokenLine(text: string): Draft | null {
  const words = wordsIn(text);
  const start = text.search(/\S/u);
  return words.length === 0
    ? null
    : leafOf({ kind: 'speech', words, isPhrase: true }, { start, end: text.trimEnd().length });
}
