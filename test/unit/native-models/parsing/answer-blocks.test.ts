import { describe, expect, test } from 'vitest';
import {
  consistsOf,
  firstAnswer,
  firstClue,
  lastAnswer,
  withoutTimesteps,
} from '../../../../native-models/parsing/answer-blocks.ts';

describe('answer blocks', () => {
  test('are found in the order of the text, over line breaks, and may be empty', () => {
    const text = 'so <answer>A\nB</answer> no, <answer></answer>';
    expect(firstAnswer(text)).toBe('A\nB');
    expect(lastAnswer(text)).toBe('');
  });

  test('are null where none is closed', () => {
    expect(firstAnswer('<answer>A')).toBeNull();
    expect(lastAnswer('A</answer>')).toBeNull();
    expect(firstClue('<glue>[(1, 2)]</clue>')).toBeNull();
  });

  test('name clues by either tag, the first one counting', () => {
    expect(firstClue('<clue>[(1, 2)]</clue><glue>[]</glue>')).toBe('[(1, 2)]');
    expect(firstClue('<glue>[]</glue>')).toBe('[]');
  });

  test('keep what stands in timestep tags', () => {
    expect(withoutTimesteps('<timestep>1.5</timestep> to <timestep>3</timestep>')).toBe('1.5 to 3');
  });
});

describe('consistsOf', () => {
  test.each([
    ['<think>a</think><answer>b</answer>', true],
    [' \n<think></think>\n\n<answer></answer>\n', true],
    ['<think>a\nb</think> <answer>c\nd</answer>', true],
    // The released pattern reads the first answer to the last closing tag.
    ['<think>a</think><answer>b</answer><answer>c</answer>', true],
    ['so <think>a</think><answer>b</answer>', false],
    ['<think>a</think><answer>b</answer> done', false],
    ['<think>a</think> then <answer>b</answer>', false],
    ['<answer>b</answer><think>a</think>', false],
    ['<answer>b</answer>', false],
    ['<THINK>a</THINK><answer>b</answer>', false],
    ['', false],
  ])('thinking and answer: %j is %s', (text, expected) => {
    expect(consistsOf(text, ['think', 'answer'])).toBe(expected);
  });

  test('takes the clue by either name, closed by the same', () => {
    expect(consistsOf('<answer>A</answer><glue>[]</glue>', ['answer', 'clue'])).toBe(true);
    expect(consistsOf('<answer>A</answer>\n<clue>[]</clue>', ['answer', 'clue'])).toBe(true);
    expect(consistsOf('<answer>A</answer><glue>[]</clue>', ['answer', 'clue'])).toBe(false);
  });
});
