import { describe, expect, test } from 'vitest';
import { drawCueEvidence } from '../../../../native-models/finetune/synthetic-cues.ts';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';

const world = { stepSeconds: 0.5, durationSeconds: [20, 120], nothingShare: 0.3 } as const;
const random = seededRandom(5);
const all = Array.from({ length: 300 }, () => drawCueEvidence(world, random));
const answered = all.filter(({ truthSeconds }) => truthSeconds.length > 0);

const highestIn = (values: Float32Array, fromSeconds: number, toSeconds: number): number =>
  Math.max(...values.slice(Math.floor(fromSeconds / 0.5), Math.ceil(toSeconds / 0.5)));

describe('drawCueEvidence', () => {
  test('means one stretch of lines, or none as often as it should', () => {
    expect(answered.every(({ truthSeconds }) => truthSeconds.length === 1)).toBe(true);
    expect(Math.abs(1 - answered.length / all.length - world.nothingShare)).toBeLessThan(0.1);
  });

  test('matches nothing as well as what is meant', () => {
    for (const { input, truthSeconds } of answered) {
      const [[start, end]] = truthSeconds as [readonly [number, number]];
      const best = highestIn(input.combined, start, end);
      expect(best).toBeGreaterThanOrEqual(0.45);
      expect(Math.max(...input.combined)).toBeLessThanOrEqual(Math.max(best, 0.55));
    }
  });

  test('refines a range on the grid to the edges of the lines it touches', () => {
    for (const { input, truthSeconds } of answered) {
      const [[start, end]] = truthSeconds as [readonly [number, number]];
      const refined = input.refine({ startSeconds: start + 0.1, endSeconds: end - 0.1 });
      expect(refined.startSeconds).toBeCloseTo(start, 9);
      expect(refined.endSeconds).toBeCloseTo(end, 9);
    }
  });

  test('leaves a range alone that touches no line', () => {
    const { input } = all[0]!;
    const beyond = { startSeconds: input.endSeconds + 1, endSeconds: input.endSeconds + 2 };
    expect(input.refine(beyond)).toEqual(beyond);
  });
});
