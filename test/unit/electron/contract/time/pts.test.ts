import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { standardRates } from '../../../../../electron/contract/time/frame-rate.ts';
import {
  frameIndexAt,
  frameIndexPlayedAt,
  frameRange,
  frameSpanOf,
  frameStartSeconds,
  ptsToSeconds,
  secondsToPts,
} from '../../../../../electron/contract/time/pts.ts';
import { rational, type Rational } from '../../../../../electron/contract/time/rational.ts';

const daySeconds = 86_400;
const anyRate: fc.Arbitrary<Rational> = fc.oneof(
  fc.constantFrom(...standardRates.map(({ rate }) => rate)),
  fc
    .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 1001 }))
    .map(([num, den]) => rational(num, den))
    .filter(({ num, den }) => num / den <= 1000 && num / den >= 0.01),
);
const frameOfDay = anyRate.chain((rate) =>
  fc.tuple(fc.constant(rate), fc.nat(Math.floor((daySeconds * rate.num) / rate.den))),
);

describe('frames of a constant rate', () => {
  test('are found again at the time they begin, over 24 hours at any rate', () => {
    fc.assert(
      fc.property(frameOfDay, ([rate, frameIndex]) => {
        expect(frameIndexAt(frameStartSeconds(frameIndex, rate), rate)).toBe(frameIndex);
      }),
      { numRuns: 2000 },
    );
  });

  test('are found at times with the float noise of adding up and with six decimals', () => {
    fc.assert(
      fc.property(frameOfDay, ([rate, frameIndex]) => {
        const exact = frameStartSeconds(frameIndex, rate);
        expect(frameIndexAt(exact - exact * Number.EPSILON * 8, rate)).toBe(frameIndex);
        expect(frameIndexAt(Number(exact.toFixed(6)), rate)).toBe(frameIndex);
        expect(frameIndexAt((frameIndex * rate.den) / rate.num, rate)).toBe(frameIndex);
      }),
      { numRuns: 2000 },
    );
  });

  test('are shown until the next one begins', () => {
    fc.assert(
      fc.property(frameOfDay, fc.double({ min: 0, max: 0.99, noNaN: true }), ([rate, frameIndex], part) => {
        const { startSeconds, endSeconds } = frameRange(frameIndex, rate);
        expect(frameIndexAt(startSeconds + (endSeconds - startSeconds) * part, rate)).toBe(frameIndex);
        expect(frameIndexAt(endSeconds, rate)).toBe(frameIndex + 1);
      }),
      { numRuns: 2000 },
    );
  });

  test('never go back as time goes on', () => {
    const time = fc.double({ min: 0, max: daySeconds, noNaN: true });
    fc.assert(
      fc.property(anyRate, time, time, (rate, a, b) => {
        expect(frameIndexAt(Math.min(a, b), rate)).toBeLessThanOrEqual(frameIndexAt(Math.max(a, b), rate));
      }),
      { numRuns: 2000 },
    );
  });

  test('can follow each other faster than a microsecond', () => {
    const rate = rational(10_000_000);

    expect([0, 1, 2, 3].map((frameIndex) => frameIndexAt(frameStartSeconds(frameIndex, rate), rate))).toEqual([
      0, 1, 2, 3,
    ]);
  });

  test('give the double nearest to the exact start', () => {
    expect(frameStartSeconds(1, rational(30000, 1001))).toBe(1001 / 30000);
    expect(frameStartSeconds(2_589_408, rational(30000, 1001))).toBe(86_399.9136);
  });

  test('have no place at a time that is none', () => {
    expect(() => frameIndexAt(Number.NaN, rational(25))).toThrow(RangeError);
    expect(() => frameIndexAt(1, rational(0))).toThrow(RangeError);
    expect(() => frameStartSeconds(0.5, rational(25))).toThrow(RangeError);
  });
});

describe('frameSpanOf', () => {
  test('gives back the frames that a span was made of', () => {
    fc.assert(
      fc.property(frameOfDay, fc.integer({ min: 1, max: 5000 }), ([rate, startFrameIndex], count) => {
        const range = {
          startSeconds: frameStartSeconds(startFrameIndex, rate),
          endSeconds: frameStartSeconds(startFrameIndex + count, rate),
        };
        expect(frameSpanOf(range, rate)).toEqual({ startFrameIndex, endFrameIndex: startFrameIndex + count });
      }),
      { numRuns: 1000 },
    );
  });

  test('takes in every frame that is shown in the span, and at least one', () => {
    const rate = rational(25);

    expect(frameSpanOf({ startSeconds: 0.05, endSeconds: 0.09 }, rate)).toEqual({
      startFrameIndex: 1,
      endFrameIndex: 3,
    });
    expect(frameSpanOf({ startSeconds: 0.05, endSeconds: 0.0500001 }, rate)).toEqual({
      startFrameIndex: 1,
      endFrameIndex: 2,
    });
  });
});

describe('presentation time stamps', () => {
  const timeBase = fc
    .tuple(fc.integer({ min: 1, max: 1001 }), fc.constantFrom(1000, 12800, 24000, 30000, 48000, 90000, 1_000_000))
    .map(([num, den]) => rational(num, den));
  const day = timeBase.chain((base) =>
    fc.tuple(fc.constant(base), fc.nat(Math.floor((daySeconds * base.den) / base.num))),
  );

  test('survive the way to seconds and back, whatever the start offset', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -(2 ** 33), max: 2 ** 33 }), ([base, ticks], startPts) => {
        const time = { timeBase: base, startPts };
        expect(secondsToPts(ptsToSeconds(startPts + ticks, time), time)).toBe(startPts + ticks);
      }),
      { numRuns: 2000 },
    );
  });

  test('count from the first displayed frame', () => {
    const time = { timeBase: rational(1, 90000), startPts: 324_000_000 };

    expect(ptsToSeconds(324_000_000, time)).toBe(0);
    expect(ptsToSeconds(324_003_600, time)).toBe(0.04);
    expect(ptsToSeconds(323_996_400, time)).toBe(-0.04);
    expect(secondsToPts(3600, time)).toBe(648_000_000);
  });
});

describe('frameIndexPlayedAt', () => {
  const startsSeconds = [0, 0.04, 0.5, 0.51, 2];

  test('is the last frame that has begun', () => {
    expect([0, 0.039, 0.04, 0.499, 0.505, 1.999, 2, 99].map((at) => frameIndexPlayedAt(at, startsSeconds))).toEqual([
      0, 0, 1, 1, 2, 3, 4, 4,
    ]);
  });

  test('forgives the six decimals of ffmpeg', () => {
    expect(frameIndexPlayedAt(0.066733, [0, 0.03336666666666667, 0.06673333333333334])).toBe(2);
  });

  test('is nothing before the first frame and in no frames', () => {
    expect(frameIndexPlayedAt(-0.01, startsSeconds)).toBeNull();
    expect(frameIndexPlayedAt(1, [])).toBeNull();
  });
});
