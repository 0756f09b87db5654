import { describe, expect, test } from 'vitest';
import { createQueryPlanner } from '../../../../../electron/engine/query/query-planner.ts';
import { planNotation } from './plan-notation.ts';

const planner = createQueryPlanner();

describe('removeAtoms', () => {
  test('prunes branches that become empty and unwraps those that hold one part', () => {
    const plan = planner.plan('a dog or a cat then no people');

    expect(planNotation(plan)).toBe('then(any([dog] [cat]) not([not: person]))');
    expect(planNotation(planner.removeAtoms(plan, ['a2']))).toBe('then([dog] not([not: person]))');
    expect(planNotation(planner.removeAtoms(plan, ['a3', 'unknown']))).toBe('any([dog] [cat])');
    expect(planNotation(planner.removeAtoms(plan, ['a1', 'a2', 'a3']))).toBe('nothing');
  });

  test('leaves the plan that it was given as it was', () => {
    const plan = planner.plan('a dog and a cat');
    const before = structuredClone(plan);

    planner.removeAtoms(plan, ['a1']);

    expect(plan).toEqual(before);
  });
});
