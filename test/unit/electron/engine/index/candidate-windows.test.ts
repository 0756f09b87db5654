import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import { BlockSpace } from '../../../../../electron/engine/index/block-space.ts';
import {
  defaultWindowLimits,
  selectWindows,
  type WindowLimits,
} from '../../../../../electron/engine/index/candidate-windows.ts';

/** A library of videos given by the scores of their blocks of a minute. */
function scored(...videos: readonly (readonly number[])[]) {
  const space = new BlockSpace(
    videos.map((scores, index) => ({
      videoId: videoIdSchema.parse(`v${String(index)}`),
      videoKey: index,
      generationKey: index,
      generationStamp: `v${String(index)}`,
      title: '',
      durationSeconds: scores.length * 60,
      blockSeconds: 60,
      doneBlockCount: scores.length,
      edgeUncertaintySeconds: 0,
      channels: new Set(['objects'] as const),
    })),
  );
  const scores = Float32Array.from(videos.flat());
  return { space, scores, isCandidate: Uint8Array.from(scores, (score) => (score > 0 ? 1 : 0)) };
}

const select = (blocks: ReturnType<typeof scored>, limits: WindowLimits = defaultWindowLimits) =>
  selectWindows(blocks, limits).map(({ video, fromBlock, toBlock }) => [video.videoId, fromBlock, toBlock]);

describe('selectWindows', () => {
  test('joins neighbours of one video and never crosses into the next', () => {
    expect(select(scored([0, 0.9, 0.8, 0], [0, 0.7, 0]))).toEqual([
      ['v0', 1, 3],
      ['v1', 1, 2],
    ]);
    expect(select(scored([0, 0.9], [0.8, 0]))).toEqual([
      ['v0', 1, 2],
      ['v1', 0, 1],
    ]);
  });

  test('leaves clearly weaker neighbours to windows of their own', () => {
    expect(select(scored([0.1, 0.2, 0.9, 0.1, 0]))[0]).toEqual(['v0', 2, 3]);
    expect(select(scored([0, 0.9, 0]))).toEqual([['v0', 1, 2]]);
  });

  test('keeps windows to five minutes and takes the rest as further windows', () => {
    expect(select(scored(Array.from({ length: 12 }, () => 0.9)))).toEqual([
      ['v0', 0, 5],
      ['v0', 5, 10],
      ['v0', 10, 12],
    ]);
  });

  test('takes no unknown block and nothing at all where there is nothing', () => {
    expect(select(scored([Number.NaN, 0, 0]))).toEqual([]);
    expect(select(scored())).toEqual([]);
  });

  test('lets one video not crowd out the others, but use the room that they leave', () => {
    const limits = { maxWindowCount: 5, maxWindowSeconds: 60, maxWindowsPerVideo: 2 };
    const windows = select(scored([0.9, 0.9, 0.9, 0.9, 0.9, 0.9], [0.5]), limits);
    expect(windows.slice(0, 3)).toEqual([
      ['v0', 0, 1],
      ['v0', 1, 2],
      ['v1', 0, 1],
    ]);
    expect(windows).toHaveLength(5);
  });

  test('gives disjoint windows within the limits for any scores, led by the best block', () => {
    const videos = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(videos, (values) => {
        const blocks = scored(...values);
        const windows = selectWindows(blocks, { ...defaultWindowLimits, maxWindowCount: 6, maxWindowsPerVideo: 3 });
        const taken = new Set<string>();
        expect(windows.length).toBeLessThanOrEqual(6);
        for (const { video, fromBlock, toBlock } of windows) {
          expect(toBlock - fromBlock).toBeLessThanOrEqual(5);
          for (let block = fromBlock; block < toBlock; block += 1) {
            expect(taken.has(`${video.videoId}/${String(block)}`)).toBe(false);
            taken.add(`${video.videoId}/${String(block)}`);
          }
        }
        const best = Math.max(0, ...blocks.scores);
        expect(windows[0]?.score ?? 0).toBeGreaterThanOrEqual(best - 1 / 1024);
      }),
    );
  });
});
