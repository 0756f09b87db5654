import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { videoIdSchema } from '../../../electron/contract/ids.ts';
import { systemClock } from '../../../electron/engine/base/surroundings.ts';
import { CorrectionService } from '../../../electron/engine/corrections/correction-service.ts';
import { runFfmpeg } from '../../../electron/engine/media/run-ffmpeg.ts';
import { openLibrary } from '../../../electron/engine/store/open-library.ts';
import { Workplace } from '../../helpers/workplace.ts';
import { h264, temporaryFolder, tools } from '../media/numbered-clip.ts';

interface FoundHit {
  readonly videoId: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

const folder = temporaryFolder();
const flashCount = 8;
const everySeconds = 30;
const silent = { debug() {}, info() {}, warn() {}, error() {} };
let place: Workplace;

/** A grey clip that turns red for some seconds every half minute. */
beforeAll(async () => {
  place = await Workplace.make();
  const path = join(folder, 'flashes.mp4');
  const seconds = flashCount * everySeconds;
  const isRed = Array.from(
    { length: flashCount },
    (_, index) => `between(t,${index * everySeconds + 10},${index * everySeconds + 13 + (index % 3)})`,
  ).join('+');
  const inputs = ['gray', 'red'].flatMap((colour) => [
    '-f',
    'lavfi',
    '-i',
    `color=${colour}:s=64x48:r=10:d=${seconds}`,
  ]);
  const graph = `[0:v][1:v]overlay=enable='${isRed}',format=yuv420p[v]`;
  await runFfmpeg([...inputs, '-filter_complex', graph, '-map', '[v]', ...h264, `file:${path}`], { tools });
  await place.put(path, 'flashes.mp4');
  expect((await place.run(['index', place.footage])).code).toBe(0);
});

afterAll(() => place[Symbol.asyncDispose]());

async function found(): Promise<FoundHit[]> {
  const { stdout } = await place.run(['search', 'red', '--json']);
  const { hits } = JSON.parse(stdout) as { hits: FoundHit[] };
  return [...hits].sort((a, b) => a.startSeconds - b.startSeconds);
}

/** As a person drags both edges of every hit. */
function drag(hits: readonly FoundHit[], bySeconds: (index: number) => number): void {
  const db = openLibrary({ databaseFile: place.databaseFile, clock: systemClock, logger: silent, mode: 'write' });
  const corrections = new CorrectionService({ db, writer: db, clock: systemClock });
  for (const [index, { videoId, startSeconds, endSeconds }] of hits.entries()) {
    const by = bySeconds(index);
    corrections.save({
      videoId: videoIdSchema.parse(videoId),
      text: 'red',
      verdict: 'adjusted',
      found: { startSeconds, endSeconds },
      corrected: { startSeconds: startSeconds + by, endSeconds: endSeconds + by },
    });
  }
  db.close();
}

async function teach(...args: string[]) {
  const { stdout, stderr, code } = await place.run(['teach', '--json', ...args]);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as {
    verdict: string;
    lessonCount: number;
    policyId: string | null;
    isInUse: boolean;
    edgeHabit: { startSeconds: number } | null;
  };
}

describe('timecue teach', () => {
  test('learns from dragged edges, moves what is found, and goes back', async () => {
    const before = await found();
    expect(before).toHaveLength(flashCount);
    expect(await teach()).toMatchObject({ verdict: 'too-few', lessonCount: 0, policyId: 'taught@1' });

    drag(before, (index) => (index % 2 === 0 ? 0.6 : -0.6));
    expect(await teach('--dry-run')).toMatchObject({ verdict: 'no-better', lessonCount: flashCount, policyId: null });

    drag(before, () => -0.5);
    const taught = await teach('--accept');
    expect(taught).toMatchObject({ verdict: 'better', lessonCount: flashCount, policyId: 'taught@2', isInUse: true });
    expect(taught.edgeHabit!.startSeconds).toBeCloseTo(-0.5, 1);

    // Another wording of the query, of which nobody has said anything.
    const { stdout } = await place.run(['search', 'something red', '--json']);
    const { hits } = JSON.parse(stdout) as { hits: FoundHit[] };
    const moved = hits.find((hit) => Math.abs(hit.startSeconds - before[0]!.startSeconds) < 2)!;
    expect(moved.startSeconds).toBeCloseTo(before[0]!.startSeconds - 0.5, 1);

    expect((await place.run(['teach', '--use', 'built-in'])).stdout).toContain('comes with the program');
    const back = JSON.parse((await place.run(['search', 'something red', '--json'])).stdout) as { hits: FoundHit[] };
    expect(back.hits.map(({ startSeconds }) => startSeconds)).toContain(before[0]!.startSeconds);
  });

  test('says what is wrong with what it is asked', async () => {
    const refused = await place.run(['teach', '--use', 'taught@1']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('refused');
    expect((await place.run(['teach', '--use', 'taught@77'])).stderr).toContain('no such policy');
    expect((await place.run(['teach', '--dry-run', '--accept'])).stderr).toContain('--dry-run');
  });
});
