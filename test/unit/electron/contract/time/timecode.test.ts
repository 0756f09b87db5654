import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDropFrameLegal, standardRates } from '../../../../../electron/contract/time/frame-rate.ts';
import { parseRational, rational } from '../../../../../electron/contract/time/rational.ts';
import {
  formatTimecode,
  framesPerDay,
  parseTimecode,
  readTimecode,
  timecodeFormat,
  type TimecodeFormat,
} from '../../../../../electron/contract/time/timecode.ts';

interface Golden {
  readonly countings: readonly {
    readonly rate: string;
    readonly isDropFrame: boolean;
    readonly framesPerDay: number;
    readonly samples: readonly (readonly [frameCount: number, label: string])[];
  }[];
}

const golden = JSON.parse(readFileSync(new URL('../../../../golden/timecode.json', import.meta.url), 'utf8')) as Golden;

const drop = timecodeFormat(rational(30000, 1001), true);
const nonDrop = timecodeFormat(rational(30000, 1001), false);
const drop60 = timecodeFormat(rational(60000, 1001), true);

const formats: TimecodeFormat[] = [
  ...standardRates.map(({ rate }) => timecodeFormat(rate, false)),
  ...standardRates.filter(({ rate }) => isDropFrameLegal(rate)).map(({ rate }) => timecodeFormat(rate, true)),
  timecodeFormat(rational(25, 2), false),
  timecodeFormat(rational(19001, 317), false),
];
const anyFormat = fc.constantFrom(...formats);
const frameOfDay = anyFormat.chain((format) => fc.tuple(fc.constant(format), fc.nat(framesPerDay(format) - 1)));

describe('timecode', () => {
  test.each(golden.countings)('labels a day at $rate, drop frame $isDropFrame, as counted by hand', (counting) => {
    const format = timecodeFormat(parseRational(counting.rate), counting.isDropFrame);

    expect(framesPerDay(format)).toBe(counting.framesPerDay);
    expect(counting.samples.map(([frameCount]) => [frameCount, formatTimecode(frameCount, format)])).toEqual(
      counting.samples,
    );
    expect(counting.samples.map(([, label]) => [parseTimecode(label, format), label])).toEqual(counting.samples);
  });

  test.each([
    ['00:01:00;02', 1800],
    ['00:10:00;00', 17_982],
    ['01:00:00;00', 107_892],
    ['23:59:59;29', 2_589_407],
  ])('has the well-known %s at 29.97 drop frame', (label, frameCount) => {
    expect(formatTimecode(frameCount, drop)).toBe(label);
    expect(parseTimecode(label, drop)).toBe(frameCount);
  });

  test.each([
    ['00:01:00;04', 3600],
    ['00:10:00;00', 35_964],
    ['01:00:00;00', 215_784],
  ])('has the well-known %s at 59.94 drop frame', (label, frameCount) => {
    expect(formatTimecode(frameCount, drop60)).toBe(label);
    expect(framesPerDay(drop60)).toBe(5_178_816);
  });

  test('is read back as the frame it was made of, anywhere in a day at every rate', () => {
    fc.assert(
      fc.property(frameOfDay, ([format, frameCount]) => {
        expect(parseTimecode(formatTimecode(frameCount, format), format)).toBe(frameCount);
      }),
      { numRuns: 5000 },
    );
  });

  test('rises by the text with every frame of a day, so that no label is given twice', () => {
    fc.assert(
      fc.property(frameOfDay, ([format, frameCount]) => {
        fc.pre(frameCount > 0);
        expect(formatTimecode(frameCount, format) > formatTimecode(frameCount - 1, format)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test('begins anew after 24 hours, in both directions', () => {
    fc.assert(
      fc.property(frameOfDay, fc.integer({ min: -3, max: 3 }), ([format, frameCount], days) => {
        const label = formatTimecode(frameCount, format);
        expect(formatTimecode(frameCount + days * framesPerDay(format), format)).toBe(label);
      }),
    );
    expect(formatTimecode(-1, drop)).toBe('23:59:59;29');
    expect(formatTimecode(framesPerDay(drop), drop)).toBe('00:00:00;00');
  });

  test('stays within two frames of the clock all day with drop frame, and falls behind without', () => {
    const clockSeconds = (frameCount: number) => (frameCount * 1001) / 30000;
    const labelSeconds = (label: string) => {
      const [hours, minutes, seconds, frames] = label.split(/[:;]/).map(Number) as [number, number, number, number];
      return hours * 3600 + minutes * 60 + seconds + frames / 30;
    };
    fc.assert(
      fc.property(fc.nat(framesPerDay(drop) - 1), (frameCount) => {
        const error = labelSeconds(formatTimecode(frameCount, drop)) - clockSeconds(frameCount);
        // At most the two labels about to be dropped, and the 86 ms that a whole day leaves over.
        expect(Math.abs(error)).toBeLessThan(0.16);
      }),
    );
    expect(labelSeconds(formatTimecode(107_892, nonDrop)) - clockSeconds(107_892)).toBeCloseTo(-3.6, 1);
  });
});

describe('readTimecode', () => {
  test.each([
    ['00:01:00;00', drop, 'dropped'],
    ['00:01:00;01', drop, 'dropped'],
    ['23:59:00:00', drop, 'dropped'],
    ['00:09:00;03', drop60, 'dropped'],
    ['00:00:00;00', nonDrop, 'not-drop-frame'],
    ['24:00:00:00', nonDrop, 'out-of-range'],
    ['00:60:00:00', nonDrop, 'out-of-range'],
    ['00:00:60:00', nonDrop, 'out-of-range'],
    ['00:00:00:30', nonDrop, 'out-of-range'],
    ['00:00:00:25', timecodeFormat(rational(25), false), 'out-of-range'],
    ['00:00:01.500', nonDrop, 'not-a-timecode'],
    ['1:15', nonDrop, 'not-a-timecode'],
    ['-1:00:00:00', nonDrop, 'not-a-timecode'],
    ['', nonDrop, 'not-a-timecode'],
  ] as const)('refuses %j with the reason', (text, format, problem) => {
    const reading = readTimecode(text, format);

    expect(reading).toMatchObject({ isValid: false, problem });
    expect(() => parseTimecode(text, format)).toThrow(
      expect.objectContaining({ code: 'bad-request', details: { timecode: text, problem } }),
    );
  });

  test('says which frame a minute starts with where labels are dropped', () => {
    expect(readTimecode('00:01:00;00', drop)).toMatchObject({ reason: expect.stringContaining('starts at frame 2') });
  });

  test('keeps the labels of every tenth minute', () => {
    expect(readTimecode('00:10:00;00', drop)).toEqual({ isValid: true, frameCount: 17_982 });
    expect(readTimecode('00:20:00;01', drop)).toEqual({ isValid: true, frameCount: 35_965 });
  });

  test('reads drop frame written with colons, and Adobe’s semicolons', () => {
    expect(parseTimecode('01:00:00:00', drop)).toBe(107_892);
    expect(parseTimecode(' 01;00;00;00 ', drop)).toBe(107_892);
  });

  test('accepts no label but those that frames carry', () => {
    const part = fc.nat(99);
    fc.assert(
      fc.property(anyFormat, fc.tuple(part, part, part), fc.nat(130), (format, clockParts, frames) => {
        const digits = framesPerDay(format) > 100 * 86_400 ? 3 : 2;
        const clock = clockParts.map((value) => String(value).padStart(2, '0')).join(':');
        const text = `${clock}${format.isDropFrame ? ';' : ':'}${String(frames).padStart(digits, '0')}`;
        const reading = readTimecode(text, format);
        if (reading.isValid) {
          expect(formatTimecode(reading.frameCount, format)).toBe(text);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('timecodeFormat', () => {
  test('refuses drop frame where there is none', () => {
    expect(() => timecodeFormat(rational(25), true)).toThrow(RangeError);
    expect(() => timecodeFormat(rational(24000, 1001), true)).toThrow(RangeError);
  });
});
