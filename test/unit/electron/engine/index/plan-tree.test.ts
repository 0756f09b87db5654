import { describe, expect, test } from 'vitest';
import { BlockSpace } from '../../../../../electron/engine/index/block-space.ts';
import { evaluatePlan, matchesEmptiness } from '../../../../../electron/engine/index/plan-tree.ts';
import { thenBlocks } from '../../../../../electron/engine/index/then-blocks.ts';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import { all, any, not, plan, type PlanPart, thing, words } from '../../../../helpers/plans.ts';

/** Values by the class of the thing; others cannot be answered. */
function valueOf(part: PlanPart, values: Readonly<Record<string, number>>): number | null {
  const query = plan(part);
  const combined = evaluatePlan(query, {
    areActionsSure: true,
    atom: (atomId) => {
      const atom = query.atoms.find((one) => one.atomId === atomId);
      const value = atom?.kind === 'thing' ? values[atom.classes[0]!] : undefined;
      return value === undefined ? null : Float32Array.from([value]);
    },
    not: (curve) => curve.map((value) => 1 - value),
    then: (parts) => parts[0]!,
  });
  return combined === null ? null : combined[0]!;
}

describe('evaluatePlan', () => {
  test('leaves out what nothing can answer', () => {
    expect(valueOf(all(thing('dog'), thing('smell')), { dog: 0.8 })).toBeCloseTo(0.8);
    expect(valueOf(any(thing('dog'), thing('smell')), { dog: 0.8 })).toBeCloseTo(0.8);
    expect(valueOf(thing('smell'), {})).toBeNull();
  });

  test('does not answer what is asked for by the absence of something else', () => {
    expect(valueOf(all(thing('smell'), not(thing('dog'))), { dog: 0 })).toBeNull();
    expect(valueOf(all(words('smell'), not(thing('dog'))), { dog: 0 })).toBeNull();
    expect(valueOf(not(thing('dog')), { dog: 0 })).toBe(1);
  });

  test('nests', () => {
    const part = all(any(thing('dog'), thing('cat')), not(all(thing('person'), thing('car'))));
    expect(valueOf(part, { dog: 0, cat: 1, person: 0, car: 0 })).toBeCloseTo(1, 1);
    expect(valueOf(part, { dog: 0, cat: 1, person: 1, car: 1 })).toBeLessThan(0.3);
  });
});

test('matchesEmptiness is true where a plan is content with nothing to be seen', () => {
  expect(matchesEmptiness(not(thing('dog')).node)).toBe(true);
  expect(matchesEmptiness(any(thing('car'), not(thing('dog'))).node)).toBe(true);
  expect(matchesEmptiness(all(thing('car'), not(thing('dog'))).node)).toBe(false);
  expect(matchesEmptiness(not(not(thing('dog'))).node)).toBe(false);
});

describe('thenBlocks', () => {
  const space = new BlockSpace(
    ['a', 'b'].map((name, index) => ({
      videoId: videoIdSchema.parse(name),
      videoKey: index,
      generationKey: index,
      generationStamp: name,
      title: name,
      durationSeconds: 360,
      blockSeconds: 60,
      doneBlockCount: 6,
      edgeUncertaintySeconds: 0,
      channels: new Set(['objects'] as const),
    })),
  );
  const at = (...ordinals: number[]) =>
    Float32Array.from({ length: 12 }, (_, block) => (ordinals.includes(block) ? 1 : 0));
  const chain = (...parts: Float32Array[]) =>
    [...thenBlocks(space, parts, 5)].flatMap((value, block) => (value > 0 ? [block] : []));

  test('reaches from the first part to the last, in order and within one block', () => {
    expect(chain(at(1), at(3))).toEqual([1, 2, 3]);
    expect(chain(at(3), at(1))).toEqual([]);
    expect(chain(at(2), at(2))).toEqual([2]);
  });

  test('stays in one video and within the length of a window, all parts together', () => {
    expect(chain(at(5), at(6))).toEqual([]);
    expect(chain(at(0), at(5))).toEqual([]);
    expect(chain(at(0), at(3), at(5))).toEqual([]);
    expect(chain(at(1), at(3), at(5))).toEqual([1, 2, 3, 4, 5]);
  });
});
