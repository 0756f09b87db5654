import { expect, test } from 'vitest';
import { readGoTo } from '../../../../renderer/lib/go-to-time.ts';
import { rateText } from '../../../../renderer/lib/rate-text.ts';
import { timeDisplay } from '../../../../renderer/lib/shown-time.ts';

const drop = { rate: { num: 30_000, den: 1001 }, isVariableRate: false, startTimecode: '00:59:58;00' };
const display = timeDisplay('timecode', drop);

test.each([
  ['01:00:00;00', { kind: 'at', seconds: 2.002 }],
  ['37f', { kind: 'at', seconds: (37 * 1001) / 30_000 }],
  ['1.5', { kind: 'at', seconds: 1.5 }],
  ['01:01:00;00', { kind: 'dropped' }],
  ['00:59:00;02', { kind: 'before' }],
  ['01:10:00;00', { kind: 'after' }],
  ['99', { kind: 'after' }],
  ['tomorrow', { kind: 'unreadable' }],
] as const)('reads %s', (text, reading) => {
  expect(readGoTo(text, display, 4)).toEqual(reading);
});

test('says the true rate of a clip', () => {
  expect(rateText(drop)).toBe('29.97 fps DF');
  expect(rateText({ ...drop, rate: { num: 24_000, den: 1001 }, startTimecode: null })).toBe('23.976 fps');
  expect(rateText({ ...drop, isVariableRate: true })).toBe('variable rate, about 29.97 fps');
  expect(rateText(null)).toBe('rate unknown');
});
