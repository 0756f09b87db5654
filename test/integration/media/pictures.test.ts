import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeFrames } from '../../../electron/engine/media/decode-frames.ts';
import { thumbOf } from '../../../electron/engine/media/downscale.ts';
import { readEmbeddedSubtitles } from '../../../electron/engine/media/embedded-subtitles.ts';
import { writePoster } from '../../../electron/engine/media/pictures.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { runFfmpeg } from '../../../electron/engine/media/run-ffmpeg.ts';
import { writeSpriteSheet } from '../../../electron/engine/media/sprite-sheet.ts';
import type { SpriteTile } from '../../../electron/engine/media/sprite-sheet.ts';
import type { RgbImage } from '../../../electron/engine/base/rgb-image.ts';
import { drawNumberedClip, h264, readFrameNumber, temporaryFolder, tools } from './numbered-clip.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

/** The picture in a JPEG, decoded by the same ffmpeg into a file of raw pixels. */
async function readJpeg(path: string): Promise<RgbImage> {
  const raw = `${path}.ppm`;
  await runFfmpeg(['-i', `file:${path}`, '-c:v', 'ppm', '-f', 'image2', '-update', '1', `file:${raw}`], { tools });
  const bytes = readFileSync(raw);
  const [, width, height] = /^P6\s(\d+) (\d+)\s255\s/.exec(bytes.toString('latin1', 0, 40)) ?? [];
  const size = { width: Number(width), height: Number(height) };
  return { ...size, data: bytes.subarray(bytes.length - size.width * size.height * 3) };
}

describe('writePoster', () => {
  test.each([
    ['mp4', [...h264, '-g', '60', '-bf', '3']],
    ['mkv', [...h264, '-g', '500', '-bf', '2']],
    ['ts', [...h264, '-g', '60', '-bf', '2', '-output_ts_offset', '3600']],
  ])('draws the frame that is shown at the moment (%s)', async (extension, options) => {
    const path = await drawNumberedClip(at(`poster.${extension}`), { seconds: 8, options });
    const facts = await probeMedia(path, { tools });
    const outputFile = at(`poster-${extension}.jpg`);
    const moments = { 0: 0, 0.039: 0, 0.04: 1, 3.999: 99, 4: 100, 6.18: 154, 7.97: 199, 100: 199 };

    for (const [seconds, frameNumber] of Object.entries(moments)) {
      await writePoster({ path, facts, seconds: Number(seconds), tools, outputFile, heightPixels: 48 });
      const picture = await readJpeg(outputFile);
      expect([picture.width, picture.height]).toEqual([240, 48]);
      expect.soft(readFrameNumber(picture), `at ${seconds}`).toBe(frameNumber);
    }
  });

  test('leaves nothing behind when it fails or is stopped', async () => {
    const path = await drawNumberedClip(at('stopped.mp4'), { seconds: 2, options: h264 });
    const facts = await probeMedia(path, { tools });
    const outputFile = join(folder, 'pictures', 'stopped.jpg');
    const request = { path, facts, seconds: 1, tools, outputFile };
    await writePoster(request);
    writeFileSync(path, 'not a video any more');

    await expect(writePoster(request)).rejects.toMatchObject({ name: 'EngineError' });
    await expect(writePoster({ ...request, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    expect(readdirSync(join(folder, 'pictures'))).toEqual(['stopped.jpg']);
  });
});

describe('writeSpriteSheet', () => {
  test('puts every tile in its place and repeats the one before a gap', async () => {
    const path = await drawNumberedClip(at('sheet.mp4'), { seconds: 14, options: h264 });
    const facts = await probeMedia(path, { tools });
    const tiles: SpriteTile[] = [];
    for await (const frame of decodeFrames({ path, facts, tools, pass: 'full', samplesPerSecond: 1 }).frames) {
      if (frame.timeSeconds !== 5) {
        tiles.push({ tileIndex: Math.floor(frame.timeSeconds), image: thumbOf(frame.image, 160) });
      }
    }
    const outputFile = at('sheet.jpg');

    const layout = await writeSpriteSheet({ tiles, secondsPerTile: 1, outputFile, tools });

    const grid = { columns: 10, rows: 2, tileCount: 14, tileWidth: 160, tileHeight: 32 };
    expect(layout).toEqual({ ...grid, secondsPerTile: 1 });
    const sheet = await readJpeg(outputFile);
    expect([sheet.width, sheet.height]).toEqual([1600, 64]);
    const numbers = Array.from({ length: 14 }, (_, k) => readFrameNumber(tileOf(sheet, k)));
    expect(numbers).toEqual([0, 25, 50, 75, 100, 100, 150, 175, 200, 225, 250, 275, 300, 325]);
  });

  test('refuses to draw nothing', async () => {
    const request = { tiles: [], secondsPerTile: 1, outputFile: at('none.jpg'), tools };
    await expect(writeSpriteSheet(request)).rejects.toMatchObject({ code: 'no-frames' });
  });
});

function tileOf(sheet: RgbImage, index: number): RgbImage {
  const [left, top] = [(index % 10) * 160, Math.floor(index / 10) * 32];
  const data = new Uint8Array(160 * 32 * 3);
  for (let y = 0; y < 32; y += 1) {
    const start = ((top + y) * sheet.width + left) * 3;
    data.set(sheet.data.subarray(start, start + 160 * 3), y * 160 * 3);
  }
  return { width: 160, height: 32, data };
}

describe('readEmbeddedSubtitles', () => {
  const srt = '1\n00:00:01,000 --> 00:00:02,500\nHe says lord\n\n2\n00:00:03,000 --> 00:00:04,000\nZweite – Zeile\n';

  test('gives text with times from the first displayed frame, also when sound starts before it', async () => {
    writeFileSync(at('text.srt'), srt);
    const picture = await drawNumberedClip(at('silent.mp4'), { seconds: 6, options: h264 });
    const path = at('late.mkv');
    const sound = ['-f', 'lavfi', '-i', 'sine=duration=6'];
    // Picture and text are moved by two seconds, the sound is not.
    const late = ['-itsoffset', '2', '-i', `file:${picture}`, '-itsoffset', '2', '-i', `file:${at('text.srt')}`];
    const maps = ['-map', '0:a', '-map', '1:v', '-map', '2:s', '-c:v', 'copy', '-c:s', 'srt'];
    await runFfmpeg([...sound, ...late, ...maps, `file:${path}`], { tools });
    const facts = await probeMedia(path, { tools });
    const { streamIndex } = facts.subtitles[0]!;

    const text = await readEmbeddedSubtitles({ path, facts, streamIndex, tools });

    expect(facts.video.startOffsetSeconds).toBeCloseTo(2, 1);
    expect(text).toMatch(/^WEBVTT/);
    const times = [...text.matchAll(/(\d\d:\d\d\.\d{3}) --> (\d\d:\d\d\.\d{3})/g)].map(([line]) => line);
    expect(times).toEqual(['00:01.000 --> 00:02.500', '00:03.000 --> 00:04.000']);
    expect(text).toContain('Zweite – Zeile');
  });

  test('refuses pictures of letters and streams that are none', async () => {
    const path = await drawNumberedClip(at('none.mp4'), { seconds: 1, options: h264 });
    const facts = await probeMedia(path, { tools });
    const subtitles = [{ streamIndex: 3, codec: 'dvd_subtitle', language: null, isText: false }];
    const request = { path, facts: { ...facts, subtitles }, tools };

    await expect(readEmbeddedSubtitles({ ...request, streamIndex: 3 })).rejects.toMatchObject({
      code: 'codec-unknown',
    });
    await expect(readEmbeddedSubtitles({ ...request, streamIndex: 0 })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('runFfmpeg', () => {
  test('says what ffmpeg said when it fails', async () => {
    const run = runFfmpeg(['-f', 'lavfi', '-i', 'no_such_source', `file:${at('never.mp4')}`], { tools });
    await expect(run).rejects.toMatchObject({
      ...{ code: 'decode-failed', details: { stderr: expect.stringMatching(/no_such_source/) } },
    });
  });
});
