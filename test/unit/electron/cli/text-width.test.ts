import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable, shorten, widthOf } from '../../../../electron/cli/text-width.ts';

describe('widthOf', () => {
  test.each([
    ['plain.mp4', 9],
    ['Ünïcödé', 7],
    ['u\u0308', 1],
    ['花の動画', 8],
    ['한국어', 6],
    ['🎬', 2],
    ['', 0],
  ])('%j is %i columns', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

describe('shorten', () => {
  test('keeps both ends, by which names differ', () => {
    expect(shorten('interview with the mayor, part 12.mp4', 20)).toBe('interview …rt 12.mp4');
    expect(shorten('short.mp4', 20)).toBe('short.mp4');
  });

  test('always fits, whatever the letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 60 }), (text, columnCount) => {
        expect(widthOf(shorten(text, columnCount))).toBeLessThanOrEqual(columnCount);
      }),
    );
  });
});

describe('printable', () => {
  test('leaves text and line breaks as they are', () => {
    expect(printable('a line\nanother: 花 🎬 “quoted”')).toBe('a line\nanother: 花 🎬 “quoted”');
  });

  test('takes the power of escape sequences away', () => {
    expect(printable('\u001b]0;title\u0007\u0000\t\r\u007f\u0085')).toBe('�]0;title������');
  });
});
