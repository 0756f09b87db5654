import { describe, expect, test } from 'vitest';
import { probedStreamSchema } from '../../../../../electron/engine/media/ffprobe-output.ts';
import {
  chooseVideoStream,
  isVariableRate,
  parseRatio,
  taggedDurationSeconds,
} from '../../../../../electron/engine/media/video-stream.ts';

const stream = (fields: object) => probedStreamSchema.parse({ codec_type: 'video', codec_name: 'h264', ...fields });

describe('chooseVideoStream', () => {
  test('leaves out covers, thumbnails and sound', () => {
    const cover = stream({ index: 0, width: 3000, height: 3000, disposition: { attached_pic: 1, default: 1 } });
    const thumbnails = stream({ index: 1, width: 320, height: 180, disposition: { timed_thumbnails: 1 } });
    const sound = stream({ index: 2, codec_type: 'audio', codec_name: 'aac' });
    const picture = stream({ index: 3, width: 640, height: 360 });

    expect(chooseVideoStream([cover, thumbnails, sound, picture])?.index).toBe(3);
    expect(chooseVideoStream([cover, thumbnails, sound])).toBeNull();
  });

  test('prefers the default stream, then the largest, then the first; an unknown codec comes last', () => {
    const small = stream({ index: 0, width: 320, height: 180 });
    const large = stream({ index: 1, width: 1920, height: 1080 });
    const preferred = stream({ index: 2, width: 640, height: 360, disposition: { default: 1 } });
    const unknown = stream({ index: 3, codec_name: undefined, width: 8000, height: 4000, disposition: { default: 1 } });

    expect(chooseVideoStream([small, large, preferred, unknown])?.index).toBe(2);
    expect(chooseVideoStream([small, large, unknown])?.index).toBe(1);
    expect(chooseVideoStream([large, { ...large, index: 9 }])?.index).toBe(1);
  });
});

describe('isVariableRate', () => {
  const milliseconds = { num: 1, den: 1000 };
  const ntsc = { num: 30000, den: 1001 };
  const packets = (times: readonly number[]) => times.map((pts) => ({ pts, side_data_list: [] }));
  const evenTimes = Array.from({ length: 40 }, (_, k) => Math.round((k * 1001) / 30));

  test('takes rounding to a coarse clock for even', () => {
    expect(isVariableRate(packets(evenTimes), milliseconds, ntsc)).toBe(false);
  });

  test('does not mind in which order frames are stored', () => {
    const stored = evenTimes.map((_, k) => evenTimes[k % 2 === 0 ? Math.min(k + 1, 39) : k - 1] as number);
    expect(isVariableRate(packets(stored), milliseconds, ntsc)).toBe(false);
  });

  test('sees a gap, and an average that does not fit the beginning', () => {
    const withGap = evenTimes.map((time, k) => (k < 10 ? time : time + 200));
    expect(isVariableRate(packets(withGap), milliseconds, ntsc)).toBe(true);
    expect(isVariableRate(packets(evenTimes), milliseconds, { num: 22, den: 1 })).toBe(true);
  });

  test('does not take counted fields for another rate', () => {
    expect(isVariableRate(packets(evenTimes), milliseconds, { num: 60000, den: 1001 })).toBe(false);
  });

  test('says nothing of one frame', () => {
    expect(isVariableRate(packets([0]), milliseconds, null)).toBe(false);
  });
});

test('Ratios and durations are read, and nonsense is null', () => {
  expect(parseRatio('30000/1001')).toEqual({ num: 30000, den: 1001 });
  expect(parseRatio('64:45')).toEqual({ num: 64, den: 45 });
  expect(parseRatio('0/0')).toBeNull();
  expect(parseRatio('N/A')).toBeNull();
  expect(parseRatio(undefined)).toBeNull();
  expect(taggedDurationSeconds(stream({ index: 0, tags: { DURATION: '01:00:05.500000000' } }))).toBe(3605.5);
  expect(taggedDurationSeconds(stream({ index: 0 }))).toBeNull();
});
