import { describe, expect, test } from 'vitest';
import { isNearIdentical } from '../../../../../electron/engine/channels/near-identical.ts';
import { filled, scene, withRectangle } from './drawn-frames.ts';

describe('isNearIdentical', () => {
  const still = scene();

  test('is not disturbed by the noise of a codec', () => {
    expect(isNearIdentical(still, scene({ noise: 0.6 }))).toBe(true);
  });

  test('sees something small that appears', () => {
    const speck = withRectangle(still, { x: 0.5, y: 0.5, width: 1 / 96, height: 3 / 54 }, [255, 255, 255]);
    expect(isNearIdentical(still, speck)).toBe(false);
  });

  test('sees a slight change of all the light', () => {
    expect(isNearIdentical(filled([100, 100, 100]), filled([102, 102, 102]))).toBe(false);
  });

  test('sees a camera that moves by half a pixel', () => {
    expect(isNearIdentical(still, scene({ shiftX: 0.5 }))).toBe(false);
  });

  test('never takes pictures of different size for the same', () => {
    expect(isNearIdentical(filled([0, 0, 0], 96, 54), filled([0, 0, 0], 54, 96))).toBe(false);
  });
});
