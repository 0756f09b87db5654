import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatClockTime,
  formatFullClockTime,
  formatPreciseClockTime,
  parseClockTime,
} from '../../../../../electron/contract/time/clock-time.ts';

const time = fc.double({ min: 0, max: 1_000_000, noNaN: true });

describe('clock times', () => {
  test.each([
    [0, ['0:00', '0:00.000', '00:00:00.000']],
    [75, ['1:15', '1:15.000', '00:01:15.000']],
    [75.9996, ['1:15', '1:16.000', '00:01:16.000']],
    [74.9999999999, ['1:15', '1:15.000', '00:01:15.000']],
    [3723.25, ['1:02:03', '1:02:03.250', '01:02:03.250']],
    [360_000, ['100:00:00', '100:00:00.000', '100:00:00.000']],
  ])('write %f seconds as %j', (seconds, expected) => {
    expect([formatClockTime(seconds), formatPreciseClockTime(seconds), formatFullClockTime(seconds)]).toEqual(expected);
  });

  test('are refused below 0 and for what is no number', () => {
    for (const seconds of [-0.001, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => formatClockTime(seconds)).toThrow(RangeError);
      expect(() => formatPreciseClockTime(seconds)).toThrow(RangeError);
    }
  });

  test('are read back to the millisecond', () => {
    fc.assert(
      fc.property(time, (seconds) => {
        expect(parseClockTime(formatPreciseClockTime(seconds))).toBe(Math.round(seconds * 1000) / 1000);
        expect(parseClockTime(formatFullClockTime(seconds))).toBe(Math.round(seconds * 1000) / 1000);
      }),
    );
  });

  test.each([
    ['75', 75],
    ['75.25', 75.25],
    ['1:15', 75],
    ['90:00', 5400],
    ['1:02:03,250', 3723.25],
  ])('are read from %s', (text, seconds) => {
    expect(parseClockTime(text)).toBe(seconds);
  });

  test.each(['', 'soon', '1:60', '1:60:00', '01:00:00:12', '-1:00', '1:', '1e3', '.5'])(
    'are not read from %j',
    (text) => {
      expect(parseClockTime(text)).toBeNull();
    },
  );
});
