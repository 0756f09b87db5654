import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrackKey } from '../../../../../electron/contract/tracks.ts';
import { blendPasses } from '../../../../../electron/engine/tracking/follow/blend-passes.ts';
import { followPasses } from '../../../../../electron/engine/tracking/follow/follow-passes.ts';
import { keyAt } from '../../../../../electron/engine/tracking/held-track.ts';
import { joinKeys } from '../../../../../electron/engine/tracking/join-keys.ts';
import { simplifyKeys } from '../../../../../electron/engine/tracking/simplify-keys.ts';

const keyOf = (frameIndex: number, over: Partial<TrackKey> = {}): TrackKey => ({
  ...{ timeSeconds: frameIndex / 25, frameIndex, box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 } },
  ...{ confidence: 1, state: 'tracked', isByHand: false, ...over },
});
const at = (x: number) => ({ box: { x, y: 0.1, width: 0.2, height: 0.2 } });

test('keys that are left out are told by the others: off by less than a hundredth of the frame', () => {
  const walk = fc.array(
    fc.record({ dx: fc.double({ min: -0.02, max: 0.02, noNaN: true }), isLost: fc.boolean(), isByHand: fc.boolean() }),
    { minLength: 1, maxLength: 120 },
  );
  fc.assert(
    fc.property(walk, (steps) => {
      let x = 0.5;
      const keys = steps.map(({ dx, isLost, isByHand }, index) => {
        x += dx;
        return keyOf(index, {
          ...at(x),
          state: isLost && index % 3 === 0 ? 'lost' : 'tracked',
          isByHand: isByHand && index % 7 === 0,
        });
      });
      const simple = simplifyKeys(keys);
      for (const key of keys) {
        const told = keyAt(simple, key.timeSeconds)!;
        expect(told.state).toBe(key.state);
        if (key.state === 'tracked') expect(Math.abs(told.box.x - key.box.x)).toBeLessThan(0.01);
        if (key.isByHand) expect(simple).toContain(key);
      }
    }),
  );
});

test('a straight way needs two keys, however long it is', () => {
  expect(simplifyKeys(Array.from({ length: 500 }, (_, index) => keyOf(index, at(index / 1000))))).toHaveLength(2);
});

test('between the ends of two joined tracks nothing is claimed', () => {
  const joined = joinKeys([keyOf(0), keyOf(10)], [keyOf(30, at(0.5)), keyOf(40, at(0.6))]);
  expect(keyAt(joined, 20 / 25)).toMatchObject({ state: 'lost' });
  expect(keyAt(joined, 10 / 25)).toMatchObject({ state: 'tracked' });
  expect(keyAt(joined, 35 / 25)).toMatchObject({ state: 'tracked' });
});

test('between two boxes by hand the nearer and surer pass weighs more; what one lost the other tells', () => {
  const seeds = [0, 100].map((frameIndex) => ({ timeSeconds: frameIndex / 25, box: keyOf(0).box }));
  const limits = { isForward: false, isBackward: false, sinceSeconds: 0, untilSeconds: Infinity };
  const [forward, backward] = followPasses({ seeds, ...limits });
  const blended = blendPasses(
    [
      {
        pass: forward!,
        keys: [keyOf(10, at(0.1)), keyOf(50, at(0.1)), keyOf(60, { state: 'lost' }), keyOf(70, at(0.1))],
      },
      { pass: backward!, keys: [keyOf(70, at(0.6)), keyOf(60, at(0.14)), keyOf(50, at(0.14)), keyOf(10, at(0.14))] },
    ],
    [keyOf(0, { isByHand: true })],
  );
  expect(blended.map(({ frameIndex }) => frameIndex)).toEqual([0, 10, 50, 60, 70]);
  const xs = blended.map(({ box }) => box.x);
  expect(xs[1]).toBeCloseTo(0.104, 6);
  expect(xs[2]).toBeCloseTo(0.12, 6);
  expect(xs[3]).toBeCloseTo(0.14, 6);
  // Two different places: the mean of them would be a third.
  expect(xs[4]).toBeCloseTo(0.6, 6);
});
