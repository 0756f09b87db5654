import { describe, expect, test } from 'vitest';
import { objectsChannel } from '../../../../../../electron/engine/channels/objects/objects-channel.ts';
import type { FoundObject, ObjectRow } from '../../../../../../electron/engine/channels/objects/rows.ts';
import { presenceOf } from '../../../../../../electron/engine/channels/objects/thing-value.ts';
import { steadyRows } from '../../../../../../electron/engine/channels/objects/steady-things.ts';

const steady = new Set(['dining table']);
const table = (score: number, x = 0.1): FoundObject => ({
  className: 'dining table',
  score,
  box: { x, y: 0.6, width: 0.8, height: 0.3 },
  colours: [],
});
const person: FoundObject = { ...table(0.9), className: 'person', box: { x: 0.4, y: 0.1, width: 0.2, height: 0.8 } };
/** Rows of a quarter of a second. */
const rowsOf = (frames: readonly (readonly FoundObject[])[]): ObjectRow[] =>
  frames.map((objects, index) => ({ startSeconds: index / 4, endSeconds: index / 4 + 0.25, objects: [...objects] }));
const scores = (rows: readonly ObjectRow[]) =>
  rows.map(({ objects }) => objects.filter(({ className }) => className === 'dining table').map(({ score }) => score));

describe('weak looks at one place', () => {
  test('say together that something stands there, also in the rows that missed it', () => {
    const seen = [[table(0.2)], [table(0.3)], [], [table(0.15)], [table(0.2)], [table(0.3)], []];
    const shown = scores(steadyRows(rowsOf(seen), steady));

    // The upper quartile is 0.3: two looks of it are 0.51.
    expect(shown.map(([score]) => score)).toEqual([0.51, 0.51, 0.459, 0.51, 0.51, 0.51, undefined].map(near));
  });

  test('never lower what the detector was surer of', () => {
    const seen = [0.9, 0.12, 0.12, 0.12, 0.12, 0.12].map((score) => [table(score)]);
    expect(scores(steadyRows(rowsOf(seen), steady))[0]).toEqual([0.9]);
  });

  test.each([
    ['the detector was never sure of', [0.2, 0.2, 0.2, 0.2, 0.2, 0.2].map((score) => [table(score)])],
    ['are too few', [[table(0.2)], [], [table(0.2)], [table(0.2)]]],
    ['wander', Array.from({ length: 8 }, (_, index) => [table(0.2, index * 0.25)])],
  ])('that %s are dropped', (_what, seen) => {
    expect(scores(steadyRows(rowsOf(seen), steady)).flat()).toEqual([]);
  });

  test('are not joined over a break, in which the camera may look elsewhere', () => {
    const some = Array.from({ length: 6 }, () => [table(0.3)]);
    const away = Array.from({ length: 13 }, () => []);
    const shown = scores(steadyRows(rowsOf([...some, ...away, ...some]), steady));
    expect(shown.slice(6, 19).flat()).toEqual([]);
    expect([shown[0], shown[19]]).toEqual([[near(0.51)], [near(0.51)]]);
  });

  test('leave other classes and rows without any as they are', () => {
    const rows = rowsOf([[person], [], [person]]);
    expect(steadyRows(rows, steady)).toBe(rows);
    const [first] = steadyRows(rowsOf([[person, table(0.2)]]), steady);
    expect(first!.objects).toEqual([person]);
  });
});

test('a block and its terms tell the steady thing, not the single looks', () => {
  const rows = rowsOf(Array.from({ length: 8 }, (_, index) => [table(index % 2 === 0 ? 0.3 : 0.12)]));
  const stored = objectsChannel.decode(objectsChannel.encode(rows));
  expect(stored.every(({ objects }) => Math.abs(objects[0]!.score - 0.51) < 0.01)).toBe(true);
  const term = objectsChannel.terms(rows).find(({ term: name }) => name === 'dining table');
  expect(term!.strength).toBeCloseTo(presenceOf(0.51), 1);
});

function near(value: number | undefined): unknown {
  return value === undefined ? undefined : expect.closeTo(value, 5);
}
