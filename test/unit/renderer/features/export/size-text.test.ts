import { expect, test } from 'vitest';
import { sizeText } from '../../../../../renderer/features/export/size-text.ts';

test.each([
  [812, '812 bytes'],
  [12_410, '12.4 kB'],
  [3_100_000, '3.1 MB'],
])('%d bytes are %s', (sizeBytes, text) => {
  expect(sizeText(sizeBytes)).toBe(text);
});
