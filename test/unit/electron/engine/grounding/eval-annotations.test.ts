import { describe, expect, test } from 'vitest';
import { readPredictions } from '../../../../../electron/engine/grounding/annotation-predictions.ts';
import { annotationsText, evalAnnotations } from '../../../../../electron/engine/grounding/eval-annotations.ts';
import { readAnnotations, type AnnotationSet } from '../../../../../electron/engine/grounding/read-annotations.ts';

const moments = JSON.stringify({
  clip: {
    duration: 20,
    timestamps: [
      [0, 10],
      [8, 4],
      [15, 25],
    ],
    sentences: ['one', 'reversed', 'late'],
  },
});
const questions = JSON.stringify([
  {
    id: 'q1',
    duration: 10,
    glue: [
      [0, 2],
      [1, 4],
    ],
    answer: '(C)',
  },
  { id: 'q2', duration: 10, glue: [[8, 10]], answer: '(A)' },
]);
const box = [0, 0, 0.5, 0.5];
const tracks = JSON.stringify([
  { path: '/somewhere/val/seq_1', object: 'dog', gt: Array.from({ length: 8 }, () => box) },
]);

function reportOf(set: AnnotationSet, text: string, predictions?: readonly unknown[]) {
  const items = readAnnotations(set, text);
  const read = predictions === undefined ? null : readPredictions(JSON.stringify(predictions));
  return evalAnnotations({ set, items, predictions: read });
}

describe('evalAnnotations', () => {
  test('shows the trivial answer, without clamping the truth to the clip, and drops reversed labels', () => {
    const { trivial, predicted } = reportOf('charades', moments);
    expect(predicted).toBeNull();
    expect(trivial).toMatchObject({ answer: 'whole-video', itemCount: 2, accuracy: null });
    expect(trivial.meanIou).toBeCloseTo((10 / 20 + 5 / 25) / 2, 12);
    expect(trivial.recall).toEqual({ '0.3': 0.5, '0.5': 0.5, '0.7': 0 });
  });

  test('reads spans of a policy and the words of a language model alike; what is missing counts as 0', () => {
    const { predicted } = reportOf('activitynet', moments, [
      { id: 'clip#0', output: '<think>1 to 2</think><answer>0.00 to 5.00</answer>' },
      { id: 'clip#7', spans: [[0, 1]] },
    ]);
    expect(predicted).toMatchObject({ itemCount: 2, missingCount: 1, unknownIds: 1 });
    expect(predicted!.meanIou).toBeCloseTo(0.25, 12);
    expect(reportOf('activitynet', moments, [{ id: 'clip#2', spans: [[15, 25]] }]).predicted!.meanIou).toBe(0.5);
  });

  test('compares unions of clues, and the option where one is chosen', () => {
    const { predicted } = reportOf('nextgqa', questions, [
      { id: 'q1', output: '<answer>C</answer><glue>[(0, 4)]</glue>' },
      { id: 'q2', spans: [[6, 10]], answer: 'B' },
    ]);
    expect(predicted!.meanIou).toBeCloseTo(0.75, 12);
    expect(predicted!.accuracy).toBe(0.5);
    expect(reportOf('nextgqa', questions, [{ id: 'q1', spans: [] }]).predicted).toMatchObject({ meanIou: 0 });
  });

  test('compares boxes, by sequence', () => {
    const half = [0, 0, 0.5, 0.25];
    const { predicted, trivial } = reportOf('got10k', tracks, [
      { id: 'seq_1', boxes: Array.from({ length: 8 }, () => half) },
    ]);
    expect(predicted).toMatchObject({ meanIou: 0.5, recall: { '0.3': 1, '0.5': 1, '0.7': 0 } });
    expect(trivial).toMatchObject({ answer: 'copy-first-box', meanIou: 1 });
    expect(reportOf('got10k', tracks, [{ id: 'seq_1', boxes: [half] }]).predicted!.meanIou).toBe(0);
  });

  test('prints the trivial answer beside every result', () => {
    const text = annotationsText(reportOf('got10k', tracks, []));
    expect(text).toContain('predictions');
    expect(text).toContain('copy-first-box');
    expect(text).toContain('Not predicted, counted as 0: 1');
  });
});

describe('what cannot be read', () => {
  test.each([
    ['no JSON', () => readAnnotations('charades', '{')],
    ['another set', () => readAnnotations('got10k', moments)],
    ['predictions that are no JSON', () => readPredictions('{"id": ')],
    ['a prediction without content', () => readPredictions('[{"id": "a"}]')],
    ['an id twice', () => readPredictions('{"id":"a","spans":[]}\n{"id":"a","spans":[]}\n')],
  ])('is refused: %s', (_, read) => {
    expect(read).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});
