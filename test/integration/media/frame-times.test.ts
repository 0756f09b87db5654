import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFrameTimes } from '../../../electron/engine/media/frame-times.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { sharedFolder } from '../../helpers/shared.ts';
import { displayedTimes } from './displayed-times.ts';
import { drawNumberedClip, h264, temporaryFolder, tools } from './numbered-clip.ts';

const folder = temporaryFolder();
const rounded = (times: Iterable<number>) => [...times].map((seconds) => Number(seconds.toFixed(4)));

async function timesOf(path: string, startSeconds: number, endSeconds: number) {
  const facts = await probeMedia(path, { tools });
  const truth = (await displayedTimes(path, facts)).filter((t) => t >= startSeconds && t < endSeconds);
  const times = await readFrameTimes({ path, facts, tools, range: { startSeconds, endSeconds } });
  return { times: rounded(times), truth: rounded(truth) };
}

describe('the times of frames', () => {
  test.each([
    ['with frames stored out of order', 'b.mp4', [...h264, '-bf', '8', '-g', '250']],
    ['of a stream that starts late', 'late.ts', [...h264, '-output_ts_offset', '3600']],
    ['of a container without times of its own', 'old.avi', ['-c:v', 'mpeg4', '-bf', '2']],
    ['of interlaced footage', 'fields.ts', ['-c:v', 'mpeg2video', '-flags', '+ildct+ilme', '-top', '1']],
    ['of a codec with frames that are never shown', 'hidden.webm', ['-c:v', 'libvpx', '-auto-alt-ref', '1']],
  ])('%s are those at which they are shown', async (_what, name, options) => {
    const path = await drawNumberedClip(join(folder, name), { seconds: 12, options });
    for (const [from, to] of [
      [0, 120],
      [4.02, 5.5],
      [11, 13],
    ] as const) {
      const { times, truth } = await timesOf(path, from, to);
      expect(times).toEqual(truth);
      expect(times.length).toBeGreaterThan(20);
    }
    expect((await timesOf(path, 20, 30)).times).toEqual([]);
  });

  test('are uneven where the footage is', async () => {
    const path = await drawNumberedClip(join(folder, 'vfr.mp4'), {
      seconds: 8,
      filters: [`select='not(mod(n,7))+not(mod(n,5))'`],
      options: [...h264, '-fps_mode', 'vfr'],
    });
    const { times, truth } = await timesOf(path, 1, 7);
    expect(times).toEqual(truth);
    expect(new Set(times.slice(1).map((seconds, k) => (seconds - times[k]!).toFixed(2))).size).toBeGreaterThan(2);
  });

  describe.skipIf(sharedFolder === null)('of awkward footage', () => {
    test.each([
      'awkward/intel_preview_fruit.gif',
      'awkward_derived/derived_editlist_copycut.mp4',
      'awkward_derived/derived_vfr_real.mp4',
      'awkward_derived/derived_interlaced_mpeg2.ts',
      'awkward_derived/derived_start_1h_offset.ts',
      'awkward_derived/derived_negative_start.mkv',
    ])('%s are those at which they are shown', async (name) => {
      const path = join(sharedFolder!, 'footage', name);
      for (const [from, to] of [
        [0, 60],
        [0.7, 1.4],
      ] as const) {
        const { times, truth } = await timesOf(path, from, to);
        expect(times).toEqual(truth);
      }
    });
  });
});
