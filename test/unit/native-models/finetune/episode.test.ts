import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spanReward, truthOnGrid, type Episode } from '../../../../native-models/finetune/episode.ts';
import { mostSpans, SpanDistribution } from '../../../../native-models/policy/span-distribution.ts';
import type { TimeSpan } from '../../../../native-models/rewards/interval-union.ts';

const episode = (truth: readonly TimeSpan[], barrierSteps: readonly number[] = [], stepCount = 20): Episode => ({
  features: { stepCount, steps: new Float64Array(0), curves: [], whole: new Float64Array(0) },
  barrierSteps,
  truth,
});
const onGrid = (truth: readonly TimeSpan[], barrierSteps: readonly number[] = [], mostCount = 8) =>
  truthOnGrid(episode(truth, barrierSteps), mostCount).map(({ fromStep, toStep }) => [fromStep, toStep]);

describe('spanReward', () => {
  test('is the IoU of what is covered, 1 when both are empty and 0 when one is', () => {
    expect(spanReward([], { truth: [] })).toBe(1);
    expect(spanReward([], { truth: [[1, 2]] })).toBe(0);
    expect(spanReward([{ fromStep: 1, toStep: 2 }], { truth: [] })).toBe(0);
    const two = [
      { fromStep: 0, toStep: 2 },
      { fromStep: 4, toStep: 6 },
    ];
    expect(spanReward(two, { truth: [[1, 5.5]] })).toBeCloseTo(2.5 / 6, 12);
  });
});

describe('truthOnGrid', () => {
  test('rounds to whole steps and leaves no span empty', () => {
    expect(onGrid([[2.4, 5.6]])).toEqual([[2, 6]]);
    expect(onGrid([[3.1, 3.2]])).toEqual([[3, 4]]);
    expect(onGrid([[3.6, 3.9]])).toEqual([[3, 4]]);
    expect(onGrid([])).toEqual([]);
  });

  test('stays inside the stretch', () => {
    expect(onGrid([[18.2, 25]])).toEqual([[18, 20]]);
    expect(onGrid([[19.8, 20]])).toEqual([[19, 20]]);
    expect(truthOnGrid(episode([[0, 1]], [], 0), 8)).toEqual([]);
  });

  test('joins what would touch on the grid, unless a barrier stands between', () => {
    const truth: TimeSpan[] = [
      [1, 4.4],
      [4.6, 8],
    ];
    expect(
      onGrid([
        [1, 4.4],
        [4.4, 8],
      ]),
    ).toEqual([[1, 8]]);
    expect(
      onGrid(
        [
          [1, 4],
          [4, 8],
        ],
        [4],
      ),
    ).toEqual([
      [1, 4],
      [4, 8],
    ]);
    expect(onGrid(truth)).toEqual([
      [1, 4],
      [5, 8],
    ]);
  });

  test('cuts a span at the barriers in it', () => {
    expect(onGrid([[2, 9]], [4, 7])).toEqual([
      [2, 4],
      [4, 7],
      [7, 9],
    ]);
    expect(onGrid([[2, 4]], [4])).toEqual([[2, 4]]);
  });

  test('keeps a short span on its side of a barrier, so that the next is not lost', () => {
    expect(
      onGrid(
        [
          [2.6, 2.9],
          [3.1, 6],
        ],
        [3],
      ),
    ).toEqual([
      [2, 3],
      [3, 6],
    ]);
  });

  test('keeps the longest when there are more than may be', () => {
    expect(
      onGrid(
        [
          [0, 1],
          [3, 6],
          [8, 10],
        ],
        [],
        2,
      ),
    ).toEqual([
      [3, 6],
      [8, 10],
    ]);
  });

  test('always gives a set that the distribution can give', () => {
    const edges = fc.uniqueArray(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 0, maxLength: 12 });
    const barriers = fc.uniqueArray(fc.integer({ min: 1, max: 19 }), { maxLength: 5 });
    fc.assert(
      fc.property(edges, barriers, (times, steps) => {
        const rising = [...times].sort((a, b) => a - b);
        const truth = rising.flatMap((start, index): TimeSpan[] =>
          index % 2 === 0 && rising[index + 1] !== undefined ? [[start, rising[index + 1]!]] : [],
        );
        const barrierSteps = [...steps].sort((a, b) => a - b);
        const flat = new Float64Array(20);
        const distribution = new SpanDistribution({ inside: flat, start: flat, end: flat, nothing: 0, barrierSteps });
        const spans = truthOnGrid(episode(truth, barrierSteps), mostSpans);
        expect(distribution.logProbability(spans)).toBeGreaterThan(Number.NEGATIVE_INFINITY);
        expect(spans.length > 0).toBe(truth.length > 0);
      }),
      { seed: 1 },
    );
  });
});
