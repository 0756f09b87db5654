import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { runFfmpeg } from '../../../electron/engine/media/run-ffmpeg.ts';
import { drawNumberedClip, h264, temporaryFolder, tools } from './numbered-clip.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const tone = ['-f', 'lavfi', '-i', 'sine=duration=2'];

describe('probeMedia', () => {
  test('tells rate, size, times and sound of a plain video', async () => {
    const path = at('plain.mp4');
    const picture = 'testsrc=size=320x240:rate=30000/1001:duration=2';
    const tags = ['-metadata', 'creation_time=2024-05-06T07:08:09Z', '-timecode', '01:00:00;00'];
    const sound = ['-c:a', 'aac', '-metadata:s:a:0', 'language=fin'];
    const inputs = ['-f', 'lavfi', '-i', picture, ...tone];
    await runFfmpeg([...inputs, ...h264, '-bf', '2', ...sound, ...tags, `file:${path}`], { tools });

    const facts = await probeMedia(path, { tools });

    expect(facts).toMatchObject({
      ...{ container: 'mov,mp4,m4a,3gp,3g2,mj2', createdAt: '2024-05-06T07:08:09.000Z', startTimecode: '01:00:00;00' },
      ...{ isEncrypted: false, warnings: [], subtitles: [] },
      audio: [{ streamIndex: 1, codec: 'aac', channelCount: 1, language: 'fin' }],
      video: {
        ...{ codec: 'h264', codedWidth: 320, displayedHeight: 240, rotationDegrees: 0, bitDepth: 8, startPts: 0 },
        ...{ averageRate: { num: 30000, den: 1001 }, nominalRate: { num: 30000, den: 1001 }, isVariableRate: false },
        ...{ sampleAspectRatio: { num: 1, den: 1 }, fieldOrder: 'progressive', frameCount: 60, hasEditList: true },
      },
    });
    expect(facts.durationSeconds).toBeCloseTo(2.002, 3);
    expect(facts.sizeBytes).toBe(readFileSync(path).length);
  });

  test('takes the moving picture, not the cover', async () => {
    const cover = at('cover.png');
    await runFfmpeg(['-f', 'lavfi', '-i', 'color=red:size=800x800', '-frames:v', '1', `file:${cover}`], { tools });
    const plain = await drawNumberedClip(at('without-cover.mp4'), { seconds: 1, options: h264 });
    const video = at('with-cover.mp4');
    const maps = [
      '-map',
      '0',
      '-map',
      '1',
      '-c',
      'copy',
      '-disposition:v:0',
      'attached_pic',
      '-disposition:v:1',
      'default',
    ];
    await runFfmpeg(['-i', `file:${cover}`, '-i', `file:${plain}`, ...maps, `file:${video}`], { tools });
    const song = at('with-cover.mp3');
    const attach = ['-map', '0', '-map', '1', '-c:v', 'copy', '-disposition:v', 'attached_pic'];
    await runFfmpeg([...tone, '-i', `file:${cover}`, ...attach, `file:${song}`], { tools });

    expect((await probeMedia(video, { tools })).video).toMatchObject({ codec: 'h264', codedWidth: 320 });
    await expect(probeMedia(song, { tools })).rejects.toMatchObject({ code: 'no-video-stream' });
  });

  test('knows uneven frames from even ones that a coarse clock cannot tell exactly', async () => {
    const filters = ["select='not(eq(mod(n,5),1))'"];
    const options = [...h264, '-fps_mode', 'vfr'];
    const uneven = await drawNumberedClip(at('uneven.mp4'), { seconds: 3, options, filters });
    const even = await drawNumberedClip(at('even.mkv'), { rate: '30000/1001', seconds: 3, options: h264 });

    expect((await probeMedia(uneven, { tools })).video.isVariableRate).toBe(true);
    expect((await probeMedia(even, { tools })).video.isVariableRate).toBe(false);
  });

  test('refuses what is no video, each with its own reason', async () => {
    const plain = readFileSync(await drawNumberedClip(at('good.mp4'), { seconds: 2, options: h264 }));
    const write = (name: string, content: string | Uint8Array) => {
      writeFileSync(at(name), content);
      return at(name);
    };
    mkdirSync(at('folder.mp4'));
    await runFfmpeg([...tone, `file:${at('sound.mp4')}`], { tools });
    await runFfmpeg(['-f', 'lavfi', '-i', 'color=red', '-frames:v', '1', `file:${at('still.png')}`], { tools });
    const faststart = [...h264, '-movflags', 'faststart'];
    const header = readFileSync(await drawNumberedClip(at('fast.mp4'), { seconds: 2, options: faststart }));
    const list = '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ngood.mp4\n#EXT-X-ENDLIST\n';
    const files = {
      [at('nowhere.mp4')]: 'file-missing',
      [at('folder.mp4')]: 'not-video',
      [write('empty.mp4', '')]: 'file-empty',
      [write('words.mp4', 'Just some words.\n'.repeat(200))]: 'not-video',
      [write('subtitles.mp4', 'WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n')]: 'not-video',
      [write('list.mp4', list)]: 'not-video',
      [write('ffconcat.mp4', 'ffconcat version 1.0\nfile good.mp4\n')]: 'not-video',
      [write('without-index.mp4', plain.subarray(0, header.indexOf('moov')))]: 'container-broken',
      [write('header.mp4', header.subarray(0, header.indexOf('mdat') + 8))]: 'header-only',
      [at('sound.mp4')]: 'no-video-stream',
      [at('still.png')]: 'not-video',
    };
    for (const [path, code] of Object.entries(files)) {
      const error: unknown = await probeMedia(path, { tools }).then(
        () => 'accepted',
        (reason: unknown) => reason,
      );
      expect.soft(error, path).toMatchObject({ code, message: expect.stringMatching(/^[A-Z].{15,}\.$/) });
    }
  });

  test('does not wait for a pipe that nobody writes to', async () => {
    const path = at('pipe.mp4');
    execFileSync('mkfifo', [path]);
    await expect(probeMedia(path, { tools })).rejects.toMatchObject({ code: 'not-video' });
  });

  test('stops a program that hangs, and when asked to', async () => {
    const path = await drawNumberedClip(at('for-hanging.mp4'), { seconds: 1, options: h264 });
    const hanging = at('ffprobe');
    writeFileSync(hanging, '#!/bin/sh\nexec sleep 100\n', { mode: 0o755 });
    const slow = { tools: { ...tools, ffprobePath: hanging } };
    const controller = new AbortController();

    const stalled = probeMedia(path, { ...slow, timeLimitSeconds: 0.5 });
    await expect(stalled).rejects.toMatchObject({ code: 'decode-stalled' });

    setTimeout(() => controller.abort(), 100);
    const stopped = probeMedia(path, { ...slow, signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  });
});
