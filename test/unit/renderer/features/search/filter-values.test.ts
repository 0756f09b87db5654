import { expect, test } from 'vitest';
import {
  dayOfMs,
  lengthChoiceOf,
  lengthChoices,
  msOfDay,
} from '../../../../../renderer/features/search/filter-values.ts';

test('a day begins at the midnight of where the person is, and ends where the next begins', () => {
  const from = msOfDay('2024-03-30')!;
  expect(new Date(from).getHours()).toBe(0);
  expect(msOfDay('2024-03-30', 1)).toBe(msOfDay('2024-03-31'));
  expect(msOfDay('2024-12-31', 1)).toBe(msOfDay('2025-01-01'));
  expect(dayOfMs(from)).toBe('2024-03-30');
  expect(dayOfMs(msOfDay('2024-03-30', 1)! - 1)).toBe('2024-03-30');
});

test.each(['', '2024-3-1', 'tomorrow', '0001-01-01'])('"%s" is no day', (text) => {
  expect(msOfDay(text)).toBeNull();
});

test('every length that is offered is found again', () => {
  for (const [choice, lengths] of Object.entries(lengthChoices)) {
    expect(lengthChoiceOf(lengths)).toBe(choice);
  }
  expect(lengthChoiceOf({ minDurationSeconds: 7, maxDurationSeconds: null })).toBe('any');
});
