import { describe, expect, test } from 'vitest';
import { NanoTracker } from '../../../../../electron/engine/tracking/nano-tracker.ts';
import type { TrackingModel, TrackingModelParameters } from '../../../../../native-models/api/tracking-model.ts';
import { boxOf, distancePixels, drawScene, type DrawnThing } from '../../../../helpers/drawn-scene.ts';

const options = { signal: new AbortController().signal };
const size = 15;
const count = size * size;

/**
 * Plays the network on drawn scenes: it sees the bright thing wherever it is brightest, always surely, and its features
 * are the picture itself. That is how the real one behaves when the target is gone.
 */
class BrightestModel implements TrackingModel {
  readonly modelId = 'brightest@1';
  readonly parameters: TrackingModelParameters = {
    ...{ channelOrder: 'rgb', templateSize: 127, searchSize: 255, featureCount: 1, scoreSize: size, stride: 16 },
    ...{ contextAmount: 0.5, windowInfluence: 0, penalty: 0, learningRate: 0 },
  };

  embed(pixels: Uint8Array): Promise<Float32Array> {
    const cells = Float32Array.from({ length: 64 }, (_, cell) => {
      const at = (Math.floor(cell / 8) * 15 + 7) * 127 + (cell % 8) * 15 + 7;
      return pixels[at]! - 90;
    });
    return Promise.resolve(cells);
  }

  locate({ pixels }: { readonly pixels: Uint8Array }) {
    const scores = new Float32Array(2 * count).fill(0, 0, count);
    for (let place = 0; place < count; place += 1) {
      const [x, y] = [127 + ((place % size) - 7) * 16, 127 + (Math.floor(place / size) - 7) * 16];
      let contrast = 0;
      for (let v = -24; v <= 24; v += 8) {
        for (let u = -24; u <= 24; u += 8) contrast += Math.abs((pixels[(y + v) * 255 + x + u] ?? 90) - 90);
      }
      scores[count + place] = 4 + contrast / 1000;
    }
    return Promise.resolve({ size, scores, reaches: new Float32Array(4 * count).fill(32) });
  }
}

const still: DrawnThing = { left: 60, top: 50, side: 30 };

async function follow(path: readonly (DrawnThing | null)[]) {
  const tracker = new NanoTracker(new BrightestModel());
  await tracker.start(drawScene(path[0]!), boxOf(path[0]!), options);
  const states = [];
  for (const thing of path.slice(1)) states.push(await tracker.next(drawScene(thing), options));
  return states;
}

describe('NanoTracker', () => {
  test('stays where the target stays, named after its model', async () => {
    const [state] = await follow([still, still]);
    expect(state!.state).toBe('tracked');
    expect(distancePixels(state!.box, still)).toBeLessThan(6);
    expect(new NanoTracker(new BrightestModel()).trackerId).toBe('brightest@1');
  });

  test('says lost by the looks of what it found, however sure the network is', async () => {
    const states = await follow([still, still, ...Array.from({ length: 8 }, () => null)]);
    expect(states.at(-1)!.state).toBe('lost');
    expect(states.at(-1)!.confidence).toBeLessThan(0.55);
    expect(distancePixels(states.at(-1)!.box, still)).toBeLessThan(40);
  });

  test('follows nothing before it is started', async () => {
    await expect(new NanoTracker(new BrightestModel()).next(drawScene(null), options)).rejects.toThrow('not started');
  });
});
