import { beforeAll, describe, expect, test } from 'vitest';
import { BaselinePolicy } from '../../../../native-models/policy/baseline-policy.ts';
import type { GroundingInput } from '../../../../native-models/api/grounding-policy.ts';
import { evaluatePolicy } from '../../../../native-models/finetune/evaluate.ts';
import { heldOutEvidence } from '../../../../native-models/finetune/recipe.ts';
import { drawEvidence, ordinaryWorld } from '../../../../native-models/finetune/synthetic-episodes.ts';
import { LearnedPolicy } from '../../../../native-models/policy/learned-policy.ts';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';
import { shippedWeights } from '../../../../native-models/policy/weights/shipped-weights.ts';

const policy = new LearnedPolicy(shippedWeights);
const unknown = Number.NaN;

function input(values: readonly number[], more: Partial<GroundingInput> = {}): GroundingInput {
  const combined = Float32Array.from(values);
  return {
    startSeconds: 0,
    stepSeconds: 0.5,
    endSeconds: values.length / 2,
    combined,
    curves: [{ channel: 'objects', atomId: 'a1', values: combined }],
    shotEdgesIn: () => [],
    barriersSeconds: [],
    refine: (range) => range,
    ...more,
  };
}

/** Seconds of a value, two steps each. */
const level = (...parts: readonly (readonly [number, number])[]) =>
  parts.flatMap(([seconds, value]) => Array.from({ length: seconds * 2 }, () => value));
const event = level([20, 0.02], [8, 0.85], [20, 0.02]);

describe('LearnedPolicy with the weights in the repository', () => {
  test('finds the span of an event', () => {
    const [span, ...others] = policy.ground(input(event));
    expect(others).toEqual([]);
    expect(Math.abs(span!.startSeconds - 20)).toBeLessThanOrEqual(1);
    expect(Math.abs(span!.endSeconds - 28)).toBeLessThanOrEqual(1);
    expect(span!.confidence).toBeGreaterThan(0.5);
  });

  test('answers that nothing matches', () => {
    expect(policy.ground(input([]))).toEqual([]);
    expect(policy.ground(input(level([30, unknown])))).toEqual([]);
    expect(policy.ground(input(level([30, 0])))).toEqual([]);
    expect(policy.ground(input(level([60, 0.03])))).toEqual([]);
  });

  test('takes a video that matches from end to end', () => {
    const [span] = policy.ground(input(level([30, 0.8])));
    expect(span).toMatchObject({ startSeconds: 0, endSeconds: 30 });
  });

  test('never crosses a barrier', () => {
    const spans = policy.ground(input(event, { barriersSeconds: [23.7] }));
    expect(spans.length).toBeGreaterThan(0);
    for (const { startSeconds, endSeconds } of spans) {
      expect(startSeconds >= 23.7 || endSeconds <= 23.7).toBe(true);
    }
  });

  test('moves edges to the times of what was seen and to cuts close by', () => {
    const seen = { startSeconds: 20.1, endSeconds: 27.8 };
    const [refined] = policy.ground(input(event, { refine: () => seen }));
    expect(refined).toMatchObject(seen);
    const [cut] = policy.ground(input(event, { refine: () => seen, shotEdgesIn: () => [20.3] }));
    expect(cut).toMatchObject({ startSeconds: 20.3, endSeconds: 27.8 });
  });

  test('is not blinded by a channel that is missing, nor broken by one that is new', () => {
    const full = input(event);
    const silent = { channel: 'new', atomId: 'a2', values: new Float32Array(event.length).fill(unknown) };
    for (const curves of [[], [...full.curves, silent], [...full.curves, ...full.curves]]) {
      const [span] = policy.ground({ ...full, curves });
      expect(span!.startSeconds).toBeLessThan(22);
      expect(span!.endSeconds).toBeGreaterThan(26);
    }
  });

  test('gives disjoint spans inside the stretch, surest first', () => {
    for (const { input: drawn } of heldOutEvidence(100, 3)) {
      const spans = policy.ground(drawn);
      expect(spans.map(({ confidence }) => confidence)).toEqual(
        spans.map(({ confidence }) => confidence).sort((a, b) => b - a),
      );
      const rising = [...spans].sort((a, b) => a.startSeconds - b.startSeconds);
      rising.forEach(({ startSeconds, endSeconds }, index) => {
        expect(startSeconds).toBeLessThan(endSeconds);
        expect(startSeconds).toBeGreaterThanOrEqual(rising[index - 1]?.endSeconds ?? drawn.startSeconds);
        expect(endSeconds).toBeLessThanOrEqual(drawn.endSeconds);
      });
    }
  });

  test('does better than the hand-written rules on evidence that it was not trained on, with honest confidence', () => {
    const evidence = heldOutEvidence(200, 4);
    const learned = evaluatePolicy(policy, evidence);
    expect(learned.meanIou).toBeGreaterThan(evaluatePolicy(new BaselinePolicy(), evidence).meanIou + 0.05);
    expect(learned.calibrationError).toBeLessThan(0.1);
  });

  test('refuses the weights of another network', () => {
    expect(() => new LearnedPolicy({ ...shippedWeights, weights: [1, 2, 3] })).toThrow(RangeError);
  });
});

describe('the work for a window of five minutes', () => {
  const world = { ...ordinaryWorld, durationSeconds: [300, 300], curveCount: [3, 3] } as const;
  const windows: GroundingInput[] = [];
  beforeAll(() => {
    const random = seededRandom(6);
    windows.push(...Array.from({ length: 10 }, () => drawEvidence(world, random).input));
  });

  const quickestMs = (work: (window: GroundingInput) => unknown) => {
    let quickest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 30; round += 1) {
      const startMs = performance.now();
      windows.forEach(work);
      quickest = Math.min(quickest, performance.now() - startMs);
    }
    return quickest;
  };

  test('stays a small multiple of copying and sorting its curves, as half a millisecond a window allows', () => {
    const sortCurves = quickestMs(({ combined, curves }) =>
      [combined, ...curves.map(({ values }) => values)].map((values) => values.toSorted()),
    );
    expect(quickestMs((window) => policy.ground(window)) / sortCurves).toBeLessThan(12);
  });
});
