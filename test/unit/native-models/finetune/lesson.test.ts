import { describe, expect, test } from 'vitest';
import type { GroundedSpan, GroundingInput, GroundingPolicy } from '../../../../native-models/api/grounding-policy.ts';
import { foldsOf } from '../../../../native-models/finetune/folds.ts';
import { fitEdgeHabit, withoutHabit } from '../../../../native-models/finetune/fit-edge-habit.ts';
import { episodeOf, inputOf, lessonIou, takeSnapshot, type Lesson } from '../../../../native-models/finetune/lesson.ts';
import { LearnedPolicy } from '../../../../native-models/policy/learned-policy.ts';
import { shippedWeights } from '../../../../native-models/policy/weights/shipped-weights.ts';
import { drawLessons, moved } from '../../../../native-models/finetune/synthetic-lessons.ts';

const stepSeconds = 0.5;

/** From 10 s on; edges are seen 0.1 s inside the grid. */
const input: GroundingInput = {
  startSeconds: 10,
  stepSeconds,
  endSeconds: 19.8,
  combined: Float32Array.from({ length: 20 }, (_, step) => step / 20),
  curves: [{ channel: 'objects', atomId: 'a1', values: Float32Array.from({ length: 20 }, () => Number.NaN) }],
  shotEdgesIn: ({ startSeconds, endSeconds }) => [11, 14, 18].filter((at) => at >= startSeconds && at <= endSeconds),
  barriersSeconds: [12, 15],
  refine: ({ startSeconds, endSeconds }) => ({ startSeconds: startSeconds + 0.1, endSeconds: endSeconds - 0.1 }),
};

describe('takeSnapshot', () => {
  const snapshot = takeSnapshot(input, [13.2, 16.9]);

  test('keeps the steps that a range touches, with what lies between', () => {
    expect(snapshot).toMatchObject({ startSeconds: 13, endSeconds: 17, shotEdgesSeconds: [14], barriersSeconds: [15] });
    expect(snapshot.combined).toEqual(input.combined.slice(6, 14));
    expect(snapshot.curves[0]!.values).toHaveLength(8);
  });

  test('gives back what the policy was given, edges that were seen included', () => {
    const again = inputOf(snapshot);
    const range = { startSeconds: 13.5, endSeconds: 15 };
    expect(again.refine(range)).toEqual(input.refine(range));
    expect(again.shotEdgesIn(range)).toEqual([14]);
    expect(again.combined).toEqual(input.combined.slice(6, 14));
  });

  test('is the whole of what there is when more is asked for', () => {
    expect(takeSnapshot(input, [0, 99])).toMatchObject({ startSeconds: 10, endSeconds: 19.8 });
  });
});

const lesson = (truthSeconds: Lesson['truthSeconds'], unjudgedSeconds: Lesson['unjudgedSeconds'] = []): Lesson => ({
  lessonId: 'l',
  groupId: 'g',
  evidence: takeSnapshot(input, [10, 19.8]),
  truthSeconds,
  unjudgedSeconds,
});

describe('a lesson', () => {
  const span = (startSeconds: number, endSeconds: number, confidence = 1): GroundedSpan => {
    return { startSeconds, endSeconds, confidence, strength: 1 };
  };
  const policy = (...spans: GroundedSpan[]): GroundingPolicy => ({ policyId: 'fixed', ground: () => spans });

  test('is on the grid of its stretch', () => {
    expect(episodeOf(lesson([[11, 13.25]], [[15, 16]]))).toMatchObject({ truth: [[2, 6.5]], unjudged: [[10, 12]] });
  });

  test('counts what is shown, not what is weak, and nothing that nobody judged', () => {
    expect(lessonIou(policy(span(11, 13), span(15, 16)), lesson([[11, 13]]))).toBeCloseTo(2 / 3, 9);
    expect(lessonIou(policy(span(11, 13), span(15, 16, 0.1)), lesson([[11, 13]]))).toBe(1);
    expect(lessonIou(policy(span(11, 13), span(15, 16)), lesson([[11, 13]], [[14.5, 16]]))).toBe(1);
    expect(lessonIou(policy(span(15, 16)), lesson([], []))).toBe(0);
  });

  test('what is true was judged, though it was found as something else', () => {
    expect(lessonIou(policy(span(11, 12)), lesson([[11, 13]], [[12, 14]]))).toBe(0.5);
  });
});

describe('the edge habit', () => {
  test('is what people do at the edges, and none where they do nothing', () => {
    const habit = fitEdgeHabit(
      shippedWeights,
      drawLessons(8, 3, (shown) => shown.map(([a, b]) => [a - 0.7, b + 0.3])),
    );
    expect(habit.startSeconds).toBeCloseTo(-0.7, 1);
    expect(habit.endSeconds).toBeCloseTo(0.3, 1);
    expect(
      fitEdgeHabit(
        shippedWeights,
        drawLessons(8, 3, (shown) => shown),
      ),
    ).toEqual({ startSeconds: 0, endSeconds: 0 });
  });

  test('a policy with the habit answers as the lessons say, and without it as the lessons without it', () => {
    const edgeHabit = { startSeconds: 0.4, endSeconds: 0.4 };
    const lessons = drawLessons(5, 5, (shown) => moved(shown, 0.4));
    const mean = (weights: typeof shippedWeights, some: readonly Lesson[]) =>
      some.reduce((sum, one) => sum + lessonIou(new LearnedPolicy(weights), one), 0) / some.length;
    const bare = mean(shippedWeights, lessons);
    expect(mean({ ...shippedWeights, edgeHabit }, lessons)).toBeGreaterThan(bare + 0.05);
    expect(
      mean(
        shippedWeights,
        lessons.map((one) => withoutHabit(one, edgeHabit)),
      ),
    ).toBeGreaterThan(0.97);
  });
});

describe('foldsOf', () => {
  const of = (groups: readonly string[]) =>
    groups.map((groupId, index): Lesson => ({ ...lesson([]), lessonId: `l${index}`, groupId }));

  test('keeps the lessons of a clip together, in folds of about the same size', () => {
    const { apart, folds } = foldsOf(of(['a', 'a', 'a', 'b', 'c', 'd', 'e', 'f']), 5, 1);
    expect(apart).toBe('clip');
    expect(folds.map((fold) => fold.length).sort()).toEqual([1, 1, 1, 2, 3]);
    expect(folds.filter((fold) => fold.some(({ groupId }) => groupId === 'a'))).toHaveLength(1);
  });

  test('with too few clips keeps lessons apart, and says so', () => {
    const { apart, folds } = foldsOf(of(['a', 'a', 'a', 'a', 'b', 'b']), 5, 1);
    expect(apart).toBe('lesson');
    expect(folds.map((fold) => fold.length).sort()).toEqual([1, 1, 1, 1, 2]);
  });
});
