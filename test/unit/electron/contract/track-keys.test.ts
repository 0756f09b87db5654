import { expect, test } from 'vitest';
import { packKeys, trackKeyBlockSchema, unpackKeys } from '../../../../electron/contract/track-keys.ts';
import type { TrackKey } from '../../../../electron/contract/tracks.ts';

const box = { x: 0.5, y: 0.25, width: 0.125, height: 0.0625 };
const key: TrackKey = { timeSeconds: 1, frameIndex: 25, box, confidence: 0.5, state: 'tracked', isByHand: false };
const keys: TrackKey[] = [
  key,
  { ...key, timeSeconds: 2.1, frameIndex: 50, state: 'lost' },
  { ...key, timeSeconds: 3, frameIndex: 75, isByHand: true, confidence: 1, replacedBox: { ...box, x: -0.5 } },
];

test('keys go into columns and come back', () => {
  expect(unpackKeys(packKeys(keys))).toEqual(keys);
  expect(trackKeyBlockSchema.safeParse(packKeys(keys)).success).toBe(true);
});

test('columns that do not fit each other are refused', () => {
  const block = packKeys(keys);
  expect(trackKeyBlockSchema.safeParse({ ...block, boxes: block.boxes.subarray(1) }).success).toBe(false);
  expect(trackKeyBlockSchema.safeParse({ ...block, replacedBoxes: new Float32Array(0) }).success).toBe(false);
  expect(trackKeyBlockSchema.safeParse({ ...block, confidences: Float32Array.of(0, 2, 0) }).success).toBe(false);
  expect(trackKeyBlockSchema.safeParse({ ...block, boxes: block.boxes.map(() => Number.NaN) }).success).toBe(false);
});
