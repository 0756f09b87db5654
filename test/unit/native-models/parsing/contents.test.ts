import { describe, expect, test } from 'vitest';
import { parseBoxList } from '../../../../native-models/parsing/box-text.ts';
import { optionLetter } from '../../../../native-models/parsing/option-letter.ts';
import { lastSpanInWords, parseSpanList } from '../../../../native-models/parsing/span-text.ts';

describe('lastSpanInWords', () => {
  test.each([
    ['12.54 to 17.83', [12.54, 17.83]],
    ['from 1 TO 2 and 3 AND 4.5 seconds', [3, 4.5]],
    ['2.00   and\n3', [2, 3]],
    ['9 to 3', [9, 3]],
    // Unsigned: the minus sign is not part of the number.
    ['-3 to 5', [3, 5]],
    ['1.5to 2', null],
    ['1.5 to2', null],
    ['1.5 - 2', null],
    ['from one to two', null],
    ['', null],
  ])('%j is %j', (text, expected) => {
    expect(lastSpanInWords(text)).toEqual(expected);
  });
});

describe('parseSpanList', () => {
  test.each([
    ['[]', []],
    [' [ ] ', []],
    ['[(5.2, 10.4)]', [[5.2, 10.4]]],
    [
      '[(1,2),( 3 , 3 ),]',
      [
        [1, 2],
        [3, 3],
      ],
    ],
    [
      '[(1, 2)\n, (4, 5)]',
      [
        [1, 2],
        [4, 5],
      ],
    ],
    ['[(2, 1)]', null],
    ['[(-1, 2)]', null],
    ['[(1, 2, 3)]', null],
    ['[[1, 2]]', null],
    ['(1, 2)', null],
    ['[(1, 2) (3, 4)]', null],
    ['[,(1, 2)]', null],
    ['[(1, 2)', null],
    ['[(1, 1e3)]', null],
    ['', null],
  ])('%j is %j', (text, expected) => {
    expect(parseSpanList(text)).toEqual(expected);
  });
});

describe('parseBoxList', () => {
  const eight = (box: string) => `[${Array.from({ length: 8 }, () => box).join(', ')}]`;

  test('takes eight lists of four numbers, whatever line breaks stand between', () => {
    expect(parseBoxList(eight('[0.1, 0.2,\n 0.3, 0.4]'))).toEqual(
      Array.from({ length: 8 }, () => [0.1, 0.2, 0.3, 0.4]),
    );
  });

  test('takes what Python writes and JSON does not', () => {
    expect(parseBoxList('((.5, 1., +0, 1), )', 1)).toEqual([[0.5, 1, 0, 1]]);
  });

  test.each([
    '',
    'none',
    '[]',
    '[[0,0,1,1]]',
    eight('[0,0,1]'),
    eight('[0,0,1,"1"]'),
    eight('[0,0,1,1,1]'),
    eight('0'),
  ])('refuses %j', (text) => {
    expect(parseBoxList(text)).toBeNull();
  });

  test('refuses seven and nine boxes', () => {
    const box = [0, 0, 1, 1];
    expect(parseBoxList(JSON.stringify(new Array(7).fill(box)))).toBeNull();
    expect(parseBoxList(JSON.stringify(new Array(9).fill(box)))).toBeNull();
  });
});

describe('optionLetter', () => {
  test.each([
    ['(C)', 'C'],
    ['C. the dog', 'C'],
    ['The best answer is B', 'B'],
    ['Answer: G', 'G'],
    ['The answer is (D) because of A', 'D'],
    ['c', null],
    ['H', null],
    ['', null],
    ['it is hard to say which one of them it was in the end', null],
  ])('of %j is %j', (text, expected) => {
    expect(optionLetter(text)).toBe(expected);
  });
});
