import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dragMoments, flashCount, foundMoments, makeFlashLibrary } from '../../helpers/flash-library.ts';
import type { Workplace } from '../../helpers/workplace.ts';

let place: Workplace;

beforeAll(async () => {
  place = await makeFlashLibrary();
});

afterAll(() => place[Symbol.asyncDispose]());

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
    const before = await foundMoments(place, 'red');
    expect(before).toHaveLength(flashCount);
    expect(await teach()).toMatchObject({ verdict: 'too-few', lessonCount: 0, policyId: 'taught@1' });

    dragMoments(place, before, (index) => (index % 2 === 0 ? 0.6 : -0.6));
    expect(await teach('--dry-run')).toMatchObject({ verdict: 'no-better', lessonCount: flashCount, policyId: null });

    dragMoments(place, before, () => -0.5);
    const taught = await teach('--accept');
    expect(taught).toMatchObject({ verdict: 'better', lessonCount: flashCount, policyId: 'taught@2', isInUse: true });
    expect(taught.edgeHabit!.startSeconds).toBeCloseTo(-0.5, 1);

    // Another wording of the query, of which nobody has said anything.
    const hits = await foundMoments(place, 'something red');
    const moved = hits.find((hit) => Math.abs(hit.startSeconds - before[0]!.startSeconds) < 2)!;
    expect(moved.startSeconds).toBeCloseTo(before[0]!.startSeconds - 0.5, 1);

    expect((await place.run(['teach', '--use', 'built-in'])).stdout).toContain('comes with the program');
    const back = await foundMoments(place, 'something red');
    expect(back.map(({ startSeconds }) => startSeconds)).toContain(before[0]!.startSeconds);
  });

  test('says what is wrong with what it is asked', async () => {
    const refused = await place.run(['teach', '--use', 'taught@1']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('refused');
    expect((await place.run(['teach', '--use', 'taught@77'])).stderr).toContain('no such policy');
    expect((await place.run(['teach', '--dry-run', '--accept'])).stderr).toContain('--dry-run');
  });
});
