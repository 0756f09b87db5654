import { describe, expect, test } from 'vitest';
import { evidenceCurveSchema } from '../../../../../electron/contract/search.ts';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import { FakeLibrary, seen } from '../../../../helpers/fake-library.ts';
import { all, dark, not, plan, thing, type PlanPart } from '../../../../helpers/plans.ts';
import { search, serviceOf, video } from '../../../../helpers/search-harness.ts';

const { signal } = new AbortController();

function evidenceIn(library: FakeLibrary, part: PlanPart, videoId = 'park') {
  const params = { text: 'a query', withoutAtoms: [], withoutChannels: [], videoId: videoIdSchema.parse(videoId) };
  return serviceOf(library, plan(part)).evidence(params, { signal });
}

describe('the evidence over a clip', () => {
  test('holds a lane for each part and channel, and the curve that the search itself uses', async () => {
    const dogs = seen(900, [
      [50, 130, { dog: 0.9, person: 0.4 }],
      [700, 710, { dog: 0.7 }],
    ]);
    const library = new FakeLibrary([video('park', 900, dogs)]);
    const part = all(thing('dog'), not(thing('person')));

    const { fused, lanes } = await evidenceIn(library, part);

    expect(lanes.map(({ channel, atom }) => [channel, atom])).toEqual(part.atoms.map((atom) => ['objects', atom]));
    expect([fused.startSeconds, fused.stepSeconds, fused.values.length]).toEqual([0, 0.5, 1800]);
    expect(lanes[0]!.curve.values[120]).toBeCloseTo(0.9);
    const { hits } = await search(library, part, { floor: 0 });
    expect(hits.length).toBeGreaterThan(0);
    for (const { curve } of hits) {
      const from = curve.startSeconds / 0.5;
      expect([...fused.values.slice(from, from + curve.values.length)]).toEqual([...curve.values]);
    }
  });

  test('of hours comes in wider steps, each holding the strongest of what it joins', async () => {
    const library = new FakeLibrary([video('park', 7200, seen(7200, [[3600, 3601, { dog: 0.9 }]]))]);
    const { fused } = await evidenceIn(library, thing('dog'));
    expect(evidenceCurveSchema.safeParse(fused).success).toBe(true);
    expect([fused.stepSeconds, fused.values.length]).toEqual([2, 3600]);
    expect(fused.values[1800]).toBeCloseTo(0.9);
    expect(fused.values[1799]).toBe(0);
  });

  test('is unknown where nothing of the query has been looked at', async () => {
    const library = new FakeLibrary([
      video('park', 60, seen(60, [[5, 15, { dog: 0.9 }]])),
      { name: 'dusk', durationSeconds: 60, rows: { look: seen(60, [[0, 60, { dark: 1 }]]) } },
    ]);
    const { fused, lanes } = await evidenceIn(library, thing('dog'), 'dusk');
    expect(fused.values).toHaveLength(120);
    expect(fused.values.every(Number.isNaN)).toBe(true);
    expect(lanes).toEqual([]);
    expect((await evidenceIn(library, dark(), 'dusk')).lanes.map(({ channel }) => channel)).toEqual(['look']);
  });

  test('is empty of a clip that is not searched yet', async () => {
    const { fused, lanes } = await evidenceIn(new FakeLibrary([]), thing('dog'));
    expect([fused.values.length, lanes]).toEqual([0, []]);
  });
});
