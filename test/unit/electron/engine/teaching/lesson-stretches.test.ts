import { describe, expect, test } from 'vitest';
import type { Correction } from '../../../../../electron/contract/corrections.ts';
import { lessonStretches, truthOf, unjudgedOf } from '../../../../../electron/engine/teaching/lesson-stretches.ts';

type Said = readonly [verdict: Correction['verdict'], found: Range | null, corrected?: Range];
type Range = readonly [number, number];

const range = ([startSeconds, endSeconds]: Range) => ({ startSeconds, endSeconds });
const said = (...all: Said[]): Correction[] =>
  all.map(([verdict, found, corrected], index) => ({
    correctionId: `c${index}` as Correction['correctionId'],
    videoId: 'v' as Correction['videoId'],
    text: 'a dog',
    verdict,
    found: found === null ? null : range(found),
    corrected: corrected === undefined ? null : range(corrected),
    changedAtMs: index,
  }));
const cut = (corrections: Correction[], durationSeconds: number) =>
  lessonStretches(corrections, durationSeconds).map((stretch) => [
    stretch.range.startSeconds,
    stretch.range.endSeconds,
    stretch.corrections.length,
  ]);

describe('lessonStretches', () => {
  test('takes in a minute on each side, as far as there is one', () => {
    expect(cut(said(['right', [100, 110]]), 1000)).toEqual([[40, 170, 1]]);
    expect(cut(said(['right', [10, 20]]), 50)).toEqual([[0, 50, 1]]);
  });

  test('joins what lies close together, and cuts between what does not', () => {
    expect(cut(said(['right', [130, 140]], ['wrong', [100, 115]], ['right', [200, 210]]), 1000)).toEqual([
      [40, 170, 2],
      [170, 270, 1],
    ]);
  });

  test('never overlap, and always hold what was judged', () => {
    const many = said(
      ...Array.from({ length: 60 }, (_, index): Said => [
        'adjusted',
        [index * 18, index * 18 + 5],
        [index * 18 + 2, index * 18 + 9],
      ]),
    );
    const stretches = lessonStretches(many, 2000);
    expect(stretches.length).toBeGreaterThan(3);
    for (const [index, { range: one, corrections }] of stretches.entries()) {
      expect(one.startSeconds).toBeGreaterThanOrEqual(stretches[index - 1]?.range.endSeconds ?? 0);
      for (const { found, corrected } of corrections) {
        expect(found!.startSeconds).toBeGreaterThanOrEqual(one.startSeconds);
        expect(corrected!.endSeconds).toBeLessThanOrEqual(one.endSeconds);
      }
    }
    expect(stretches.flatMap(({ corrections }) => corrections)).toHaveLength(60);
  });

  test('a video of unknown length ends behind what was judged', () => {
    expect(cut(said(['missed', null, [5, 9]]), 0)).toEqual([[0, 9, 1]]);
  });
});

test('what is true is what people say, and what they call wrong is not', () => {
  const corrections = said(
    ['right', [1, 2]],
    ['adjusted', [5, 8], [6, 9]],
    ['wrong', [20, 30]],
    ['missed', null, [40, 41]],
  );
  expect(truthOf(corrections)).toEqual([
    [1, 2],
    [6, 9],
    [40, 41],
  ]);
  expect(truthOf(said(['wrong', [20, 30]]))).toEqual([]);
});

test('what was shown and not spoken of is left open, and no more', () => {
  const corrections = said(['adjusted', [5, 8], [6, 9]], ['wrong', [20, 30]]);
  expect(
    unjudgedOf(
      [
        [4, 8],
        [20, 31],
        [50, 60],
      ],
      corrections,
    ),
  ).toEqual([
    [4, 5],
    [30, 31],
    [50, 60],
  ]);
});
