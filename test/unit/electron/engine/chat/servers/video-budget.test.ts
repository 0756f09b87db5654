import { describe, expect, test } from 'vitest';
import { planServerVideo, videoTokens } from '../../../../../../electron/engine/chat/servers/video-budget.ts';

const hd = { width: 1920, height: 1080 };
const forms = ['frames', 'file', 'images'] as const;

describe('planServerVideo', () => {
  test.each(forms)('keeps within the context and the number of frames, whatever is asked for: %s', (form) => {
    for (const contextTokenCount of [2048, 4096, 8192, 32_768, 128_000]) {
      for (const durationSeconds of [0.2, 1, 7.3, 60, 600, 7200]) {
        for (const size of [hd, { width: 720, height: 1280 }, { width: 64, height: 48 }]) {
          for (const wish of [
            {},
            { framesPerSecond: 4 },
            { framesPerSecond: 8, maxTokenCount: 100_000 },
            { maxTokenCount: 600 },
          ]) {
            const maxFrameCount = form === 'images' ? 48 : 768;
            const limits = { form, contextTokenCount, maxFrameCount };
            const plan = planServerVideo({ ...size, durationSeconds }, wish, limits);
            const most = Math.min(wish.maxTokenCount ?? Infinity, 0.75 * contextTokenCount);
            expect(plan.tokenCount, JSON.stringify({ limits, durationSeconds, size, wish, plan })).toBeLessThanOrEqual(
              most,
            );
            expect(plan.frameCount).toBeLessThanOrEqual(maxFrameCount);
            expect(plan.frameCount).toBeGreaterThanOrEqual(2);
            expect([plan.width % 28, plan.height % 28]).toEqual([0, 0]);
            expect(plan.tokenCount).toBe(videoTokens(plan, plan.frameCount, form));
          }
        }
      }
    }
  });

  test('shows frames at exactly two a second while they fit, and stills at one', () => {
    const limits = { contextTokenCount: 32_768, maxFrameCount: 768 };
    for (const durationSeconds of [4, 30, 60, 120]) {
      const frames = planServerVideo({ ...hd, durationSeconds }, {}, { ...limits, form: 'frames' });
      expect(frames).toMatchObject({ framesPerSecond: 2, frameCount: durationSeconds * 2 });
    }
    const stills = planServerVideo({ ...hd, durationSeconds: 30 }, {}, { ...limits, form: 'images' });
    expect(stills).toMatchObject({ framesPerSecond: 1, frameCount: 30 });
  });
});
