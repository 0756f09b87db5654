import { expect, test } from 'vitest';
import type { PlanAtom, QueryPlan } from '../../../../../electron/contract/plan.ts';
import { tellingCurves } from '../../../../../electron/engine/search/telling-curves.ts';

const base = { span: { start: 0, end: 1 }, isNegated: false };
const person = { classes: ['person'], noun: null };
const thing = (atomId: string, className: string): PlanAtom => ({
  ...base,
  atomId,
  kind: 'thing',
  classes: [className],
  noun: null,
  colour: null,
  size: null,
  place: null,
  minCount: 1,
  maxCount: null,
});
const atoms: PlanAtom[] = [
  thing('a1', 'person'),
  { ...base, atomId: 'a2', kind: 'motion', motion: 'moving', place: null, isStandIn: true },
  { ...base, atomId: 'a3', kind: 'action', action: 'enters', subject: person },
  thing('a4', 'car'),
];
const plan: QueryPlan = { text: 'a person enters, a car', atoms, root: null, ignored: [] };
const curve = (atomId: string, ...values: number[]) => ({
  atomId,
  channel: 'tracks' as const,
  values: Float32Array.from(values),
});
const others = [curve('a1', 1, 1), curve('a2', 1, 0), curve('a4', 0, 1)];
const told = (action: number[]) => tellingCurves(plan, [...others, curve('a3', ...action)]).map(({ atomId }) => atomId);

test('who does something, and that something moves, tell nothing beside what is done; another thing does', () => {
  expect(told([0, 1])).toEqual(['a4', 'a3']);
});

test('where nothing is known of what is done, everything tells', () => {
  expect(told([Number.NaN, Number.NaN])).toEqual(['a1', 'a2', 'a4', 'a3']);
  expect(told([0, 0])).toEqual(['a1', 'a2', 'a4', 'a3']);
});
