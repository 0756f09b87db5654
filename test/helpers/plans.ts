import type { PlanAtom, PlanNode, QueryPlan } from '../../electron/contract/plan.ts';

/** Plans written down for tests: `plan(all(thing('dog'), not(thing('person'))))`. */
export interface PlanPart {
  readonly node: PlanNode;
  readonly atoms: readonly PlanAtom[];
}

let atomCount = 0;

function atom(
  make: (base: { atomId: string; span: { start: number; end: number }; isNegated: boolean }) => PlanAtom,
): PlanPart {
  atomCount = (atomCount % 999) + 1;
  const atomId = `a${String(atomCount)}`;
  const made = make({ atomId, span: { start: 0, end: 1 }, isNegated: false });
  return { node: { kind: 'atom', atomId }, atoms: [made] };
}

export const thing = (...classes: string[]): PlanPart =>
  atom((base) => ({
    ...base,
    kind: 'thing',
    classes,
    noun: null,
    colour: null,
    size: null,
    place: null,
    minCount: 1,
    maxCount: null,
  }));
export const dark = (): PlanPart => atom((base) => ({ ...base, kind: 'light', light: 'dark' }));
export const says = (...words: string[]): PlanPart =>
  atom((base) => ({ ...base, kind: 'speech', words, isPhrase: false }));
export const words = (...list: string[]): PlanPart => atom((base) => ({ ...base, kind: 'words', words: list }));
export const file = (...list: string[]): PlanPart =>
  atom((base) => ({ ...base, kind: 'name', words: list, lead: 'file', isHard: true }));

const joined =
  (kind: 'all' | 'any' | 'then') =>
  (...parts: PlanPart[]): PlanPart => ({
    node: { kind, nodes: parts.map((part) => part.node) },
    atoms: parts.flatMap((part) => part.atoms),
  });

export const all = joined('all');
export const any = joined('any');
// Not called `then`: a module that exports that is a promise to whoever imports it.
export const inOrder = joined('then');
export const not = ({ node, atoms }: PlanPart): PlanPart => ({ node: { kind: 'not', node }, atoms });

export function plan({ node, atoms }: PlanPart): QueryPlan {
  return { text: 'a query', atoms: [...atoms], root: node, ignored: [] };
}
