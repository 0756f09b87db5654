import { describe, expect, test } from 'vitest';
import { absentText, nothingScores, parseAbsentQueries } from '../../../../../electron/engine/search/absent-queries.ts';

const outcome = (shownCount: number, bestScore: number | null = null) => ({
  ...{ file: 'a.mp4', text: 'a giraffe' },
  ...{ shownCount, bestScore },
});

describe('parseAbsentQueries', () => {
  test('reads texts by file', () => {
    expect([...parseAbsentQueries('{"a.mp4": [" a giraffe ", "a boat"]}')]).toEqual([
      ['a.mp4', ['a giraffe', 'a boat']],
    ]);
  });

  test.each(['{', '[]', '{"a.mp4": "a giraffe"}', '{"a.mp4": [""]}'])('refuses %s', (text) => {
    expect(() => parseAbsentQueries(text)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});

describe('nothingScores', () => {
  test('takes recall over what is absent and precision over what was said to be', () => {
    expect(nothingScores([outcome(0), outcome(0), outcome(2, 0.6), outcome(0, 0.2)], 1)).toEqual({
      absentCount: 4,
      precision: 0.75,
      recall: 0.75,
    });
  });

  test('has no share where nothing was asked or nothing was said', () => {
    expect(nothingScores([], 3)).toEqual({ absentCount: 0, precision: null, recall: null });
    expect(nothingScores([outcome(1, 0.9)], 0)).toMatchObject({ precision: null, recall: 0 });
  });
});

describe('absentText', () => {
  test('has a line a query, and none where nothing was asked', () => {
    const absent = [outcome(1, 0.5)];
    expect(absentText(absent, nothingScores(absent, 0)).join('\n')).toMatch(/1 +0\.50 +a\.mp4 +a giraffe/);
    expect(absentText([], nothingScores([], 0))).toEqual([]);
  });
});
