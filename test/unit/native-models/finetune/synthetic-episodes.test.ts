import { describe, expect, test } from 'vitest';
import {
  drawEpisode,
  drawEvidence,
  ordinaryWorld,
  otherWorld,
} from '../../../../native-models/finetune/synthetic-episodes.ts';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';

const drawn = (world: typeof ordinaryWorld, count: number, seed = 1) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => drawEvidence(world, random));
};

describe.each([
  ['ordinary', ordinaryWorld],
  ['other', otherWorld],
])('evidence of the %s world', (_, world) => {
  const all = drawn(world, 150);

  test('has values from 0 to 1 or unknown, all curves as long as the stretch', () => {
    for (const { input } of all) {
      const stepCount = Math.round((input.endSeconds - input.startSeconds) / input.stepSeconds);
      for (const values of [input.combined, ...input.curves.map((curve) => curve.values)]) {
        expect(values).toHaveLength(stepCount);
        expect(values.every((value) => Number.isNaN(value) || (value >= 0 && value <= 1))).toBe(true);
      }
    }
  });

  test('has a truth in order, inside the clip, apart, none shorter than an event', () => {
    for (const { input, truthSeconds } of drawn({ ...world, cueShare: 0 }, 150)) {
      let freeFrom = 0;
      for (const [start, end] of truthSeconds) {
        expect(start).toBeGreaterThanOrEqual(freeFrom);
        expect(end - start).toBeGreaterThanOrEqual(world.eventSeconds);
        expect(end).toBeLessThanOrEqual(input.endSeconds);
        freeFrom = end + 2 * world.stepSeconds;
      }
    }
  });

  test('has nothing as often as it should', () => {
    const nothing = all.filter(({ truthSeconds }) => truthSeconds.length === 0).length / all.length;
    expect(Math.abs(nothing - world.nothingShare)).toBeLessThan(0.1);
  });

  test('is higher inside events than outside', () => {
    const [inside, outside]: [number[], number[]] = [[], []];
    for (const { input, truthSeconds } of all) {
      for (const [step, value] of input.combined.entries()) {
        const seconds = (step + 0.5) * input.stepSeconds;
        if (!Number.isNaN(value)) {
          (truthSeconds.some(([start, end]) => seconds >= start && seconds < end) ? inside : outside).push(value);
        }
      }
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(inside)).toBeGreaterThan(2 * mean(outside));
  });
});

describe('drawEpisode', () => {
  test('is decided by its random numbers', () => {
    const [one, same, other] = [seededRandom(5), seededRandom(5), seededRandom(6)].map((random) =>
      drawEpisode(ordinaryWorld, random),
    );
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  test('has the truth in steps', () => {
    const { input, truthSeconds } = drawEvidence(otherWorld, seededRandom(3));
    const { truth, features } = drawEpisode(otherWorld, seededRandom(3));
    expect(features.stepCount).toBe(input.combined.length);
    expect(truth).toEqual(truthSeconds.map(([start, end]) => [start / 1, end / 1]));
  });
});
