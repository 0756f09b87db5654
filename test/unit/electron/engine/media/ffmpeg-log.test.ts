import { describe, expect, test } from 'vitest';
import { createLogTail, parseFilterTimeBase, parseFrameInfo } from '../../../../../electron/engine/media/ffmpeg-log.ts';

const line =
  '[Parsed_showinfo_3 @ 0x55df] [info] n:   1 pts:   3584 pts_time:0.28    pos:    22279 fmt:rgb24 sar:0/1 s:416x312 i:P iskey:0 type:B ';

describe('The line of a frame', () => {
  test('is read as ffmpeg 5 to 8 print it', () => {
    const read = { pts: 3584, isKey: false, pixelFormat: 'rgb24', interlacing: 'P' };
    expect(parseFrameInfo(line)).toEqual(read);
    const newer =
      '[Parsed_showinfo_0 @ 0x6] [info] n:   0 pts:      0 pts_time:0       duration:    512 duration_time:0.04    fmt:yuv420p cl:left sar:1/1 s:320x240 i:T iskey:1 type:I ';
    expect(parseFrameInfo(newer)).toEqual({ pts: 0, isKey: true, pixelFormat: 'yuv420p', interlacing: 'T' });
  });

  test('is found behind what a decoder thread has begun to say', () => {
    expect(parseFrameInfo(`[h264 @ 0x55] [error] error while dec${line}`)?.pts).toBe(3584);
  });

  test('has no time where the stream has none, and may be before 0', () => {
    expect(parseFrameInfo(line.replace('3584', 'NOPTS').replace('0.28', 'NOPTS'))?.pts).toBeNull();
    expect(parseFrameInfo(line.replace('3584', '-45'))?.pts).toBe(-45);
  });

  test('is no other line', () => {
    expect(parseFrameInfo('[info] frame=    8 fps=0.0 q=-0.0 Lsize=    3042kB time=00:00:00.00')).toBeNull();
    expect(parseFrameInfo('[showinfo] [info] config in time_base: 1/12800, frame_rate: 25/1')).toBeNull();
    expect(parseFilterTimeBase('[showinfo] [info] config in time_base: 1/12800, frame_rate: 25/1')).toEqual({
      ...{ num: 1, den: 12800 },
    });
  });
});

describe('The tail of a log', () => {
  test('keeps the last complaints and counts errors, however many come', () => {
    const log = createLogTail();
    log.add(line);
    log.add('[mov @ 0x1] [warning] odd');
    for (let k = 0; k < 10_000; k += 1) {
      log.add(`[h264 @ 0x1] [error] broken ${k} ${'x'.repeat(2000)}`);
    }

    expect(log.errorCount).toBe(10_000);
    expect(log.lines.length).toBeLessThanOrEqual(30);
    expect(log.lines.at(-1)).toMatch(/broken 9999/);
    expect(log.lines.join('').length).toBeLessThan(20_000);
  });

  test('keeps what has no level, such as the last words of a program that cannot start', () => {
    const log = createLogTail();
    log.add('nice: ffmpeg: No such file or directory');
    expect(log.lines).toEqual(['nice: ffmpeg: No such file or directory']);
    expect(log.errorCount).toBe(0);
  });
});
