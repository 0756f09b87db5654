import { describe, expect, test } from 'vitest';
import { fromProcessSchema, toProcessSchema } from '../../../../../electron/engine/inference/protocol.ts';

const detect = (input: Record<string, unknown>) => ({ kind: 'detect', id: 1, cardId: 'yolox-nano', input });

describe('toProcessSchema', () => {
  test('takes three planes of a square that holds the content', () => {
    const input = { pixels: new Uint8Array(3 * 64 * 64), contentWidth: 64, contentHeight: 40 };
    expect(toProcessSchema.safeParse(detect(input)).success).toBe(true);
    expect(toProcessSchema.safeParse(detect({ ...input, pixels: Buffer.alloc(3 * 64 * 64) })).success).toBe(true);
  });

  test.each([
    ['a length that is no square', { pixels: new Uint8Array(3 * 64 * 64 - 3), contentWidth: 30, contentHeight: 20 }],
    ['a square that is too large', { pixels: new Uint8Array(3 * 2049 ** 2), contentWidth: 64, contentHeight: 40 }],
    ['content wider than the input', { pixels: new Uint8Array(3 * 64 * 64), contentWidth: 65, contentHeight: 40 }],
    ['no content', { pixels: new Uint8Array(3 * 64 * 64), contentWidth: 0, contentHeight: 40 }],
    ['numbers in place of bytes', { pixels: [1, 2, 3], contentWidth: 1, contentHeight: 1 }],
  ])('refuses %s', (_what, input) => {
    expect(toProcessSchema.safeParse(detect(input)).success).toBe(false);
  });

  test('refuses a card that could be a path', () => {
    expect(toProcessSchema.safeParse({ kind: 'load', id: 1, cardId: '../x/y' }).success).toBe(false);
  });
});

describe('fromProcessSchema', () => {
  test('refuses a score that is no probability and more detections than a picture holds', () => {
    const detection = { className: 'person', score: 0.5, box: { x: 0, y: 0, width: 1, height: 1 } };
    const answer = { kind: 'detections', id: 1, detections: [detection], runMs: 1, rssBytes: 1 };
    expect(fromProcessSchema.safeParse(answer).success).toBe(true);
    expect(fromProcessSchema.safeParse({ ...answer, detections: [{ ...detection, score: 1.5 }] }).success).toBe(false);
    expect(fromProcessSchema.safeParse({ ...answer, detections: Array(1001).fill(detection) }).success).toBe(false);
  });
});
