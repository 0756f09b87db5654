import type { PlanAtom, PlanNode, QueryPlan } from '../../contract/plan.ts';
import type { Draft, Note, ThingDraft } from './draft.ts';

interface Numbered {
  readonly atom: PlanAtom;
  readonly node: { kind: 'atom'; atomId: string };
}

/** Numbers the atoms in the order of the text. */
export function finishPlan(text: string, draft: Draft | null, notes: readonly Note[]): QueryPlan {
  const found: Numbered[] = [];
  const root = draft === null ? null : nodeOf(draft, { found, isNegative: false });
  // Sorting is stable: atoms read from the same words stay in the order of the tree.
  found.sort((a, b) => a.atom.span.start - b.atom.span.start || a.atom.span.end - b.atom.span.end);
  const atoms = found.map(({ atom, node }, index) => {
    node.atomId = `a${String(index + 1)}`;
    return { ...atom, atomId: node.atomId };
  });
  return { text, atoms, root, ignored: ignoredParts(text, notes) };
}

interface Walk {
  readonly found: Numbered[];
  readonly isNegative: boolean;
}

function nodeOf(draft: Draft, walk: Walk): PlanNode {
  switch (draft.kind) {
    case 'thing': {
      const nodes = thingAtoms(draft.thing, walk.isNegative).map((atom) => register(atom, walk));
      return nodes.length === 1 ? nodes[0]! : { kind: 'any', nodes };
    }
    case 'leaf': {
      const { content, start, end } = draft.leaf;
      return register({ ...content, atomId: 'a0', span: { start, end }, isNegated: walk.isNegative }, walk);
    }
    case 'not':
      return { kind: 'not', node: nodeOf(draft.part, { ...walk, isNegative: !walk.isNegative }) };
    default:
      return { kind: draft.kind, nodes: draft.parts.map((part) => nodeOf(part, walk)) };
  }
}

function register(atom: PlanAtom, { found }: Walk): PlanNode {
  const node = { kind: 'atom' as const, atomId: '' };
  found.push({ atom, node });
  return node;
}

/** One atom a colour: a word between two colours is either of them. */
function thingAtoms(thing: ThingDraft, isNegated: boolean): PlanAtom[] {
  const { word, colours, size, place, posture, count } = thing;
  return (colours ?? [null]).map((colour) => ({
    kind: 'thing',
    atomId: 'a0',
    span: { start: thing.start, end: thing.end },
    isNegated,
    classes: [...word.classes],
    noun: word.noun,
    colour,
    size,
    place,
    ...(posture === null ? {} : { posture }),
    minCount: Math.max(count?.minCount ?? 1, count?.maxCount === null || count === null ? word.minCount : 1),
    maxCount: count?.maxCount ?? null,
  }));
}

/** In the order of the text; neighbours with the same reason are one ("away up"). */
function ignoredParts(text: string, notes: readonly Note[]): QueryPlan['ignored'] {
  const merged: Note[] = [];
  for (const note of notes.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last !== undefined && note.end <= last.end && isSameWhy(note, last)) {
      continue;
    }
    if (last !== undefined && isSameWhy(note, last) && text.slice(last.end, note.start).trim() === '') {
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, note.end) };
    } else {
      merged.push(note);
    }
  }
  return merged.map(({ start, end, why }) => ({ span: { start, end }, text: text.slice(start, end), why }));
}

function isSameWhy(a: Note, b: Note): boolean {
  return JSON.stringify(a.why) === JSON.stringify(b.why);
}
