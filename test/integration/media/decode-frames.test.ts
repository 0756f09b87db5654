import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeFrames } from '../../../electron/engine/media/decode-frames.ts';
import type { DecodedFrame, DecodeRequest, DecodeResult } from '../../../electron/engine/media/decode-frames.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { runFfmpeg } from '../../../electron/engine/media/run-ffmpeg.ts';
import { drawNumberedClip, h264, readFrameNumber, temporaryFolder, tools } from './numbered-clip.ts';
import type { NumberedClip } from './numbered-clip.ts';

const folder = temporaryFolder();
let clipCount = 0;

async function draw(extension: string, clip: NumberedClip): Promise<string> {
  clipCount += 1;
  return drawNumberedClip(join(folder, `clip-${clipCount}.${extension}`), clip);
}

type Options = Partial<Omit<DecodeRequest, 'path' | 'facts' | 'tools'>>;

async function decodeAll(
  path: string,
  options: Options = {},
): Promise<{ frames: DecodedFrame[]; result: DecodeResult }> {
  const facts = await probeMedia(path, { tools });
  const decoding = decodeFrames({ path, facts, tools, pass: 'full', ...options });
  const frames: DecodedFrame[] = [];
  for await (const frame of decoding.frames) {
    frames.push(frame);
  }
  return { frames, result: decoding.result() };
}

const numbersOf = (frames: readonly DecodedFrame[]) => frames.map(({ image }) => readFrameNumber(image));

describe('The time of a frame', () => {
  const bFrames = ['-bf', '3', '-g', '30'];
  test.each([
    ['an MP4 with frames stored out of order', 'mp4', '25', [...h264, ...bFrames]],
    ['an MP4 of 29.97 frames', 'mp4', '30000/1001', [...h264, ...bFrames]],
    ['an MP4 without an edit list, which starts late', 'mp4', '25', [...h264, ...bFrames, '-use_editlist', '0']],
    ['a Matroska file, whose clock has milliseconds', 'mkv', '24000/1001', [...h264, ...bFrames]],
    ['a transport stream that starts at an hour', 'ts', '25', [...h264, ...bFrames, '-output_ts_offset', '3600']],
    ['an AVI file', 'avi', '25', ['-c:v', 'mpeg4', '-q:v', '2', '-g', '25']],
    ['an MPEG-2 transport stream', 'ts', '25', ['-c:v', 'mpeg2video', '-q:v', '2', '-bf', '2', '-g', '12']],
    ['a WebM file', 'webm', '30', ['-c:v', 'libvpx', '-b:v', '2M', '-deadline', 'realtime', '-g', '60']],
    ['a fragmented MP4', 'mp4', '25', [...h264, ...bFrames, '-movflags', 'frag_keyframe+empty_moov']],
  ])('is that of the picture in it: %s', async (...[, extension, rate, options]) => {
    const path = await draw(extension, { rate, seconds: 6, options });
    const [num, den = 1] = rate.split('/').map(Number) as [number, number?];

    const { frames } = await decodeAll(path, { samplesPerSecond: 5 });

    expect(frames.length).toBe(30);
    expect(frames[0]?.timeSeconds).toBe(0);
    const shown = frames.map(({ timeSeconds }) => Math.round((timeSeconds * num) / den));
    expect(numbersOf(frames)).toEqual(shown);
    // The first real frame of each fifth of a second.
    expect(shown).toEqual(frames.map((_, bin) => Math.ceil((bin * num) / den / 5)));
  });

  test('follows uneven frames, not an average rate', async () => {
    const options = [...h264, '-fps_mode', 'vfr'];
    const filters = ["select='lt(n,20)+gt(n,70)*not(mod(n,7))'"];
    const path = await draw('mp4', { seconds: 8, options, filters });

    const { frames } = await decodeAll(path);

    expect(numbersOf(frames)).toEqual(frames.map(({ timeSeconds }) => Math.round(timeSeconds * 25)));
    expect(frames.some(({ timeSeconds }, k) => k > 0 && timeSeconds - (frames[k - 1]?.timeSeconds ?? 0) > 1)).toBe(
      true,
    );
  });

  test('is 0 for the first frame that an edit list leaves', async () => {
    const whole = await draw('mp4', { seconds: 6, options: [...h264, '-g', '50'] });
    const cut = join(folder, 'cut.mp4');
    await runFfmpeg(['-ss', '2.6', '-i', `file:${whole}`, '-c', 'copy', `file:${cut}`], { tools });

    const { frames } = await decodeAll(cut);

    expect(frames[0]?.timeSeconds).toBe(0);
    const first = readFrameNumber((frames[0] as DecodedFrame).image);
    expect(first).toBe(65);
    expect(numbersOf(frames)).toEqual(frames.map(({ timeSeconds }) => first + Math.round(timeSeconds * 25)));
  });
});

describe('A run that starts in the middle', () => {
  test.each([
    ['one key frame in the whole file', 'mp4', [...h264, '-g', '1000', '-bf', '3']],
    ['many key frames', 'mp4', [...h264, '-g', '20', '-bf', '2']],
    ['open groups of pictures', 'mp4', [...h264, '-x264-params', 'open-gop=1:keyint=25:bframes=3']],
    ['Matroska', 'mkv', [...h264, '-g', '40', '-bf', '2']],
    ['a transport stream', 'ts', [...h264, '-g', '50', '-bf', '2', '-output_ts_offset', '100']],
    ['a transport stream with few key frames', 'ts', [...h264, '-g', '300', '-sc_threshold', '0', '-bf', '2']],
    ['an MPEG-2 transport stream', 'ts', ['-c:v', 'mpeg2video', '-q:v', '2', '-bf', '2', '-g', '12']],
    ['a raw stream, which cannot be searched', 'h264', [...h264, '-g', '25', '-bf', '2']],
    ['every frame a key frame', 'mov', ['-c:v', 'mjpeg', '-q:v', '2']],
  ])('gives the very frames of an uninterrupted one: %s', async (_name, extension, options) => {
    const path = await draw(extension, { rate: '30000/1001', seconds: 16, options });
    const facts = await probeMedia(path, { tools });
    const decode = async (pass: 'full' | 'key-frames', startSeconds: number) => {
      const decoding = decodeFrames({ path, facts, tools, pass, startSeconds, minimumGapSeconds: 1 });
      const frames: { timeSeconds: number; sum: string }[] = [];
      for await (const { timeSeconds, image } of decoding.frames) {
        frames.push({ timeSeconds, sum: createHash('sha1').update(image.data).digest('hex') });
      }
      return frames;
    };
    const after = (frames: Awaited<ReturnType<typeof decode>>, startSeconds: number) =>
      frames.filter(({ timeSeconds }) => timeSeconds >= startSeconds);

    const whole = await decode('full', 0);
    expect(whole.length).toBe(64);
    for (const startSeconds of [0.3, 7.75, 12.34]) {
      expect(await decode('full', startSeconds)).toEqual(after(whole, startSeconds));
    }
    const keys = await decode('key-frames', 0);
    expect(keys.length).toBeGreaterThan(0);
    expect(await decode('key-frames', 9.3)).toEqual(after(keys, 9.3));
  });

  test('past the end gives nothing and is no error', async () => {
    const path = await draw('mp4', { seconds: 2, options: h264 });

    const { frames, result } = await decodeAll(path, { startSeconds: 30 });

    expect(frames).toEqual([]);
    expect(result).toMatchObject({ frameCount: 0, lastTimeSeconds: null });
  });
});

describe('The pass over key frames', () => {
  test('gives at most one key frame in each two seconds, and nothing else', async () => {
    const path = await draw('mp4', { seconds: 12, options: [...h264, '-g', '15', '-sc_threshold', '0', '-bf', '2'] });

    const { frames } = await decodeAll(path, { pass: 'key-frames' });

    expect(frames.map(({ timeSeconds }) => Math.floor(timeSeconds / 2))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(numbersOf(frames).every((number) => number % 15 === 0)).toBe(true);
  });
});

describe('The pictures', () => {
  test('fit into 416 pixels as displayed and are never enlarged', async () => {
    const wide = await draw('mp4', { seconds: 1, options: h264, filters: ['scale=1280:720', 'setsar=1'] });
    const squeezed = await draw('mp4', { seconds: 1, options: h264, filters: ['scale=360:576', 'setsar=2/1'] });
    const tiny = await draw('mp4', { seconds: 1, options: h264, filters: ['scale=2:2', 'setsar=1'] });
    const sizeOf = async (path: string) => {
      const { frames } = await decodeAll(path, { samplesPerSecond: 1 });
      const { width, height, data } = (frames[0] as DecodedFrame).image;
      expect(data.length).toBe(width * height * 3);
      return [width, height];
    };

    expect(await sizeOf(wide)).toEqual([416, 234]);
    expect(await sizeOf(squeezed)).toEqual([416, 333]);
    expect(await sizeOf(tiny)).toEqual([2, 2]);
  });

  // Where the corner that is stored at the top left is shown, for each way in which a camera can be held.
  test.each([
    ['upright', [1, 0, 0, 1], 0, false, 'top left'],
    ['turned right', [0, 1, -1, 0], 90, false, 'top right'],
    ['upside down', [-1, 0, 0, -1], 180, false, 'bottom right'],
    ['turned left', [0, -1, 1, 0], 270, false, 'bottom left'],
    ['mirrored', [-1, 0, 0, 1], 0, true, 'top right'],
    ['mirrored and turned right', [0, -1, -1, 0], 90, true, 'bottom right'],
    ['mirrored upside down', [1, 0, 0, -1], 180, true, 'bottom left'],
    ['mirrored and turned left', [0, 1, 1, 0], 270, true, 'top left'],
    ['nonsense', [0, 0, 0, 0], 0, false, 'top left'],
    ['at an angle that no camera is held', [0.7, 0.7, -0.7, 0.7], 0, false, 'top left'],
  ])('are upright: %s', async (...[, matrix, rotationDegrees, isMirrored, corner]) => {
    const box = 'drawbox=x=0:y=0:w=160:h=60:color=white:t=fill';
    const filters = ['scale=320:120', 'setsar=1', 'drawbox=color=black:t=fill', box];
    const path = await draw('mp4', { seconds: 0.2, options: h264, filters });
    writeDisplayMatrix(path, matrix);

    const facts = await probeMedia(path, { tools });
    const { frames } = await decodeAll(path);
    const { image } = frames[0] as DecodedFrame;

    expect(facts.video).toMatchObject({ rotationDegrees, isMirrored });
    expect([image.width, image.height]).toEqual(rotationDegrees % 180 === 0 ? [320, 120] : [120, 320]);
    const isLeft = brightness(image, [0.25, 0.25]) > 128 || brightness(image, [0.25, 0.75]) > 128;
    const isTop = brightness(image, [0.25, 0.25]) > 128 || brightness(image, [0.75, 0.25]) > 128;
    expect(`${isTop ? 'top' : 'bottom'} ${isLeft ? 'left' : 'right'}`).toBe(corner);
  });

  test('keep one size when the stream changes its own', async () => {
    const first = await draw('ts', { seconds: 2, options: [...h264, '-bf', '0'] });
    const second = await draw('ts', {
      seconds: 2,
      options: [...h264, '-bf', '0', '-output_ts_offset', '2'],
      filters: ['scale=640:128', 'setsar=1'],
    });
    const both = join(folder, 'both.ts');
    writeFileSync(both, Buffer.concat([readFileSync(first), readFileSync(second)]));

    const { frames } = await decodeAll(both);

    expect(new Set(frames.map(({ image }) => `${image.width}x${image.height}`))).toEqual(new Set(['320x64']));
    expect(frames.map(({ timeSeconds }) => Math.floor(timeSeconds * 4))).toEqual([...Array(16).keys()]);
  });
});

function writeDisplayMatrix(path: string, [a, b, c, d]: number[]): void {
  const bytes = readFileSync(path);
  const matrixOffset = bytes.indexOf('tkhd') + 4 + 40;
  for (const [index, value] of [a, b, 0, c, d, 0].entries()) {
    bytes.writeInt32BE(Math.round((value as number) * 65536), matrixOffset + index * 4);
  }
  writeFileSync(path, bytes);
}

function brightness({ width, height, data }: DecodedFrame['image'], [x, y]: [number, number]): number {
  return data[(Math.floor(y * height) * width + Math.floor(x * width)) * 3] as number;
}

/** Command lines of running programs that name a file; Linux only. */
function programsOn(path: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        const line = readFileSync(`/proc/${id}/cmdline`, 'utf8');
        return line.includes(path) && readFileSync(`/proc/${id}/stat`, 'utf8').includes(') Z ') === false ? [line] : [];
      } catch {
        return [];
      }
    });
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('A consumer', () => {
  test('that is slow makes the decoder wait, so that memory stays flat', async () => {
    const path = await draw('mp4', { seconds: 30, options: h264, filters: ['scale=416:416', 'setsar=1'] });
    const facts = await probeMedia(path, { tools });
    const before = process.memoryUsage().arrayBuffers;
    let largestGrowth = 0;
    let count = 0;
    for await (const { image } of decodeFrames({ path, facts, tools, pass: 'full', samplesPerSecond: 25 }).frames) {
      expect(image.data.length).toBe(416 * 416 * 3);
      count += 1;
      if (count % 10 === 1 && count < 50) {
        await wait(150);
        largestGrowth = Math.max(largestGrowth, process.memoryUsage().arrayBuffers - before);
      }
    }
    expect(count).toBe(750);
    // 750 frames are 390 MB.
    expect(largestGrowth).toBeLessThan(60e6);
  });

  test.runIf(process.platform === 'linux')('that leaves the loop ends the program at once', async () => {
    const path = await draw('mp4', { seconds: 60, options: h264 });
    const facts = await probeMedia(path, { tools });
    // Reads no faster than the video plays: left alone it would take a minute.
    const slow = join(folder, 'ffmpeg-slow');
    writeFileSync(slow, `#!/bin/sh\nexec ${tools.ffmpegPath} -re "$@"\n`, { mode: 0o755 });
    const startMs = performance.now();
    const { frames } = decodeFrames({ path, facts, tools: { ...tools, ffmpegPath: slow }, pass: 'full' });
    for await (const frame of frames) {
      expect(frame.timeSeconds).toBe(0);
      expect(programsOn(path)).toHaveLength(1);
      break;
    }
    expect(programsOn(path)).toEqual([]);
    expect(performance.now() - startMs).toBeLessThan(30_000);
  });

  test.runIf(process.platform === 'linux')('that aborts gets `aborted` once the program is gone', async () => {
    const path = await draw('mp4', { seconds: 20, options: h264 });
    const facts = await probeMedia(path, { tools });
    const controller = new AbortController();
    const { frames } = decodeFrames({
      path,
      facts,
      tools,
      pass: 'full',
      samplesPerSecond: 25,
      signal: controller.signal,
    });
    const run = async () => {
      for await (const frame of frames) {
        expect(frame.timeSeconds).toBeLessThan(20);
        controller.abort();
      }
    };

    await expect(run()).rejects.toMatchObject({ code: 'aborted' });
    expect(programsOn(path)).toEqual([]);
  });

  test('whose signal was aborted before gets no frame', async () => {
    const path = await draw('mp4', { seconds: 1, options: h264 });
    await expect(decodeAll(path, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('A damaged or dying run', () => {
  test('over a file that is cut off gives what is there and says that it ended early', async () => {
    const path = await draw('mp4', { seconds: 12, options: [...h264, '-g', '25', '-movflags', 'faststart'] });
    const bytes = readFileSync(path);
    const cut = join(folder, 'cut-off.mp4');
    writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length * 0.6)));

    const { frames, result } = await decodeAll(cut);

    expect(frames.length).toBeGreaterThan(8);
    expect(frames.length).toBeLessThan(44);
    expect(result.endedEarly).toBe(true);
    expect(result.warningCount).toBeGreaterThan(0);
  });

  test('with rubbish in the middle goes on behind it', async () => {
    const path = await draw('ts', { seconds: 12, options: [...h264, '-g', '25', '-bf', '0'] });
    const bytes = readFileSync(path);
    const middle = Math.floor(bytes.length / 2 / 188) * 188;
    bytes.fill(0x5a, middle, middle + 40 * 188);
    writeFileSync(path, bytes);

    const { frames, result } = await decodeAll(path);

    expect(result.lastTimeSeconds).toBeGreaterThan(11);
    expect(result.endedEarly).toBe(false);
    expect(frames.length).toBeGreaterThan(30);
  });

  test.runIf(process.platform === 'linux')('that is killed from outside is not taken for done', async () => {
    const path = await draw('mp4', { seconds: 30, options: h264 });
    const facts = await probeMedia(path, { tools });
    const run = async () => {
      let count = 0;
      for await (const frame of decodeFrames({ path, facts, tools, pass: 'full', samplesPerSecond: 25 }).frames) {
        expect(frame.image.width).toBe(320);
        count += 1;
        if (count === 3) {
          const id = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isProgramOn(name, path));
          process.kill(Number(id), 'SIGKILL');
        }
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'decode-failed' });
  });

  test('of a program that hangs is stopped', async () => {
    const path = await draw('mp4', { seconds: 1, options: h264 });
    const facts = await probeMedia(path, { tools });
    const hanging = join(folder, 'ffmpeg-hanging');
    writeFileSync(hanging, '#!/bin/sh\nexec sleep 100\n', { mode: 0o755 });
    const { frames } = decodeFrames({
      ...{ path, facts, pass: 'full', stallSeconds: 0.5 },
      tools: { ...tools, ffmpegPath: hanging },
    });

    await expect(frames.next()).rejects.toMatchObject({ code: 'decode-stalled' });
  });

  test('of a program that is not there says so', async () => {
    const path = await draw('mp4', { seconds: 1, options: h264 });
    const facts = await probeMedia(path, { tools });
    for (const isBackground of [true, false]) {
      const missing = { ...tools, ffmpegPath: join(folder, 'no-ffmpeg') };
      const { frames } = decodeFrames({ path, facts, tools: missing, pass: 'full', isBackground });
      await expect(frames.next()).rejects.toMatchObject({ code: 'tool-missing' });
    }
  });
});

function isProgramOn(id: string, path: string): boolean {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(path);
  } catch {
    return false;
  }
}

describe('A name', () => {
  test.each([
    '-x.mp4',
    'concat:a|b.mp4',
    'http:x.mp4',
    '%d-%03d.mp4',
    'pipe:0.mp4',
    `a 'b" $(c) ; & # 花 🎬.mp4`,
    'two words.mp4',
    '[brackets],comma=1:2.mp4',
  ])('is never read as anything but a name: %s', async (name) => {
    const path = await drawNumberedClip(join(folder, name), { seconds: 1, options: h264 });

    const { frames } = await decodeAll(path);

    expect(frames.length).toBe(4);
  });
});
