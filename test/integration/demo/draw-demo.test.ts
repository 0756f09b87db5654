import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawDemo, type DemoClip, type DemoLibrary } from '../../../electron/engine/demo/draw-demo.ts';
import type { RunFfmpeg } from '../../../electron/engine/demo/demo-encoder.ts';
import { parseSubtitles } from '../../../electron/engine/ingest/subtitles/parse-subtitles.ts';

const run = promisify(execFile);
const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg';
const runFfmpeg: RunFfmpeg = async (ffmpegArguments, { signal }) => {
  await run(ffmpegPath, ['-v', 'error', ...ffmpegArguments], { signal });
};
const width = 160;
const height = 90;

let folder: string;
let demo: DemoLibrary;
const doneCounts: number[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'timecue-demo-'));
  demo = await drawDemo({
    folder,
    runFfmpeg,
    onProgress: ({ doneCount }) => doneCounts.push(doneCount),
    signal: new AbortController().signal,
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** One small RGB frame a second. */
async function framesOf({ file }: DemoClip): Promise<Buffer[]> {
  const output = [
    '-vf',
    `fps=1:round=up:start_time=0,scale=${width}:${height}`,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ];
  const { stdout } = await run(ffmpegPath, ['-v', 'error', '-i', file, ...output], {
    encoding: 'buffer',
    maxBuffer: 2 ** 26,
  });
  const frameBytes = width * height * 3;
  return Array.from({ length: stdout.length / frameBytes }, (_, k) =>
    stdout.subarray(k * frameBytes, (k + 1) * frameBytes),
  );
}

/** Which part of the frame, 0..1, has a colour. */
function shareOf(frame: Buffer, isColour: (rgb: readonly [number, number, number]) => boolean): number {
  let count = 0;
  for (let at = 0; at < frame.length; at += 3) {
    count += isColour([frame[at]!, frame[at + 1]!, frame[at + 2]!]) ? 1 : 0;
  }
  return count / (width * height);
}

const meanOf = (frame: Buffer) => frame.reduce((sum, value) => sum + value, 0) / frame.length;

/** Mean difference of two frames if the second shows what lies `shift` pixels further right. */
function differenceAt(first: Buffer, second: Buffer, shift: number): number {
  let sum = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 40; x < width - 40; x += 1) {
      sum += Math.abs(first[(y * width + x + shift) * 3]! - second[(y * width + x) * 3]!);
    }
  }
  return sum / (height * (width - 80));
}

const wholeSecondsOf = ({ events }: DemoClip, text: string) =>
  events
    .filter((event) => event.text === text)
    .map(({ startSeconds, endSeconds }) => [Math.ceil(startSeconds), Math.floor(endSeconds)] as const);

describe('the demo library', () => {
  test('is four clips with subtitles beside them, and nothing else', async () => {
    expect((await readdir(folder)).sort()).toEqual(
      demo.clips.flatMap(({ file, subtitleFile }) => [file, subtitleFile].map((path) => path.slice(folder.length + 1))),
    );
    expect(demo.clips).toHaveLength(4);
    expect(doneCounts).toEqual([0, 1, 2, 3, 4]);
  });

  test('shows red and blue when it says so, and at no other time', async () => {
    const isRed = ([r, g, b]: readonly [number, number, number]) => r > 150 && g < 90 && b < 90;
    const isBlue = ([r, , b]: readonly [number, number, number]) => b > 120 && b - r > 60;
    for (const [clip, text, isColour] of [
      [demo.clips[0]!, 'red', isRed],
      [demo.clips[1]!, 'blue', isBlue],
    ] as const) {
      const frames = await framesOf(clip);
      const shown = wholeSecondsOf(clip, text);
      expect(frames).toHaveLength(clip.durationSeconds);
      for (const [second, frame] of frames.entries()) {
        if (shown.some(([start, end]) => second >= start && second < end)) {
          expect(shareOf(frame, isColour), `${text} at ${second} s`).toBeGreaterThan(0.02);
        } else if (shown.every(([start, end]) => second < start - 1 || second > end)) {
          expect(shareOf(frame, isColour), `${text} at ${second} s`).toBeLessThan(0.001);
        }
      }
    }
  });

  test('is dark when the lights are off, and fades to black at its end', async () => {
    const brightness = (await framesOf(demo.clips[2]!)).map(meanOf);

    expect(Math.max(...brightness.slice(9, 16))).toBeLessThan(50);
    expect(Math.min(...brightness.slice(0, 8), ...brightness.slice(17, 25))).toBeGreaterThan(120);
    expect(brightness.slice(25, 29)).toEqual(brightness.slice(25, 29).sort((a, b) => b - a));
    expect(brightness[28]).toBeLessThan(3);
  });

  test('moves the camera right, then left, and holds it still otherwise', async () => {
    const frames = await framesOf(demo.clips[3]!);
    // A second of pan is 100 of 640 pixels: 25 of 160.
    const movesAt = (second: number) =>
      [-25, 0, 25].toSorted(
        (a, b) =>
          differenceAt(frames[second]!, frames[second + 1]!, a) - differenceAt(frames[second]!, frames[second + 1]!, b),
      )[0];

    expect([1, 4, 17, 18].map(movesAt)).toEqual([0, 0, 0, 0]);
    expect([7, 10, 13, 14].map(movesAt)).toEqual([25, 25, 25, 25]);
    expect([21, 22, 24].map(movesAt)).toEqual([-25, -25, -25]);
  });

  test('says what its events say', async () => {
    for (const clip of demo.clips) {
      const { cues, malformedCount } = parseSubtitles(await readFile(clip.subtitleFile, 'utf8'));
      expect(malformedCount).toBe(0);
      for (const event of clip.events.filter(({ text }) => text.startsWith('says '))) {
        const spoken = cues
          .filter((cue) => cue.startSeconds === event.startSeconds)
          .map(({ text }) => text.toLowerCase());
        expect(spoken.join()).toContain(event.text.slice('says '.length));
      }
    }
  });

  test('leaves nothing behind when it is stopped', async () => {
    const controller = new AbortController();
    const empty = join(folder, 'stopped');
    const drawing = drawDemo({
      folder: empty,
      runFfmpeg,
      onProgress: () => controller.abort(),
      signal: controller.signal,
    });

    await expect(drawing).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(empty)).toEqual([]);
  });
});
