import { expect, test } from 'vitest';
import { errorCodeSchema } from '../../../../electron/contract/errors.ts';
import { countText } from '../../../../renderer/lib/count-text.ts';
import { errorText } from '../../../../renderer/lib/error-text.ts';
import { spanText, tenthsText } from '../../../../renderer/lib/span-text.ts';

test.each(errorCodeSchema.options)('%s is worded as a sentence without jargon of the code', (code) => {
  expect(errorText(code)).toMatch(/^[“A-Za-z].*\.$/);
  expect(errorText(code)).not.toContain(
    code === 'internal' || code === 'network' || code === 'encrypted' ? '\0' : code,
  );
});

test('the failure of a server is worded with its values, any other by its code alone', () => {
  expect(errorText('server-unreachable', { host: 'gpu:8000', reason: 'refused' })).toContain('gpu:8000');
  expect(errorText('network', { host: 'gpu:8000' })).toBe(errorText('network'));
});

test.each([
  [0, '0:00.0'],
  [75.25, '1:15.3'],
  [59.96, '1:00.0'],
  [3723.04, '1:02:03.0'],
])('%d s is %s', (seconds, text) => {
  expect(tenthsText(seconds)).toBe(text);
});

test('a span has both ends', () => {
  expect(spanText({ startSeconds: 12.5, endSeconds: 18 })).toBe('0:12.5–0:18.0');
});

test('counts agree with their nouns', () => {
  expect([countText(1, 'match', 'matches'), countText(1200, 'match', 'matches'), countText(0, 'video')]).toEqual([
    '1 match',
    '1,200 matches',
    '0 videos',
  ]);
});
