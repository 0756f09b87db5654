import { describe, expect, test } from 'vitest';
import { answerBlocks } from '../../../../../renderer/features/chat/answer-tokens.ts';

const cite = (text: string, words: string) => {
  const start = text.indexOf(words);
  return { textSpan: { start, end: start + words.length } };
};

describe('answerBlocks', () => {
  test('puts citations where they stand, also inside of emphasis and lists', () => {
    const text = 'A dog at 0:12–0:15.\n\n- **again 0:30–0:31**\n- not later';
    expect(answerBlocks(text, [cite(text, '0:12–0:15'), cite(text, '0:30–0:31')])).toEqual([
      {
        kind: 'paragraph',
        parts: [
          { kind: 'text', text: 'A dog at ' },
          { kind: 'cite', index: 0 },
          { kind: 'text', text: '.' },
        ],
      },
      {
        kind: 'list',
        isOrdered: false,
        items: [
          [
            {
              kind: 'paragraph',
              parts: [
                {
                  kind: 'strong',
                  parts: [
                    { kind: 'text', text: 'again ' },
                    { kind: 'cite', index: 1 },
                  ],
                },
              ],
            },
          ],
          [{ kind: 'paragraph', parts: [{ kind: 'text', text: 'not later' }] }],
        ],
      },
    ]);
  });

  test('nothing that a model writes can be pressed or run', () => {
    const text = '[press](https://evil.example) <img src=x onerror=alert(1)> ![p](http://x/y.png) \uE0000\uE001';
    const [block] = answerBlocks(text, []);
    expect(JSON.stringify(block)).not.toContain('"cite"');
    const parts = block!.kind === 'paragraph' ? block!.parts : [];
    expect(parts.every(({ kind }) => kind === 'text')).toBe(true);
    const shown = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
    expect(shown).toContain('[press](https://evil.example)');
    expect(shown).toContain('<img src=x onerror=alert(1)>');
  });

  test('a block of HTML is text', () => {
    expect(answerBlocks('<script>alert(1)</script>', [])).toEqual([
      { kind: 'paragraph', parts: [{ kind: 'text', text: '<script>alert(1)</script>' }] },
    ]);
  });

  test('headings, code and citations without a place', () => {
    expect(answerBlocks('# Chapters\n\n```\nlet x\n```', [{ textSpan: null }])).toEqual([
      { kind: 'heading', parts: [{ kind: 'text', text: 'Chapters' }] },
      { kind: 'code', text: 'let x' },
    ]);
    expect(answerBlocks('', [])).toEqual([]);
  });
});
