import { expect, test } from 'vitest';
import {
  fittedView,
  followingView,
  pannedView,
  pixelAtSeconds,
  resizedView,
  secondsAtPixel,
  shownSeconds,
  zoomedView,
} from '../../../../renderer/lib/timeline-view.ts';

const whole = fittedView(100, 1000);

test('shows the whole clip at first', () => {
  expect(shownSeconds(whole)).toBe(100);
  expect(pixelAtSeconds(whole, 25)).toBe(250);
});

test('keeps the moment under the pointer where it is while zooming', () => {
  const near = zoomedView(zoomedView(whole, 0.5, 30), 0.25, 30);
  expect(pixelAtSeconds(near, 30)).toBeCloseTo(300);
  expect(secondsAtPixel(near, 300)).toBeCloseTo(30);
});

test('never shows time before or after the clip, nor more than the clip', () => {
  const near = zoomedView(whole, 0.1, 50);
  expect(pannedView(near, -20).startSeconds).toBe(0);
  expect(pannedView(near, 1000).startSeconds).toBeCloseTo(90);
  expect(zoomedView(near, 1000, 50)).toEqual(whole);
});

test('goes no nearer than single frames need', () => {
  expect(zoomedView(whole, 1e-9, 50).secondsPerPixel).toBe(0.0003);
});

test('a clip that was shown whole is so in a wider window; another view keeps its distance', () => {
  expect(shownSeconds(resizedView(whole, 1500))).toBeCloseTo(100);
  const near = zoomedView(whole, 0.1, 50);
  expect(resizedView(near, 1500)).toMatchObject({
    secondsPerPixel: near.secondsPerPixel,
    startSeconds: near.startSeconds,
  });
});

test('turns the page when the picture leaves it, and is the same view as long as it does not', () => {
  const near = zoomedView(whole, 0.1, 5);
  expect(followingView(near, near.startSeconds + 3)).toBe(near);
  const turned = followingView(near, 70);
  expect(turned.startSeconds).toBeCloseTo(69);
});
