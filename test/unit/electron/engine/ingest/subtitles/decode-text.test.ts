import { describe, expect, test } from 'vitest';
import { decodeText, decodeTextInTurns } from '../../../../../../electron/engine/ingest/subtitles/decode-text.ts';

const live = () => ({ signal: new AbortController().signal });
const utf16 = (text: string, isBigEndian: boolean) => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
};

describe('decodeText', () => {
  const text = 'Ünïcödé “花” 🎬';

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little end first', utf16(text, false)],
    ['UTF-16, big end first', utf16(text, true)],
  ])('reads %s, without its mark', (_, bytes) => {
    expect(decodeText(bytes)).toBe(text);
  });

  test('takes bytes that are no UTF-8 for windows-1252, its quotes and euro included', () => {
    expect(decodeText(Uint8Array.of(0x93, 0x63, 0x61, 0x66, 0xe9, 0x94, 0x20, 0x80))).toBe('“café” €');
  });

  test('sees a wrong byte at the very end, and a character that is cut off', () => {
    const long = 'a'.repeat(600_000);

    expect(decodeText(Buffer.concat([Buffer.from(long), Uint8Array.of(0xe9)]))).toBe(`${long}é`);
  });

  test('joins characters that lie across the pieces it reads', () => {
    const long = 'x' + '花🎬'.repeat(100_000);

    expect(decodeText(Buffer.from(long))).toBe(long);
    expect(decodeText(utf16(long, false))).toBe(long);
  });

  test('reads nothing from nothing', () => {
    expect(decodeText(new Uint8Array())).toBe('');
  });
});

describe('decodeTextInTurns', () => {
  test('gives what decodeText gives', async () => {
    const bytes = Buffer.from('花🎬x'.repeat(100_000));

    expect(await decodeTextInTurns(bytes, live())).toBe(decodeText(bytes));
  });

  test('stops when aborted', async () => {
    const controller = new AbortController();
    const decoding = decodeTextInTurns(new Uint8Array(5_000_000), { signal: controller.signal });
    controller.abort();

    await expect(decoding).rejects.toMatchObject({ name: 'AbortError' });
  });
});
