import { describe, expect, test } from 'vitest';
import { joinCutRows, spansBetweenSamples } from '../../../../../electron/engine/channels/sample-spans.ts';

const row = (...[startSeconds, endSeconds, gapSeconds, name]: [number, number, number, string]) => ({
  startSeconds,
  endSeconds,
  gapSeconds,
  name,
});
const told = (spans: ReturnType<typeof spansBetweenSamples<ReturnType<typeof row>>>) =>
  spans.map(({ startSeconds, endSeconds, row: by }) => [startSeconds, endSeconds, by?.name ?? null]);

describe('spansBetweenSamples', () => {
  test('puts what a row measured before its frame, and lets the last one carry on', () => {
    const rows = [row(0, 0.25, Number.NaN, 'first'), row(0.25, 0.5, 0.25, 'second')];

    expect(told(spansBetweenSamples(rows))).toEqual([
      [0, 0.25, 'second'],
      [0.25, 0.5, 'second'],
    ]);
  });

  test('knows that nothing happened while frames were skipped as identical', () => {
    const rows = [row(0, 0.25, Number.NaN, 'a'), row(0.25, 5, 0.25, 'b'), row(5, 5.25, 0.25, 'c')];

    expect(told(spansBetweenSamples(rows))).toEqual([
      [0, 0.25, 'b'],
      [0.25, 4.75, null],
      [4.75, 5, 'c'],
      [5, 5.25, 'c'],
    ]);
  });

  test('takes a long last row of the full pass for stillness, not one of the key-frame pass', () => {
    expect(told(spansBetweenSamples([row(1, 9, 0.25, 'a')]))).toEqual([[1, 9, null]]);
    expect(told(spansBetweenSamples([row(1, 9, 2.5, 'a')]))).toEqual([[1, 9, 'a']]);
  });

  test('does not reach over a hole between rows', () => {
    const rows = [row(0, 0.25, 0.25, 'a'), row(60, 60.25, 0.25, 'b')];

    expect(told(spansBetweenSamples(rows))).toEqual([
      [0, 0.25, 'a'],
      [60, 60.25, 'b'],
    ]);
  });
});

describe('joinCutRows', () => {
  const isSame = (a: { name: string }, b: { name: string }) => a.name === b.name;

  test('joins the halves of a row that was cut at the edge of a block', () => {
    const rows = [
      row(59.75, 59.9, 0.25, 'a'),
      row(59.9, 60, 0.25, 'b'),
      row(60, 60.15, 0.25, 'b'),
      row(60.15, 60.4, 0.25, 'c'),
    ];

    expect(joinCutRows(rows, isSame).map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([
      [59.75, 59.9],
      [59.9, 60.15],
      [60.15, 60.4],
    ]);
  });

  test('leaves two samples alone that merely measured the same', () => {
    const rows = [row(0, 0.25, 0.25, 'a'), row(0.25, 0.5, 0.25, 'a')];

    expect(joinCutRows(rows, isSame)).toHaveLength(2);
  });
});
