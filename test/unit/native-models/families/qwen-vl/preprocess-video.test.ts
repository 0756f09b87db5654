import { describe, expect, test } from 'vitest';
import {
  planVideo,
  smartFrameCount,
  spreadFrameIndices,
} from '../../../../../native-models/families/qwen-vl/preprocess-video.ts';
import { readGolden, tinyConfiguration } from '../../../../helpers/tiny-qwen-vl.ts';

const sizes = tinyConfiguration();

describe('smartFrameCount and spreadFrameIndices', () => {
  test('take the frames of the published loader', () => {
    for (const { frameCount, sourceRate, rate, count, firstIndices, lastIndex } of readGolden().sampling) {
      const limits = { minFrameCount: 4, maxFrameCount: 768 };
      expect(smartFrameCount({ frameCount, framesPerSecond: sourceRate }, rate, limits)).toBe(count);
      const indices = spreadFrameIndices(frameCount, count);
      expect(indices.slice(0, 12), `${frameCount} frames`).toEqual(firstIndices);
      expect(indices.at(-1)).toBe(lastIndex);
    }
  });
});

describe('planVideo', () => {
  const video = { width: 1280, height: 720, durationSeconds: 10 };

  test('takes the model’s rate and sizes that are whole cells', () => {
    const plan = planVideo(video, {}, sizes);
    expect(plan).toMatchObject({ frameCount: 20, framesPerSecond: 2 });
    expect([plan.width % 28, plan.height % 28]).toEqual([0, 0]);
    expect(plan.width * plan.height).toBeLessThanOrEqual(sizes.video.maxPixels);
    expect(plan.tokenCount).toBe((10 * plan.width * plan.height) / 28 ** 2);
  });

  test('lowers the rate where there would be too many frames, and says the rate that it is', () => {
    expect(planVideo({ ...video, durationSeconds: 640 }, {}, sizes)).toMatchObject({
      frameCount: 128,
      framesPerSecond: 0.2,
    });
  });

  test('raises the rate of a stretch that is shorter than the fewest frames', () => {
    expect(planVideo({ ...video, durationSeconds: 0.5 }, {}, sizes)).toMatchObject({
      frameCount: 4,
      framesPerSecond: 8,
    });
  });

  test('keeps a token budget', () => {
    for (const maxTokenCount of [200, 60, 16]) {
      expect(planVideo(video, { maxTokenCount }, sizes).tokenCount).toBeLessThanOrEqual(maxTokenCount);
    }
  });

  test('refuses what is no stretch', () => {
    expect(() => planVideo({ ...video, durationSeconds: 0 }, {}, sizes)).toThrow(RangeError);
  });
});
