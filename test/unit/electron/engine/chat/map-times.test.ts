import { expect, test } from 'vitest';
import { withMappedTimes } from '../../../../../electron/engine/chat/map-times.ts';

const map = { scale: 2, offsetSeconds: 1 };

test.each([
  ['A dog jumps from 3 to 5 seconds; 2 cats sleep.', 'A dog jumps from 7.00 to 11.00 seconds; 2 cats sleep.'],
  ['At 0:12, and at 3.5 s.', 'At 0:25.000, and at 8.00 s.'],
  ['<answer>12.54 to 17.83</answer>', '<answer>26.08 to 36.66</answer>'],
  ['<answer>12 to 17</answer>', '<answer>25.00 to 35.00</answer>'],
  [
    '<answer>B</answer><glue>[(5.2, 10.4), (1, 2)]</glue>',
    '<answer>B</answer><glue>[(11.40, 21.80), (3.00, 5.00)]</glue>',
  ],
  ['<think>Seen at <timestep>4</timestep>.</think>3 dogs', '<think>Seen at <timestep>9.00</timestep>.</think>3 dogs'],
  ['<answer>[[0.1, 0.2, 0.3, 0.4]]</answer>', '<answer>[[0.1, 0.2, 0.3, 0.4]]</answer>'],
])('%s becomes %s', (raw, mapped) => {
  expect(withMappedTimes(raw, map)).toBe(mapped);
});

test('nothing changes without a map, and no time goes below 0', () => {
  expect(withMappedTimes('at 3 s', undefined)).toBe('at 3 s');
  expect(withMappedTimes('at 3 s', { scale: 1, offsetSeconds: -5 })).toBe('at 0.00 s');
});
