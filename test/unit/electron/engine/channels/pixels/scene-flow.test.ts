import { describe, expect, test } from 'vitest';
import { SceneFlow } from '../../../../../../electron/engine/channels/pixels/scene-flow.ts';
import type { RgbImage } from '../../../../../../electron/engine/channels/channel.ts';
import { filled, framesOf, scene } from '../drawn-frames.ts';

function between(a: RgbImage, b: RgbImage) {
  const flow = new SceneFlow();
  const [first, second] = framesOf([a, b]);
  expect(flow.observe(first!)).toBeNull();
  return flow.observe(second!)!;
}

describe('the camera', () => {
  test.each([
    [0.3, 0],
    [-1, 0.5],
    [3, -2],
    [-7, 4],
    [14, 0],
    [-30, -6],
  ])('is found when the content moves by (%d, %d) pixels', (shiftX, shiftY) => {
    const { camera, unmatchedShare } = between(scene(), scene({ shiftX, shiftY }));

    // Content that goes right is a pan to the left; content that goes down is a tilt up.
    expect(camera!.panRight * 96).toBeCloseTo(-shiftX, 0);
    expect(camera!.tiltUp * 54).toBeCloseTo(shiftY, 0);
    expect(Math.abs(camera!.panRight * 96 + shiftX)).toBeLessThan(0.15);
    expect(Math.abs(camera!.zoomIn)).toBeLessThan(0.01);
    expect(unmatchedShare).toBeLessThan(0.2);
  });

  test.each([1.03, 0.95, 1.1])('is found when everything grows by a factor of %d', (zoom) => {
    const { camera } = between(scene(), scene({ zoom }));

    expect(camera!.zoomIn).toBeCloseTo(1 - 1 / zoom, 2);
    expect(Math.hypot(camera!.panRight, camera!.tiltUp)).toBeLessThan(0.005);
  });

  test('is still when only the light changes', () => {
    const { camera, movingCells } = between(scene(), scene({ gain: 0.75 }));

    expect(Math.hypot(camera!.panRight, camera!.tiltUp)).toBeLessThan(0.003);
    expect(Math.max(...movingCells!)).toBeLessThan(0.1);
  });

  test.each([6, 10])('is still when something moves by %i pixels that fills nearly half of the picture', (pixels) => {
    const { camera } = between(scene({ square: [20, 2, 50] }), scene({ square: [20 + pixels, 2, 50] }));

    expect(Math.hypot(camera!.panRight, camera!.tiltUp)).toBeLessThan(0.003);
  });

  test('is unknown where there is nothing to see', () => {
    expect(between(filled([20, 20, 20]), filled([22, 22, 22])).camera).toBeNull();
  });
});

describe('what moves', () => {
  test('is found where it is, and how far it went, while the camera pans', () => {
    // The square stays in the frame while the background goes by: it moves against it by as much.
    const { movingCells, distance } = between(
      scene({ square: [6, 20, 14] }),
      scene({ shiftX: 5, square: [6, 20, 14] }),
    );

    expect(movingCells![3]).toBeGreaterThan(0.3);
    expect([movingCells![2], movingCells![5], movingCells![8]].every((share) => !(share! > 0.1))).toBe(true);
    expect(distance * 96).toBeCloseTo(5, 0);
  });

  test('is nothing under the noise of a codec', () => {
    const { movingCells, distance } = between(scene(), scene({ noise: 1 }));

    expect(Math.max(...movingCells!)).toBe(0);
    expect(distance).toBeNaN();
  });
});

describe('another picture', () => {
  test('is found nowhere in the one before, and is no motion', () => {
    const { unmatchedShare, camera, movingCells } = between(scene(), scene({ seed: 5 }));

    expect(unmatchedShare).toBeGreaterThan(0.6);
    expect([camera, movingCells]).toEqual([null, null]);
  });

  test('is told from a flat one in both directions', () => {
    expect(between(scene({ gain: 1.2 }), filled([60, 90, 60])).unmatchedShare).toBeGreaterThan(0.5);
    expect(between(filled([60, 90, 60]), scene({ gain: 1.2 })).unmatchedShare).toBeGreaterThan(0.5);
  });
});

describe('a flow', () => {
  test('answers the same for the same frame, whoever asks', () => {
    const flow = new SceneFlow();
    const [first, second] = framesOf([scene(), scene({ shiftX: 2 })]);
    flow.observe(first!);

    expect(flow.observe(second!)).toBe(flow.observe(second!));
  });

  test('keeps nothing of the bytes that it was shown', () => {
    const reused = scene();
    const flow = new SceneFlow();
    flow.observe({ timeSeconds: 0, image: reused, thumb: reused });
    reused.data.set(scene({ shiftX: 3 }).data);

    expect(flow.observe({ timeSeconds: 0.25, image: reused, thumb: reused })!.camera!.panRight * 96).toBeCloseTo(-3, 0);
  });

  test.each([
    [96, 3],
    [5, 96],
    [1, 96],
    [2, 2],
    [1, 1],
  ])('takes a strip of %i × %i', (width, height) => {
    const change = between(scene({ width, height }), scene({ width, height, shiftX: 1 }));

    expect(change.camera === null || Number.isFinite(change.camera.panRight)).toBe(true);
  });

  test('starts anew when the size of the picture changes', () => {
    const flow = new SceneFlow();
    const sizes = [scene(), scene({ width: 54, height: 96 }), scene({ width: 54, height: 96, shiftY: 2 })];

    const changes = framesOf(sizes).map((frame) => flow.observe(frame));

    expect(changes.slice(0, 2)).toEqual([null, null]);
    expect(changes[2]!.camera!.tiltUp * 96).toBeCloseTo(2, 0);
  });
});
