import { expect, test } from 'vitest';
import { boxInElement, picturePlace, pointInFrame } from '../../../../renderer/lib/picture-place.ts';

test('a wide picture has bars above and below, a tall one beside', () => {
  expect(picturePlace({ width: 400, height: 400 }, { width: 1600, height: 800 })).toEqual({
    left: 0,
    top: 100,
    width: 400,
    height: 200,
  });
  expect(picturePlace({ width: 400, height: 300 }, { width: 100, height: 200 })).toEqual({
    left: 125,
    top: 0,
    width: 150,
    height: 300,
  });
});

test('is nowhere while the element or the picture has no size', () => {
  expect(picturePlace({ width: 0, height: 300 }, { width: 100, height: 200 })).toBeNull();
  expect(picturePlace({ width: 300, height: 300 }, { width: 0, height: 0 })).toBeNull();
});

test('boxes go to pixels, and points back to shares of the frame', () => {
  const place = { left: 125, top: 10, width: 150, height: 300 };
  const box = boxInElement(place, { x: 0.5, y: 0.25, width: 0.2, height: 0.1 });
  expect(box).toEqual({ x: 200, y: 85, width: 30, height: 30 });
  expect(pointInFrame(place, box)).toEqual({ x: 0.5, y: 0.25 });
  expect(pointInFrame(place, { x: 50, y: 10 }).x).toBe(-0.5);
});
