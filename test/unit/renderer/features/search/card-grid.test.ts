import { expect, test } from 'vitest';
import { isOneColumn, nextCard } from '../../../../../renderer/features/search/card-grid.ts';

/** Rows as a window makes them: a b c / d e / f (under a line of its own). */
const card = (name: string, column: number, row: number) => ({
  name,
  getBoundingClientRect: () => ({ left: column * 100, right: column * 100 + 90, top: row * 50, bottom: row * 50 + 40 }),
});
const cards = [card('a', 0, 0), card('b', 1, 0), card('c', 2, 0), card('d', 0, 1), card('e', 1, 1), card('f', 0, 3)];
const from = (name: string, key: string) => {
  const next = nextCard(
    cards,
    cards.find((one) => one.name === name)!,
    key,
  );
  return next === null || next === 'before' ? next : next.name;
};

test.each([
  ['a', 'ArrowRight', 'b'],
  ['c', 'ArrowRight', 'd'],
  ['f', 'ArrowRight', 'f'],
  ['d', 'ArrowLeft', 'c'],
  ['a', 'ArrowLeft', 'a'],
  ['b', 'ArrowDown', 'e'],
  ['c', 'ArrowDown', 'e'],
  ['e', 'ArrowDown', 'f'],
  ['f', 'ArrowDown', 'f'],
  ['f', 'ArrowUp', 'd'],
  ['e', 'ArrowUp', 'b'],
  ['b', 'ArrowUp', 'before'],
  ['e', 'Home', 'a'],
  ['b', 'End', 'f'],
  ['b', 'x', null],
] as const)('from %s, %s leads to %s', (name, key, target) => {
  expect(from(name, key)).toBe(target);
});

test('is of one column where no card has another beside it', () => {
  expect(isOneColumn(cards)).toBe(false);
  expect(isOneColumn([card('a', 0, 0), card('b', 0, 1)])).toBe(true);
  expect(isOneColumn([])).toBe(true);
});
