import { describe, expect, test } from 'vitest';
import type { GroundedSpan, GroundingInput } from '../../../../native-models/api/grounding-policy.ts';
import { calibrationError, evaluatePolicy } from '../../../../native-models/finetune/evaluate.ts';
import type { TimeSpan } from '../../../../native-models/rewards/interval-union.ts';

const span = (startSeconds: number, endSeconds: number, confidence = 0.5): GroundedSpan => ({
  startSeconds,
  endSeconds,
  confidence,
  strength: confidence,
});

/** Scores a policy that answers each query with what is written beside its truth. */
function scoresOf(cases: readonly { truth: readonly TimeSpan[]; answer: readonly GroundedSpan[] }[]) {
  const inputs = cases.map(({ truth }) => ({ input: {} as GroundingInput, truthSeconds: truth }));
  const answers = new Map(inputs.map(({ input }, index) => [input, cases[index]!.answer]));
  return evaluatePolicy({ policyId: 'written@1', ground: (input) => answers.get(input)! }, inputs);
}

describe('evaluatePolicy', () => {
  test('takes the first span for recall, what is covered for IoU, pairs for F1', () => {
    const scores = scoresOf([
      { truth: [[0, 10]], answer: [span(0, 6)] },
      {
        truth: [
          [0, 10],
          [20, 30],
        ],
        answer: [span(40, 50), span(20, 30)],
      },
    ]);
    expect(scores.recallAt1).toEqual([0.5, 0.5, 0]);
    expect(scores.meanIou).toBeCloseTo((0.6 + 10 / 30) / 2, 12);
    expect(scores.severalF1).toBe(0.5);
    expect(scores.nothingPrecision).toBeNull();
    expect(scores.nothingRecall).toBeNull();
  });

  test('knows how often nothing is said rightly, and how often it should be', () => {
    const scores = scoresOf([
      { truth: [], answer: [] },
      { truth: [], answer: [span(0, 1)] },
      { truth: [], answer: [span(0, 1)] },
      { truth: [[0, 1]], answer: [] },
    ]);
    expect(scores.nothingPrecision).toBe(0.5);
    expect(scores.nothingRecall).toBeCloseTo(1 / 3, 12);
    expect(scores.meanIou).toBe(0.25);
    expect(scores.severalF1).toBeNull();
  });
});

describe('calibrationError', () => {
  test('is the distance of confidence from the share that is right, weighed by bin', () => {
    const all = [
      { confidence: 0.95, isRight: true },
      { confidence: 0.95, isRight: false },
      { confidence: 1, isRight: true },
      { confidence: 0.2, isRight: false },
    ];
    expect(calibrationError(all)).toBeCloseTo((Math.abs(2.9 - 2) + 0.2) / 4, 12);
    expect(calibrationError([])).toBeNull();
  });
});
