import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runFfmpeg } from '../../../electron/engine/media/run-ffmpeg.ts';
import { Workplace } from '../../helpers/workplace.ts';
import { h264, tools } from '../media/numbered-clip.ts';

/** A red square of 32 pixels, which is what the tiny detector makes boxes of, is there for the middle second of three. */
const frameCount = 75;
const [firstFrame, endFrame] = [25, 50];
let place: Workplace;
let video: string;
let truth: string;

beforeAll(async () => {
  place = await Workplace.make();
  await place.installTinyDetector();
  expect((await place.run(['index', place.footage])).code).toBe(0);
  video = join(place.folder, 'square.mp4');
  const inputs = ['color=gray:s=416x416:r=25:d=3', 'color=red:s=32x32:r=25:d=3'];
  const graph = `[0:v][1:v]overlay=x=192:y=192:enable='between(n,${firstFrame},${endFrame - 1})',format=yuv420p[v]`;
  await runFfmpeg(
    [
      ...inputs.flatMap((input) => ['-f', 'lavfi', '-i', input]),
      ...['-filter_complex', graph, '-map', '[v]', '-frames:v', String(frameCount), ...h264, `file:${video}`],
    ],
    { tools },
  );
  truth = join(place.folder, 'square.txt');
  const rows = Array.from(
    { length: endFrame - firstFrame },
    (_, index) => `${firstFrame + index + 1},1,193,193,32,32,1`,
  );
  await writeFile(truth, rows.join('\n'));
});

afterAll(() => place[Symbol.asyncDispose]());

// Between its last look and the next nothing is claimed: five frames at four looks a second.
test.each([
  [[], 0.8],
  [['--dense'], 1],
])('what is there for a second is one person for as long (%j)', async (more, mota) => {
  const args = ['eval', 'mot', '--video', video, '--truth', truth, '--json', ...more];
  const { stdout, stderr, code } = await place.run(args);
  expect(code, stderr).toBe(0);
  const { scores, trackCount } = JSON.parse(stdout) as { scores: Record<string, number>; trackCount: number };
  expect(trackCount).toBe(1);
  expect(scores).toMatchObject({ trueCount: endFrame - firstFrame, switchCount: 0 });
  expect(scores['mota']).toBeCloseTo(mota, 9);
  expect(scores['hota']).toBeCloseTo(mota, 9);
});
