import { expect, test } from 'vitest';
import { trackIdSchema } from '../../../../electron/contract/ids.ts';
import type { TrackKey } from '../../../../electron/contract/tracks.ts';
import { boxAt, hitBox, trackColour, trailOf, type KeyedTrack } from '../../../../renderer/lib/track-box.ts';

function keyAt(timeSeconds: number, x: number, over: Partial<TrackKey> = {}): TrackKey {
  const box = { x, y: 0.5, width: 0.1, height: 0.2 };
  return { timeSeconds, frameIndex: timeSeconds * 10, box, confidence: 1, state: 'tracked', isByHand: false, ...over };
}

function trackOf(...keys: TrackKey[]): KeyedTrack {
  return {
    trackId: trackIdSchema.parse('t1'),
    label: 'dog',
    origin: 'followed',
    range: { startSeconds: keys[0]!.timeSeconds, endSeconds: keys.at(-1)!.timeSeconds + 0.1 },
    isCorrected: false,
    revision: 1,
    trackerId: null,
    keyCount: keys.length,
    keys,
    bestConfidence: 1,
  };
}

test('between two keys the box and the confidence are joined linearly', () => {
  const track = trackOf(keyAt(1, 0), keyAt(3, 0.4, { confidence: 0.5 }));
  expect(boxAt(track, 1.5)).toMatchObject({ confidence: 0.875, isLost: false, isByHand: false });
  expect(boxAt(track, 1.5)!.box.x).toBeCloseTo(0.1);
  expect(boxAt(track, 3.05)!.box.x).toBe(0.4);
});

test('nothing is said before the first key and after the range', () => {
  const track = trackOf(keyAt(1, 0), keyAt(3, 0.4));
  expect(boxAt(track, 0.9)).toBeNull();
  expect(boxAt(track, 3.1)).toBeNull();
  // A container that rounds to milliseconds.
  expect(boxAt(track, 0.9995)).not.toBeNull();
});

test('from a lost key to the next one the box stays where it was last seen, and is called lost', () => {
  const track = trackOf(keyAt(0, 0), keyAt(1, 0.2, { state: 'lost' }), keyAt(3, 0.6));
  expect(boxAt(track, 0.5)).toMatchObject({ isLost: false });
  expect(boxAt(track, 2.9)).toMatchObject({ isLost: true, box: { x: 0.2 } });
  expect(boxAt(track, 3)).toMatchObject({ isLost: false, box: { x: 0.6 } });
});

test('says by hand only at the very key', () => {
  const track = trackOf(keyAt(1, 0, { isByHand: true }), keyAt(2, 0.1));
  expect(boxAt(track, 1)!.isByHand).toBe(true);
  expect(boxAt(track, 1.1)!.isByHand).toBe(false);
});

test('the trail ends at the box and is broken where it was lost', () => {
  const track = trackOf(keyAt(0, 0), keyAt(1, 0.1), keyAt(2, 0.2, { state: 'lost' }), keyAt(3, 0.3), keyAt(4, 0.4));
  const lines = trailOf(track, 3.5, 10);
  expect(lines.map((line) => line.map(({ x }) => Number(x.toFixed(3))))).toEqual([
    [0.05, 0.15],
    [0.35, 0.4],
  ]);
});

test('a click finds the smallest box, and of equals the topmost', () => {
  const large = { name: 'large', box: { x: 0, y: 0, width: 1, height: 1 } };
  const small = { name: 'small', box: { x: 0.4, y: 0.4, width: 0.2, height: 0.2 } };
  const same = { name: 'same', box: small.box };
  expect(hitBox([small, large], { x: 0.5, y: 0.5 })).toBe(small);
  expect(hitBox([small, same, large], { x: 0.5, y: 0.5 })).toBe(same);
  expect(hitBox([small, large], { x: 0.1, y: 0.5 })).toBe(large);
  expect(hitBox([small], { x: 0.61, y: 0.5 })).toBeNull();
});

test('a colour belongs to an id', () => {
  expect(trackColour('t1')).toBe(trackColour('t1'));
  expect(trackColour('t1')).not.toBe(trackColour('t2'));
});
