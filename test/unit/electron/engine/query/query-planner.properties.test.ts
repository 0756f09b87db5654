import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { queryPlanSchema, type PlanNode, type QueryPlan } from '../../../../../electron/contract/plan.ts';
import { createQueryPlanner } from '../../../../../electron/engine/query/query-planner.ts';

const planner = createQueryPlanner();

const known = (
  'a the two 3 3+ 2023 at least more than red orange light dark black white big small left right on in of to person woman ' +
  'dog cars table glass mouse vehicle shirt hair camera pans zoom left walks running says "hello there" mentions file x.mp4 ' +
  'from may and or not no without then before after but , . - / “ ” \' " is missing nobody empty street between either neither ' +
  'both pair of couple constructor __proto__ hasOwnProperty toString 5 seconds close up distance night fade black'
).split(' ');

/** Anything a keyboard or a clipboard may hold: words of the lexicon in any order, and any UTF-16 units, paired or not. */
const anyQuery = fc.oneof(
  fc.array(fc.constantFrom(...known), { maxLength: 60 }).map((words) => words.join(' ').slice(0, 500)),
  fc.string({ unit: 'binary', maxLength: 500 }).map((text) => text.slice(0, 500)),
  fc.string({ unit: 'grapheme', maxLength: 120 }).map((text) => text.slice(0, 500)),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 500 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom('"', "'", '’', '“', '-', ' ', 'a', 'not', '1', '.'), { maxLength: 500 })
    .map((parts) => parts.join('').slice(0, 500)),
);

function usedIds(node: PlanNode | null): string[] {
  if (node === null) {
    return [];
  }
  return node.kind === 'atom' ? [node.atomId] : node.kind === 'not' ? usedIds(node.node) : node.nodes.flatMap(usedIds);
}

function everyNode(node: PlanNode | null, check: (node: PlanNode) => void): void {
  if (node !== null) {
    check(node);
    const children = node.kind === 'atom' ? [] : node.kind === 'not' ? [node.node] : node.nodes;
    children.forEach((child) => {
      everyNode(child, check);
    });
  }
}

function checkTree(plan: QueryPlan): void {
  expect(usedIds(plan.root).toSorted()).toEqual(plan.atoms.map(({ atomId }) => atomId).toSorted());
  everyNode(plan.root, (node) => {
    if ('nodes' in node) {
      expect(node.nodes.length).toBeGreaterThan(1);
    }
  });
}

describe('any text of up to 500 characters', () => {
  test('gives a plan of the contract, whose spans lie in the text and whose tree uses every atom once', () => {
    fc.assert(
      fc.property(anyQuery, (text) => {
        const plan = planner.plan(text);

        expect(queryPlanSchema.parse(plan)).toEqual(plan);
        checkTree(plan);
        expect(plan.atoms.map(({ atomId }) => atomId)).toEqual(plan.atoms.map((_, index) => `a${String(index + 1)}`));
        for (const { span } of [...plan.atoms, ...plan.ignored]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.start).toBeLessThan(span.end);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
        expect(plan.ignored.map(({ span }) => text.slice(span.start, span.end))).toEqual(
          plan.ignored.map((part) => part.text),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('gives the same plan again', () => {
    fc.assert(
      fc.property(anyQuery, (text) => {
        expect(createQueryPlanner().plan(text)).toEqual(planner.plan(text));
      }),
      { numRuns: 60 },
    );
  });

  test('keeps a whole tree when atoms are taken away, down to nothing', () => {
    fc.assert(
      fc.property(anyQuery, fc.infiniteStream(fc.boolean()), (text, coins) => {
        const plan = planner.plan(text);
        const removed = plan.atoms.map(({ atomId }) => atomId).filter(() => coins.next().value === true);
        const rest = planner.removeAtoms(plan, removed);

        checkTree(rest);
        expect(rest.root === null).toBe(rest.atoms.length === 0);
      }),
      { numRuns: 200 },
    );
  });
});
