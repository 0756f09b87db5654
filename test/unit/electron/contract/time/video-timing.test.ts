import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rational } from '../../../../../electron/contract/time/rational.ts';
import {
  constantRate,
  frameOfTimecode,
  secondsOfLabel,
  timecodeOfFrame,
  timeLabelAt,
  variableRate,
} from '../../../../../electron/contract/time/video-timing.ts';

const ntsc = rational(30000, 1001);
const fromOneHour = constantRate({ rate: ntsc, startTimecode: '01:00:00;00' });

describe('a video of constant rate', () => {
  test('is counted from its start timecode, with drop frame when that says so', () => {
    expect(timecodeOfFrame(0, fromOneHour)).toBe('01:00:00;00');
    expect(timecodeOfFrame(1800, fromOneHour)).toBe('01:01:00;02');
    expect(frameOfTimecode('01:01:00;02', fromOneHour)).toBe(1800);
  });

  test('is counted without drop frame from a start with a colon, and as asked where there is none', () => {
    const withoutStart = constantRate({ rate: ntsc, startTimecode: null, isDropFrame: true });

    expect(timecodeOfFrame(1800, constantRate({ rate: ntsc, startTimecode: '00:00:00:00' }))).toBe('00:01:00:00');
    expect(timecodeOfFrame(1800, withoutStart)).toBe('00:01:00;02');
    expect(timecodeOfFrame(1800, constantRate({ rate: ntsc, startTimecode: null }))).toBe('00:01:00:00');
  });

  test('goes on after midnight', () => {
    const late = constantRate({ rate: rational(25), startTimecode: '23:59:59:24' });

    expect(timecodeOfFrame(1, late)).toBe('00:00:00:00');
    expect(frameOfTimecode('00:00:00:00', late)).toBe(1);
  });

  test('refuses a start timecode that cannot be one', () => {
    for (const startTimecode of ['00:00:00:30', '00:00:00;00', 'yesterday']) {
      expect(() => constantRate({ rate: rational(25), startTimecode })).toThrow(
        expect.objectContaining({ code: 'bad-request' }),
      );
    }
  });

  test('labels a moment by the frame that is shown then', () => {
    expect(timeLabelAt(0.05, fromOneHour)).toEqual({
      kind: 'timecode',
      text: '01:00:00;01',
      frameIndex: 1,
      isDropFrame: true,
    });
  });

  test('finds the moment of a label again', () => {
    fc.assert(
      fc.property(fc.nat(2_589_407), (frameIndex) => {
        const seconds = secondsOfLabel(timecodeOfFrame(frameIndex, fromOneHour), fromOneHour);
        expect(timeLabelAt(seconds, fromOneHour)).toMatchObject({ frameIndex });
      }),
    );
  });
});

describe('a video of variable rate', () => {
  test('is labelled by the clock, and says so', () => {
    expect(timeLabelAt(3723.25, variableRate)).toEqual({ kind: 'clock', text: '01:02:03.250' });
  });

  test('reads clock times, and no timecode', () => {
    expect(secondsOfLabel('1:02:03.250', variableRate)).toBe(3723.25);
    expect(() => secondsOfLabel('01:00:00:12', variableRate)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});
