import { describe, expect, test } from 'vitest';
import { cocoClasses } from '../../../../../native-models/families/yolox/coco-classes.ts';
import { cellCountOf, decodeYolox } from '../../../../../native-models/families/yolox/postprocess.ts';

const head = {
  inputSize: 64,
  strides: [8, 16, 32],
  scoreThreshold: 0.25,
  overlapThreshold: 0.45,
  maxDetectionCount: 10,
};
const whole = { contentWidth: 64, contentHeight: 64 };

interface Cell {
  readonly stride: number;
  readonly column: number;
  readonly row: number;
  /** x, y, log width, log height, objectness. */
  readonly values: readonly [number, number, number, number, number];
  readonly className?: string;
  readonly probability?: number;
}

function outputOf(...cells: readonly Cell[]): Float32Array {
  const output = new Float32Array(cellCountOf(head) * 85);
  for (const { stride, column, row, values, className = 'person', probability = 1 } of cells) {
    const before = head.strides.slice(0, head.strides.indexOf(stride));
    const index = before.reduce((sum, s) => sum + (64 / s) ** 2, 0) + row * (64 / stride) + column;
    output.set(values, index * 85);
    output[index * 85 + 5 + cocoClasses.indexOf(className as 'person')] = probability;
  }
  return output;
}

describe('decodeYolox', () => {
  test('decodes a cell of each stride by the published formula', () => {
    const detections = decodeYolox(
      outputOf(
        { stride: 8, column: 1, row: 2, values: [0.5, 0.5, Math.log(2), 0, 0.9], className: 'cat' },
        { stride: 16, column: 3, row: 0, values: [0, 0.5, 0, 0, 0.8], className: 'dog' },
        { stride: 32, column: 0, row: 1, values: [0.5, 0.5, 0, 0, 0.7], className: 'car' },
      ),
      head,
      whole,
    );
    expect(detections).toEqual([
      {
        className: 'cat',
        score: expect.closeTo(0.9),
        box: { x: expect.closeTo(4 / 64), y: expect.closeTo(16 / 64), width: expect.closeTo(0.25), height: 0.125 },
      },
      { className: 'dog', score: expect.closeTo(0.8), box: { x: 0.625, y: 0, width: 0.25, height: 0.25 } },
      { className: 'car', score: expect.closeTo(0.7), box: { x: 0, y: 0.5, width: 0.5, height: 0.5 } },
    ]);
  });

  test('scores by objectness × class and drops what is below the threshold', () => {
    const cell = { stride: 32, column: 0, row: 0, values: [0.5, 0.5, 0, 0, 0.5] } as const;
    expect(decodeYolox(outputOf({ ...cell, probability: 0.51 }), head, whole)).toHaveLength(1);
    expect(decodeYolox(outputOf({ ...cell, probability: 0.49 }), head, whole)).toEqual([]);
    expect(decodeYolox(outputOf({ ...cell, values: [0.5, 0.5, 0, 0, 0.2] }), head, whole)).toEqual([]);
  });

  test('drops the weaker of two overlapping boxes of a class, not of two classes', () => {
    const strong = { stride: 32, column: 0, row: 0, values: [0.5, 0.5, 0, 0, 0.9] } as const;
    const weak = { stride: 16, column: 0, row: 0, values: [1, 1, Math.log(2), Math.log(1.8), 0.8] } as const;
    expect(decodeYolox(outputOf(strong, weak), head, whole)).toMatchObject([{ score: expect.closeTo(0.9) }]);
    expect(decodeYolox(outputOf(strong, { ...weak, className: 'dog' }), head, whole)).toHaveLength(2);
    const beside = { stride: 32, column: 1, row: 0, values: [0.5, 0.5, 0, 0, 0.8] } as const;
    expect(decodeYolox(outputOf(strong, beside), head, whole)).toHaveLength(2);
  });

  test('keeps two boxes of a class that lie apart in both directions', () => {
    const log = Math.log(20 / 8);
    const upper = { stride: 8, column: 1, row: 1, values: [0.25, 0.25, log, log, 0.9] } as const;
    const lower = { stride: 8, column: 6, row: 6, values: [0, 0, log, log, 0.8] } as const;
    expect(decodeYolox(outputOf(upper, lower), head, whole)).toHaveLength(2);
  });

  test('gives parts of the picture, clipped to it, and nothing that lies in the grey', () => {
    const picture = { contentWidth: 64, contentHeight: 32 };
    const across = { stride: 32, column: 1, row: 0, values: [0.5, 1, 0, 0, 0.9] } as const;
    const outside = { stride: 8, column: 1, row: 6, values: [0.5, 0.5, 0, 0, 0.9] } as const;
    expect(decodeYolox(outputOf(across, outside), head, picture)).toEqual([
      { className: 'person', score: expect.closeTo(0.9), box: { x: 0.5, y: 0.5, width: 0.5, height: 0.5 } },
    ]);
  });

  test('drops cells that are not finite, and takes an endless box as the whole picture', () => {
    const cell = { stride: 32, column: 0, row: 0 } as const;
    for (const values of [
      [NaN, 0, 0, 0, 0.9],
      [0, 0, NaN, 0, 0.9],
      [0, 0, 0, 0, NaN],
      [Infinity, 0, 0, 0, 0.9],
    ]) {
      expect(decodeYolox(outputOf({ ...cell, values: values as never }), head, whole), String(values)).toEqual([]);
    }
    const endless = decodeYolox(outputOf({ ...cell, values: [0, 0, 2000, 2000, 0.9] }), head, whole);
    expect(endless).toMatchObject([{ box: { x: 0, y: 0, width: 1, height: 1 } }]);
  });

  test('keeps the best up to the limit, best first', () => {
    const cells = Array.from({ length: 12 }, (_, index) => ({
      stride: 8,
      column: index % 8,
      row: Math.floor(index / 8),
      values: [0.5, 0.5, -1, -1, 0.5 + index / 100] as [number, number, number, number, number],
    }));
    const scores = decodeYolox(outputOf(...cells), head, whole).map(({ score }) => score);
    expect(scores).toHaveLength(10);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[0]).toBeCloseTo(0.61);
  });

  test('refuses an output of another head', () => {
    expect(() => decodeYolox(new Float32Array(85), head, whole)).toThrow(/85 values in place of 7140/);
  });

  test('YOLOX-nano has 3549 cells, and COCO 80 different classes', () => {
    expect(cellCountOf({ inputSize: 416, strides: [8, 16, 32] })).toBe(3549);
    expect(new Set(cocoClasses).size).toBe(80);
    expect([cocoClasses[0], cocoClasses[39], cocoClasses[67], cocoClasses[79]]).toEqual([
      'person',
      'bottle',
      'cell phone',
      'toothbrush',
    ]);
  });
});
