import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Box } from '../../../electron/contract/time-range.ts';
import type { TrackKey } from '../../../electron/contract/tracks.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { runFfmpeg } from '../../../electron/engine/media/run-ffmpeg.ts';
import type { FollowRequest } from '../../../electron/engine/tracking/follow/follow-messages.ts';
import { blendPasses } from '../../../electron/engine/tracking/follow/blend-passes.ts';
import { runFollow, type FollowNews } from '../../../electron/engine/tracking/follow/run-follow.ts';
import { rotateMp4 } from '../../fixtures/rotate-mp4.ts';
import { h264, temporaryFolder, tools } from '../media/numbered-clip.ts';

const folder = temporaryFolder();
const trackerModule = new URL('../../helpers/template-tracker.ts', import.meta.url).href;
const frameCount = 100;

/** A white square of 60 pixels crosses 640×360 pixels: 3 to the right and 1 down a frame of 40 ms. */
const squareAt = (frameIndex: number): Box => ({
  x: (80 + 3 * frameIndex) / 640,
  y: (100 + frameIndex) / 360,
  width: 60 / 640,
  height: 60 / 360,
});

interface Drawing {
  readonly filter?: string;
  readonly options?: readonly string[];
  readonly frames?: number;
}

async function draw(name: string, { filter = 'null', options = [], frames = frameCount }: Drawing): Promise<string> {
  const path = join(folder, name);
  const seconds = frames / 25;
  const inputs = [`color=0x305070:s=640x360:r=25:d=${seconds}`, `color=white:s=60x60:r=25:d=${seconds}`];
  const graph = `[0:v][1:v]overlay=x='80+3*n':y='100+n':shortest=1,format=yuv420p,${filter}[v]`;
  await runFfmpeg(
    [
      ...inputs.flatMap((input) => ['-f', 'lavfi', '-i', input]),
      ...['-filter_complex', graph, '-map', '[v]', '-frames:v', String(frames), ...h264, ...options, `file:${path}`],
    ],
    { tools },
  );
  return path;
}

const seed = (frameIndex: number, timeSeconds = frameIndex / 25) => ({ timeSeconds, box: squareAt(frameIndex) });

async function follow(path: string, wanted: Partial<FollowRequest>): Promise<TrackKey[]> {
  const facts = await probeMedia(path, { tools });
  const news: FollowNews[] = [];
  const request: FollowRequest = {
    ...{ path, facts, tools, trackerModule, isBackground: false, tracker: 'filter', model: null, resume: [] },
    ...{ seeds: [seed(10)], isForward: true, isBackward: true, untilSeconds: null, sinceSeconds: null },
    ...wanted,
  };
  await runFollow(
    { ...request, model: null },
    { signal: new AbortController().signal, onNews: (one) => news.push(one) },
  );
  const planned = news.find((one) => one.kind === 'planned')!;
  const passes = planned.passes.map((pass, index) => ({
    pass,
    keys: news.flatMap((one) => (one.kind === 'keys' && one.passIndex === index ? one.keys : [])),
  }));
  return blendPasses(passes, planned.byHand);
}

/** Every frame once, in order, each with the box where the square was drawn in that very frame. */
function expectOnSquare(keys: readonly TrackKey[], count = frameCount): void {
  expect(keys.map(({ frameIndex }) => frameIndex)).toEqual(Array.from({ length: count }, (_, index) => index));
  const worst = Math.max(
    ...keys.map(({ frameIndex, box }) => {
      const truth = squareAt(frameIndex);
      return Math.max(640 * Math.abs(box.x - truth.x), 360 * Math.abs(box.y - truth.y));
    }),
  );
  expect(worst).toBeLessThan(4);
}

/** As in `variableRate` of the drawn clips: 40 ms, then 100 ms, then 20 ms. */
const variableTimes = 'if(lt(N,50),N*40,if(lt(N,80),2000+(N-50)*100,5000+(N-80)*20))';
const passthrough = [
  '-fps_mode',
  'passthrough',
  '-enc_time_base',
  '1:1000',
  '-video_track_timescale',
  '1000',
  '-bf',
  '0',
];

describe('a box stays on its thing, forward and backward', () => {
  test('in a plain clip with frames stored out of order', async () => {
    expectOnSquare(await follow(await draw('plain.mp4', { options: ['-bf', '3', '-g', '30'] }), {}));
  });

  test('in a clip that is turned upright', async () => {
    const path = await draw('rotated.mp4', { filter: 'transpose=2' });
    writeFileSync(path, rotateMp4(readFileSync(path), 640));
    expectOnSquare(await follow(path, {}));
  });

  test('in a clip whose pixels are wide', async () => {
    expectOnSquare(await follow(await draw('wide.mp4', { filter: 'scale=320:360,setsar=2/1' }), {}));
  });

  test('in a clip whose frames are not evenly spaced', async () => {
    const filter = `settb=1/1000,setpts='${variableTimes}'`;
    const path = await draw('variable.mp4', { filter, options: passthrough });
    // 3.05 s lies in frame 60, which is shown from 3.0 s to 3.1 s.
    const keys = await follow(path, { seeds: [seed(60, 3.05)] });
    expectOnSquare(keys);
    expect(keys[60]).toMatchObject({ isByHand: true, timeSeconds: 3 });
    expect(keys[90]!.timeSeconds).toBeCloseTo(5.2, 6);
  });

  test('in a Matroska clip, whose clock has milliseconds', async () => {
    expectOnSquare(await follow(await draw('clock.mkv', {}), { seeds: [seed(50)] }));
  });

  test('in a clip of one frame', async () => {
    expectOnSquare(await follow(await draw('one.mp4', { frames: 1 }), { seeds: [seed(0)] }), 1);
  });
});

test('several boxes by hand are obeyed exactly, and joined from both sides', async () => {
  const path = await draw('hands.mp4', {});
  const shifted = { ...squareAt(50), x: squareAt(50).x + 0.01 };
  const keys = await follow(path, {
    seeds: [seed(20), { timeSeconds: 2.013, box: shifted }],
    ...{ isForward: false, isBackward: false },
  });
  expect(keys.map(({ frameIndex }) => frameIndex)).toEqual(Array.from({ length: 31 }, (_, index) => 20 + index));
  expect(keys.at(-1)).toMatchObject({ box: shifted, isByHand: true, confidence: 1 });
  // Near the first box the boxes are those of the pass from it, near the second one those of the pass from there.
  expect(640 * Math.abs(keys[2]!.box.x - squareAt(22).x)).toBeLessThan(2.5);
  expect(640 * Math.abs(keys[28]!.box.x - squareAt(48).x - 0.01)).toBeLessThan(2.5);
});

test('limits are kept, and a job that goes on begins where it was', async () => {
  const path = await draw('limits.mp4', {});
  const keys = await follow(path, { sinceSeconds: 0.2, untilSeconds: 1 });
  expect([keys[0]!.frameIndex, keys.at(-1)!.frameIndex]).toEqual([5, 25]);
  const resume = [
    { passIndex: 0, from: seed(20) },
    { passIndex: 1, from: null },
  ];
  const rest = await follow(path, { sinceSeconds: 0.2, untilSeconds: 1, resume });
  expect(rest.map(({ frameIndex }) => frameIndex)).toEqual([10, 21, 22, 23, 24, 25]);
});

test('a box beside the picture is refused', async () => {
  const path = await draw('refused.mp4', {});
  const beside = { timeSeconds: 0, box: { x: 1.2, y: 0, width: 0.1, height: 0.1 } };
  await expect(follow(path, { seeds: [beside] })).rejects.toMatchObject({ code: 'bad-request' });
});
