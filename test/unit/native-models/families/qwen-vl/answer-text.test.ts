import { describe, expect, test } from 'vitest';
import { AnswerText } from '../../../../../native-models/families/qwen-vl/answer-text.ts';
import { openVocabulary } from '../../../../../native-models/families/qwen-vl/vocabulary.ts';
import { readGolden, readTinyFile } from '../../../../helpers/tiny-qwen-vl.ts';

const vocabulary = openVocabulary(readTinyFile('tokenizer.json'), readTinyFile('tokenizer_config.json'));

/** What comes out when a text comes in byte by byte. */
function stream(text: string, stop: readonly string[] = []) {
  const answer = new AnswerText(stop);
  const deltas = [...new TextEncoder().encode(text)].map((byte) => answer.push(Uint8Array.of(byte)));
  return { deltas: [...deltas, answer.finish()].filter((delta) => delta !== ''), answer };
}

describe('AnswerText', () => {
  test('gives whole characters, however the bytes are split', () => {
    const { deltas, answer } = stream('aé€😀!');
    expect(deltas).toEqual(['a', 'é', '€', '😀', '!']);
    expect(answer.text).toBe('aé€😀!');
  });

  test('says that half a character was left at the end', () => {
    const answer = new AnswerText([]);
    expect(answer.push(Uint8Array.of(0xe2, 0x82))).toBe('');
    expect(answer.finish()).toBe('\u{fffd}');
  });

  test('ends before the first stop string, of which nothing was shown', () => {
    const { deltas, answer } = stream('one </a> two </ans> three', ['</ans>', 'three']);
    expect(deltas.join('')).toBe('one </a> two ');
    expect(answer).toMatchObject({ isStopped: true, text: 'one </a> two ' });
  });

  test('shows at the end what only began like a stop string', () => {
    const { deltas, answer } = stream('one </an', ['</ans>']);
    expect(deltas.at(-1)).toBe('</an');
    expect(answer.isStopped).toBe(false);
  });
});

describe('openVocabulary', () => {
  test('gives each token’s own bytes', () => {
    for (const { tokens, text } of readGolden().cases) {
      const bytes = tokens.flatMap((id) => [...vocabulary.bytesOf(id)]);
      expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe(text);
    }
    const sample = 'Ü 😀\n<think> x </think>';
    const bytes = vocabulary.encode(sample).flatMap((id) => [...vocabulary.bytesOf(id)]);
    expect(new TextDecoder().decode(Uint8Array.from(bytes))).toBe(sample);
    expect(vocabulary.bytesOf(vocabulary.encode('<|im_end|>')[0]!)).toHaveLength(0);
  });

  test('refuses a tokenizer that is no byte-level BPE', () => {
    expect(() => openVocabulary({ added_tokens: [], decoder: { type: 'WordPiece' }, model: {} }, {})).toThrow();
  });
});
