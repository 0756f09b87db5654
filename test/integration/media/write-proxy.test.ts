import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { findProxyEncoder, type ProxyEncoder } from '../../../electron/engine/media/proxy-encoder.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { writeProxy } from '../../../electron/engine/media/write-proxy.ts';
import { runFfmpeg } from '../../../electron/engine/media/run-ffmpeg.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { displayedTimes } from './displayed-times.ts';
import { drawNumberedClip, h264, temporaryFolder, tools } from './numbered-clip.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();
const vp9: ProxyEncoder = {
  container: 'webm',
  videoOptions: ['-c:v', 'libvpx-vp9', '-b:v', '0', '-crf', '40', '-deadline', 'realtime', '-cpu-used', '8'],
  audioOptions: ['-c:a', 'libopus'],
};

async function proxyOf(path: string, encoder?: ProxyEncoder) {
  const facts = await probeMedia(path, { tools });
  const chosen = encoder ?? (await findProxyEncoder(tools, signal));
  const outputFile = join(folder, `${crypto.randomUUID()}.${chosen.container}`);
  const onProgress = vi.fn();
  await writeProxy({ path, facts, tools, encoder: chosen, outputFile, onProgress, signal });
  const made = await probeMedia(outputFile, { tools });
  const wanted = await displayedTimes(path, facts);
  // A proxy is played by what it says itself, so its zero is zero.
  const times = await displayedTimes(outputFile, { ...made, video: { ...made.video, startPts: 0 } });
  const worstMs = Math.max(...times.map((seconds, k) => Math.abs(seconds - wanted[k]!) * 1000));
  return { facts, made, worstMs, counts: [times.length, wanted.length], onProgress };
}

const footage = [
  ['awkward/torchcodec_h265_10bits.mp4', '200x200'],
  ['awkward_derived/derived_vfr_real.mp4', '768x432'],
  ['awkward/mediabunny_rotate-buck-bunny.mp4', '608x1080'],
  ['awkward/mediabunny_sar_2x1.mp4', '1280x360'],
  ['awkward_derived/derived_hevc_main10.mp4', '480x270'],
  ['awkward_derived/derived_prores.mov', '480x270'],
  ['awkward_derived/derived_rot90.mp4', '180x240'],
  ['awkward_derived/derived_interlaced_mpeg2.ts', '1024x576'],
  ['awkward_derived/derived_start_1h_offset.ts', '640x480'],
  ['awkward_derived/derived_negative_start.mkv', '640x480'],
] as const;

describe('a proxy', () => {
  test.each([
    ['this ffmpeg writes best', undefined],
    ['is left without H.264', vp9],
  ])('as %s shows uneven frames at their times, sound beside them', async (_what, encoder) => {
    const silent = await drawNumberedClip(join(folder, 'uneven.mkv'), {
      rate: '30000/1001',
      seconds: 3,
      filters: [`select='not(mod(n,7))+not(mod(n,5))'`],
      options: [...h264, '-bf', '3', '-fps_mode', 'vfr', '-output_ts_offset', '7'],
    });
    const path = join(folder, 'with-sound.mkv');
    const sound = ['-f', 'lavfi', '-itsoffset', '7', '-i', 'sine=duration=3', '-c:v', 'copy', '-c:a', 'pcm_s16le'];
    await runFfmpeg(['-copyts', '-i', silent, ...sound, `file:${path}`], { tools });
    const { made, worstMs, counts } = await proxyOf(path, encoder);
    expect(made.audio).toHaveLength(1);
    expect(counts[0]).toBe(counts[1]);
    expect(worstMs).toBeLessThan(1);
    expect(made.video).toMatchObject({ displayedWidth: 320, displayedHeight: 64 });
  });

  test('is not left behind when it is stopped or cannot be made', async () => {
    const path = await drawNumberedClip(join(folder, 'long.mp4'), { seconds: 30, options: h264 });
    const facts = await probeMedia(path, { tools });
    const encoder = await findProxyEncoder(tools, signal);
    const outputFile = join(folder, 'stopped', 'proxy.mp4');
    const controller = new AbortController();
    const request = { path, facts, tools, encoder, outputFile, onProgress: () => controller.abort() };
    await expect(writeProxy({ ...request, signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
    await expect(writeProxy({ ...request, path: join(folder, 'none.mp4'), signal })).rejects.toMatchObject({
      code: 'decode-failed',
    });
    expect(existsSync(outputFile)).toBe(false);
    expect(readdirSync(join(folder, 'stopped'))).toEqual([]);
  });

  test('is written by the first encoder that works here', async () => {
    const none: ProxyEncoder = { container: 'mp4', videoOptions: ['-c:v', 'no-such-encoder'], audioOptions: [] };
    expect(await findProxyEncoder(tools, signal, [none, vp9])).toBe(vp9);
    await expect(findProxyEncoder(tools, signal, [none])).rejects.toMatchObject({ code: 'tool-missing' });
  });

  describe.skipIf(sharedFolder === null)('of awkward footage', () => {
    test.each(footage)('%s is upright, %s, and keeps the time of every frame', async (name, size) => {
      const { facts, made, worstMs, counts } = await proxyOf(join(sharedFolder!, 'footage', name));
      expect(counts[0]).toBe(counts[1]);
      expect(worstMs).toBeLessThan(1);
      expect(`${made.video.displayedWidth}x${made.video.displayedHeight}`).toBe(size);
      expect(made.video).toMatchObject({ rotationDegrees: 0, pixelFormat: 'yuv420p', bitDepth: 8 });
      expect(made.audio.length).toBe(Math.min(1, facts.audio.length));
    });
  });
});
