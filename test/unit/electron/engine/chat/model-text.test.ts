import { describe, expect, test } from 'vitest';
import {
  answerOf,
  boxesOf,
  cluesOf,
  readModelText,
  saysNever,
  spanOf,
  timesIn,
} from '../../../../../electron/engine/chat/model-text.ts';

describe('readModelText', () => {
  test('parts thinking from what is meant to be read, also while it comes', () => {
    const whole = '<think>at <timestep>3.00</timestep></think><answer>A dog.</answer><glue>[(1, 2)]</glue>';
    expect(readModelText(whole)).toEqual({ thinking: 'at <timestep>3.00</timestep>', text: 'A dog.' });
    expect(readModelText('<think>hm')).toEqual({ thinking: 'hm', text: '' });
    expect(readModelText('hm</think>Yes.')).toEqual({ thinking: 'hm', text: 'Yes.' });
    expect(readModelText('<answer>A dog.</ans')).toEqual({ thinking: '', text: 'A dog.' });
    expect(readModelText('<answer>A dog.</answer><glue>[(1,')).toEqual({ thinking: '', text: 'A dog.' });
  });

  test('takes out what would move a cursor or turn text around', () => {
    expect(readModelText('a\u001b[2Jb\u202ec\u0007').text).toBe('a[2Jbc');
  });
});

test.each([
  ['<answer>12.54 to 17.83</answer>', [12.54, 17.83]],
  ['<think>1.0 to 2.0</think><answer>The event is from 3 and 5 seconds.</answer>', [3, 5]],
  ['It happens from 0:12 to 1:05.', [12, 65]],
  ['[(5.2, 10.4)]', [5.2, 10.4]],
  ['between 7.5 s and 9 s', [7.5, 9]],
])('reads the span of %s', (raw, [startSeconds, endSeconds]) => {
  expect(spanOf(raw)).toEqual({ startSeconds, endSeconds });
});

test.each(['<answer>17 to 12</answer>', 'no idea', '', '<answer></answer>'])('reads no span of "%s"', (raw) => {
  expect(spanOf(raw)).toBeNull();
});

test('knows when a model says never', () => {
  expect(['<answer>none</answer>', 'No, it does not happen', '<answer>1.0 to 2.0</answer>'].map(saysNever)).toEqual([
    ...[true, true, false],
  ]);
});

test.each([
  [
    '<glue>[(5.2, 10.4), (12, 13)]</glue>',
    [
      [5.2, 10.4],
      [12, 13],
    ],
  ],
  ['<clue>5.2 to 10.4</clue>', [[5.2, 10.4]]],
  ['<glue>[(5.2, 10.4), (3, 1)', [[5.2, 10.4]]],
  ['<glue>nothing</glue>', []],
  ['no tags 1 to 2', []],
])('reads the clues of %s', (raw, spans) => {
  expect(cluesOf(raw).map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual(spans);
});

test('reads boxes as far as they are boxes', () => {
  const raw = '<answer>[[0.1, 0.2, 0.3, 0.4], (.5, .1, 1.2, 0.9), [0.4, 0.4, 0.1, 0.1]]</answer>';
  expect(boxesOf(raw)).toEqual([[0.1, 0.2, 0.3, 0.4], [0.5, 0.1, 1, 0.9], null]);
});

test('finds times in prose, and no times in other numbers', () => {
  const text = 'At 12.5 s two of 3 dogs, from 0:20 to 0:25 and 3 to 5 seconds; 12.54 to 17.83; in 2024 at 16:9.';
  const found = timesIn(text).map(({ span, textSpan }) => [
    text.slice(textSpan.start, textSpan.end),
    span.startSeconds,
    span.endSeconds,
  ]);
  expect(found).toEqual([
    ['12.5 s', 12.5, 12.5],
    ['0:20 to 0:25', 20, 25],
    ['3 to 5 seconds', 3, 5],
    ['12.54 to 17.83', 12.54, 17.83],
  ]);
});

test('the answer is the last block, or all there is', () => {
  expect(answerOf('<answer>A</answer> no, <answer>B</answer>')).toBe('B');
  expect(answerOf('<think>x</think> C')).toBe('C');
});
