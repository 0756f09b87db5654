import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BaselinePolicy } from '../../../../native-models/policy/baseline-policy.ts';
import type { GroundingInput } from '../../../../native-models/api/grounding-policy.ts';

const unknown = Number.NaN;

function input(values: readonly number[], more: Partial<GroundingInput> = {}): GroundingInput {
  return {
    startSeconds: 0,
    stepSeconds: 0.5,
    endSeconds: values.length / 2,
    combined: Float32Array.from(values),
    curves: [],
    shotEdgesIn: () => [],
    barriersSeconds: [],
    refine: (range) => range,
    ...more,
  };
}

/** Seconds of a value, two steps each: `level([10, 0], [5, 0.9])`. */
const level = (...parts: readonly (readonly [number, number])[]) =>
  parts.flatMap(([seconds, value]) => Array.from({ length: seconds * 2 }, () => value));

const ranges = (curve: GroundingInput, policy = new BaselinePolicy()) =>
  policy.ground(curve).map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]);

describe('BaselinePolicy', () => {
  test('finds the span of an event and nothing else', () => {
    expect(ranges(input(level([10, 0.02], [6, 0.9], [14, 0.02])))).toEqual([[10, 16]]);
  });

  test('answers that nothing matches', () => {
    expect(ranges(input(level([30, 0.05])))).toEqual([]);
    expect(ranges(input(level([30, unknown])))).toEqual([]);
    expect(ranges(input([]))).toEqual([]);
  });

  test('finds several events, the strongest first, with the confidence of each', () => {
    const spans = new BaselinePolicy().ground(input(level([5, 0], [5, 0.5], [10, 0], [5, 0.9], [5, 0])));
    expect(spans.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([
      [20, 25],
      [5, 10],
    ]);
    expect(spans[0]!.confidence).toBeCloseTo(0.9);
    expect(spans[1]!.confidence).toBeCloseTo(0.5);
  });

  test('bridges a short dip but not a long one', () => {
    expect(ranges(input(level([5, 0], [5, 0.9], [1, 0.1], [5, 0.9], [5, 0])))).toEqual([[5, 16]]);
    expect(ranges(input(level([5, 0], [5, 0.9], [4, 0.1], [5, 0.9], [5, 0])))).toEqual([
      [5, 10],
      [14, 19],
    ]);
  });

  test('bridges what was not decoded for a moment and never claims what was not decoded for long', () => {
    expect(ranges(input(level([5, 0], [5, 0.9], [3, unknown], [5, 0.9], [5, 0])))).toEqual([[5, 18]]);
    expect(ranges(input(level([5, 0], [5, 0.9], [20, unknown])))).toEqual([[5, 10]]);
    expect(ranges(input(level([5, 0], [5, 0.9], [20, unknown], [5, 0.9])))).toHaveLength(2);
  });

  test('separates an event from a background that is high everywhere', () => {
    expect(ranges(input(level([20, 0.5], [5, 0.95], [20, 0.5])))[0]).toEqual([20, 25]);
  });

  test('takes all of a video that matches from end to end', () => {
    expect(ranges(input(level([30, 0.8])))).toEqual([[0, 30]]);
  });

  test('makes no events of the slopes of one', () => {
    const slope = [0.1, 0.2, 0.25, 0.3];
    expect(
      ranges(input([...level([10, 0]), ...slope, ...level([5, 0.9]), ...slope.toReversed(), ...level([10, 0])])),
    ).toEqual([[12, 17]]);
  });

  test('gives a flash the least length, around its time', () => {
    expect(
      ranges(input(level([10, 0]).concat([1], level([10, 0]))), new BaselinePolicy({ minSpanSeconds: 1 })),
    ).toEqual([[9.75, 10.75]]);
  });

  test('moves edges to cuts close by and leaves cuts further away alone', () => {
    const curve = level([10, 0.02], [6, 0.9], [14, 0.02]);
    expect(ranges(input(curve, { shotEdgesIn: () => [0, 9.6, 18, 30] }))).toEqual([[9.6, 16]]);
  });

  test('moves edges to the native times that the channels name', () => {
    const refine = () => ({ startSeconds: 10.12, endSeconds: 15.87 });
    expect(ranges(input(level([10, 0.02], [6, 0.9], [14, 0.02]), { refine }))).toEqual([[10.12, 15.87]]);
  });

  test('never crosses a barrier', () => {
    expect(ranges(input(level([5, 0], [10, 0.9], [5, 0]), { barriersSeconds: [5, 10, 15] }))).toEqual([
      [5, 10],
      [10, 15],
    ]);
  });

  test('counts from the start of the stretch and ends with the video inside the last step', () => {
    expect(ranges(input(level([2, 0], [2, 0.9]), { startSeconds: 60, endSeconds: 63.8 }))).toEqual([[62, 63.8]]);
  });

  test('gives disjoint spans inside the stretch for any curve, best first', () => {
    const curve = fc.array(
      fc.oneof({ weight: 6, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) }, fc.constant(unknown)),
      {
        maxLength: 80,
      },
    );
    const edges = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { maxLength: 5 });
    fc.assert(
      fc.property(curve, edges, (values, shotEdgesSeconds) => {
        const shape = input(values, { shotEdgesIn: () => shotEdgesSeconds.sort((a, b) => a - b) });
        const spans = new BaselinePolicy().ground(shape);
        const byTime = [...spans].sort((a, b) => a.startSeconds - b.startSeconds);
        for (const [index, span] of byTime.entries()) {
          expect(span.startSeconds).toBeGreaterThanOrEqual(byTime[index - 1]?.endSeconds ?? 0);
          expect(span.endSeconds).toBeGreaterThan(span.startSeconds);
          expect(span.endSeconds).toBeLessThanOrEqual(shape.endSeconds);
          expect(span.confidence).toBeGreaterThan(0);
          expect(span.confidence).toBeLessThanOrEqual(1);
        }
        const confidences = spans.map((span) => span.confidence);
        expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
      }),
    );
  });
});
