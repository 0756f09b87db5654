import { describe, expect, test } from 'vitest';
import type { Units } from '../../../../electron/contract/settings.ts';
import {
  readShownTime,
  shownLength,
  shownSpan,
  shownTime,
  timeDisplay,
  timingOf,
  type ClipRate,
} from '../../../../renderer/lib/shown-time.ts';

const pal: ClipRate = { rate: { num: 25, den: 1 }, isVariableRate: false, startTimecode: '10:00:00:00' };
const drop: ClipRate = { rate: { num: 30000, den: 1001 }, isVariableRate: false, startTimecode: '00:00:59;28' };
const phone: ClipRate = { rate: { num: 30, den: 1 }, isVariableRate: true, startTimecode: null };
const surveillance: ClipRate = { rate: { num: 25, den: 2 }, isVariableRate: false, startTimecode: null };
const show = (clip: ClipRate | null, units: Units) => timeDisplay(units, clip);

describe('shownTime', () => {
  test.each([
    ['timecode', pal, 4.48, '10:00:04:12'],
    ['seconds', pal, 4.48, '4.480 s'],
    ['frames', pal, 4.48, '112 f'],
    ['timecode', drop, 4 * (1001 / 30000), '00:01:00;04'],
    ['timecode', phone, 4.48, '00:00:04.480'],
    ['frames', phone, 4.48, '00:00:04.480'],
    ['timecode', null, 4.48, '00:00:04.480'],
    // At 12.5 frames a second, labels that count 13 would be two seconds off after half a minute.
    ['timecode', surveillance, 30.16, '00:00:30.160'],
    ['frames', surveillance, 30.16, '377 f'],
  ] as const)('in %s', (...[units, clip, seconds, text]) => {
    expect(shownTime(seconds, show(clip, units))).toBe(text);
  });
});

test('a span ends with the first frame after it, and is as long as its frames', () => {
  const range = { startSeconds: 1, endSeconds: 3.48 };
  expect(shownSpan(range, show(pal, 'timecode'))).toBe('10:00:01:00–10:00:03:12');
  expect(shownSpan(range, show(pal, 'frames'))).toBe('25–87 f');
  expect(shownSpan(range, show(pal, 'seconds'))).toBe('1.000–3.480 s');
  expect(shownSpan(range, show(phone, 'timecode'))).toBe('00:00:01.000–00:00:03.480');
  expect(shownLength(range, show(pal, 'timecode'))).toBe('00:00:02:12');
  expect(shownLength(range, show(pal, 'frames'))).toBe('62 f');
  expect(shownLength(range, show(null, 'frames'))).toBe('00:00:02.480');
  expect(shownLength(range, show(null, 'seconds'))).toBe('2.480 s');
});

test('a start timecode that cannot be one at its rate is left out', () => {
  expect(shownTime(1, show({ ...pal, startTimecode: '00:00:00:29' }, 'timecode'))).toBe('00:00:01:00');
  expect(timingOf({ ...pal, rate: { num: 0, den: 1 } }).kind).toBe('variable');
});

describe('readShownTime', () => {
  test.each([
    ['10:00:04:12', 'timecode', pal, 4.48],
    [' 112 f ', 'timecode', pal, 4.48],
    ['112', 'frames', pal, 4.48],
    ['112', 'seconds', pal, 112],
    ['1:15.5', 'timecode', pal, 75.5],
    ['75.25 s', 'seconds', null, 75.25],
    ['112 f', 'timecode', phone, null],
    ['10:00:04:25', 'timecode', pal, null],
    ['noon', 'timecode', pal, null],
  ] as const)('reads "%s"', (...[text, units, clip, seconds]) => {
    expect(readShownTime(text, show(clip, units))).toBe(seconds);
  });

  test('gives back every frame that is shown', () => {
    const display = show(drop, 'timecode');
    for (let frame = 0; frame < 5000; frame += 1) {
      const seconds = (frame * 1001) / 30000;
      expect(readShownTime(shownTime(seconds, display), display)).toBe(seconds);
    }
  });
});
