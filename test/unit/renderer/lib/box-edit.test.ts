import { expect, test } from 'vitest';
import { boxBetween, movedBox, resizedBox } from '../../../../renderer/lib/box-edit.ts';

const box = { x: 0.25, y: 0.25, width: 0.5, height: 0.25 };

test('a box is moved with its size kept, and stays in the frame', () => {
  expect(movedBox(box, { x: 0.125, y: -0.125 })).toEqual({ ...box, x: 0.375, y: 0.125 });
  expect(movedBox(box, { x: 2, y: -2 })).toEqual({ ...box, x: 0.5, y: 0 });
});

test('a corner is moved while the opposite one is held', () => {
  expect(resizedBox(box, 'se', { x: 0.125, y: 0.125 })).toEqual({ ...box, width: 0.625, height: 0.375 });
  expect(resizedBox(box, 'nw', { x: 0.125, y: 0.125 })).toEqual({ x: 0.375, y: 0.375, width: 0.375, height: 0.125 });
  expect(resizedBox(box, 'ne', { x: 9, y: -9 })).toEqual({ x: 0.25, y: 0, width: 0.75, height: 0.5 });
});

test('a corner is never pulled over the opposite one', () => {
  const small = resizedBox(box, 'sw', { x: 9, y: -9 });
  expect(small.width).toBeCloseTo(0.005);
  expect(small.height).toBeCloseTo(0.005);
});

test('a box is drawn from any corner, cut to the frame, and not from a mere click', () => {
  expect(boxBetween({ x: 0.5, y: 0.75 }, { x: -1, y: 0.25 })).toEqual({ x: 0, y: 0.25, width: 0.5, height: 0.5 });
  expect(boxBetween({ x: 0.5, y: 0.5 }, { x: 0.501, y: 0.9 })).toBeNull();
});
