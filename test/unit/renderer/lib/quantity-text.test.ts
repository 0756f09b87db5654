import { expect, test } from 'vitest';
import { bytesText, factorText, shareText } from '../../../../renderer/lib/quantity-text.ts';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1500, '1.5 kB'],
  [3_669_000, '3.7 MB'],
  [146_000_000, '146 MB'],
  [20_000_000_000, '20 GB'],
  [3_000_000_000_000_000, '3,000 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [0, '0%'],
  [0.429, '42%'],
  [0.9999, '99%'],
  [1, '100%'],
])('a share of %d is %s', (share, text) => {
  expect(shareText(share)).toBe(text);
});

test.each([
  [4.25, '4.3'],
  [1, '1.0'],
  [41.7, '42'],
])('%d times is %s', (factor, text) => {
  expect(factorText(factor)).toBe(text);
});
