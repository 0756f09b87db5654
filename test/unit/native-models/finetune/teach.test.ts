import { describe, expect, test } from 'vitest';
import {
  judge,
  ordinaryTeaching,
  teach,
  type HeldOutScores,
  type TeachOptions,
  type TeachOutcome,
  type TeachStep,
} from '../../../../native-models/finetune/teach.ts';
import type { Lesson } from '../../../../native-models/finetune/lesson.ts';
import { shippedWeights } from '../../../../native-models/policy/weights/shipped-weights.ts';
import { drawLessons, moved } from '../../../../native-models/finetune/synthetic-lessons.ts';
import { never } from './tiny-training.ts';

/** A few of the steps: what the gate says of ten lessons does not hang on them. */
const quick: TeachOptions = {
  ...ordinaryTeaching,
  grpo: { ...ordinaryTeaching.grpo, stepCount: 4 },
  builtInCount: 40,
};

const start = { current: shippedWeights, shipped: shippedWeights };

function run(lessons: readonly Lesson[], options = quick): { steps: TeachStep[]; outcome: TeachOutcome } {
  const teaching = teach({ ...start, lessons, policyId: 'taught@1', options, signal: never });
  const steps: TeachStep[] = [];
  for (;;) {
    const { done, value } = teaching.next();
    if (done) return { steps, outcome: value };
    steps.push(value);
  }
}

describe('teach', { timeout: 30_000 }, () => {
  test('ten corrections of a lag of half a second help, and the lag is what was learnt', () => {
    const late = drawLessons(10, 1, (shown, { random }) => moved(shown, -0.5, () => 0.15 * (random() + random() - 1)));
    const { outcome, steps } = run(late);
    expect(outcome).toMatchObject({ verdict: 'better', lessonCount: 10, apart: 'clip' });
    const { edgeHabit } = outcome.taught!.weights;
    expect(edgeHabit!.startSeconds).toBeCloseTo(-0.5, 0);
    expect(edgeHabit!.endSeconds).toBeCloseTo(-0.5, 0);
    const edges = outcome.candidates.find(({ part }) => part === 'edges')!;
    expect(edges.after).toBeGreaterThan(edges.before + 0.05);
    expect(steps).toHaveLength(6 * 4);
    expect(steps.at(-1)).toMatchObject({ runIndex: 5, runCount: 6, stepIndex: 3, stepCount: 4 });
  });

  test('corrections that contradict each other are refused', () => {
    const torn = drawLessons(10, 1, (shown, { index }) => moved(shown, index % 2 === 0 ? 0.5 : -0.5));
    expect(run(torn).outcome).toMatchObject({ verdict: 'no-better', taught: null });
  });

  test.each([1, 2, 3])('corrections at random are refused (%i)', (seed) => {
    const random = drawLessons(10, seed, (_, place) => {
      const from = place.random() * (place.endSeconds - 4);
      return [[from, from + 1 + 8 * place.random()]];
    });
    expect(run(random).outcome).toMatchObject({ verdict: 'no-better', taught: null });
  });

  test('with what it finds already called right, nothing is offered', () => {
    expect(run(drawLessons(6, 4, (shown) => shown)).outcome.taught).toBeNull();
  });

  test('a few lessons say nothing, and nothing is trained', () => {
    const { steps, outcome } = run(drawLessons(4, 1, (shown) => shown));
    expect(outcome).toMatchObject({ verdict: 'too-few', lessonCount: 4, taught: null });
    expect(steps).toEqual([]);
  });

  test('the same lessons teach the same', () => {
    const lessons = () => drawLessons(5, 2, (shown) => moved(shown, 0.3));
    const few = { ...quick, grpo: { ...quick.grpo, stepCount: 3 } };
    expect(run(lessons(), few)).toEqual(run(lessons(), few));
  });

  test('stops when aborted', () => {
    const controller = new AbortController();
    const lessons = drawLessons(5, 2, (shown) => shown);
    const teaching = teach({
      ...start,
      lessons,
      policyId: 'x',
      options: quick,
      signal: controller.signal,
    });
    teaching.next();
    controller.abort();
    expect(() => teaching.next()).toThrow('aborted');
  });
});

describe('judge', () => {
  const scores = (part: HeldOutScores['part'], change: Partial<HeldOutScores> = {}): HeldOutScores => ({
    part,
    before: 0.5,
    after: 0.6,
    interval: { difference: 0.1, low: 0.02, high: 0.2 },
    builtInBefore: 0.63,
    builtInAfter: 0.63,
    ...change,
  });
  const worse = { interval: { difference: 0.1, low: -0.02, high: 0.2 } };

  test('takes the one that gains more', () => {
    expect(judge([scores('edges'), scores('edges-and-network', { after: 0.7 })], quick)).toEqual({
      verdict: 'better',
      best: 'edges-and-network',
    });
  });

  test('refuses what may be luck', () => {
    expect(judge([scores('edges', worse)], quick)).toEqual({ verdict: 'no-better', best: null });
    const none = { interval: { difference: 0, low: 0, high: 0 } };
    expect(judge([scores('edges', none)], quick)).toEqual({ verdict: 'no-better', best: null });
  });

  test('refuses what has forgotten half a point, and says so', () => {
    const forgetful = scores('edges-and-network', { builtInAfter: 0.624 });
    expect(judge([forgetful], quick)).toEqual({ verdict: 'forgets', best: null });
    expect(judge([scores('edges', worse), scores('edges-and-network', { builtInAfter: 0.6255 })], quick)).toEqual({
      verdict: 'better',
      best: 'edges-and-network',
    });
  });
});
