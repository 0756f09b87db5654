import { describe, expect, test } from 'vitest';
import { SseParser } from '../../../../../../electron/engine/chat/servers/sse-parser.ts';

const read = (pieces: readonly Uint8Array[]) => {
  const parser = new SseParser();
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.finish()].map(({ data }) => data);
};

describe('SseParser', () => {
  const text =
    ': hello\r\n\r\ndata: {"a":"Größe 🐕"}\r\n\r\nid: 7\nevent: x\ndata: one\r\ndata:two\n\rdata:  three\r\rdata: [DONE]\n\n';
  const bytes = Buffer.from(`\ufeff${text}`);
  const events = ['{"a":"Größe 🐕"}', 'one\ntwo', ' three', '[DONE]'];

  test('gives the same events wherever the bytes are cut', () => {
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(events);
    }
    expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(events);
  });

  test('gives what no blank line ended when the stream ends', () => {
    expect(read([Buffer.from('data: [DONE]')])).toEqual(['[DONE]']);
  });

  test('refuses what is no text, and a character that is cut off at the end', () => {
    expect(() => read([Uint8Array.of(0xff, 0xfe)])).toThrow(expect.objectContaining({ code: 'server-stream' }));
    expect(() => read([Buffer.from('data: ä').subarray(0, 7)])).toThrow(
      expect.objectContaining({ code: 'server-stream' }),
    );
  });
});
