import { describe, expect, test } from 'vitest';
import { edgeUncertaintySeconds, isQuickPassUseful } from '../../../../../electron/engine/ingest/passes.ts';
import type { MediaFacts } from '../../../../../electron/engine/media/media-facts.ts';

/** Only what the decision rests on. */
const factsOf = (durationSeconds: number | null, codec = 'h264') =>
  ({ durationSeconds, video: { codec } }) as unknown as MediaFacts;

describe('isQuickPassUseful', () => {
  test('is so for what takes long, and where nobody knows how long it takes', () => {
    expect(isQuickPassUseful(factsOf(61))).toBe(true);
    expect(isQuickPassUseful(factsOf(3600, 'hevc'))).toBe(true);
    expect(isQuickPassUseful(factsOf(null))).toBe(true);
  });

  test('is not so for short clips, nor where every frame is a key frame', () => {
    expect(isQuickPassUseful(factsOf(60))).toBe(false);
    expect(isQuickPassUseful(factsOf(0.04))).toBe(false);
    for (const codec of ['prores', 'dnxhd', 'mjpeg', 'gif']) {
      expect(isQuickPassUseful(factsOf(3600, codec))).toBe(false);
    }
  });
});

describe('edgeUncertaintySeconds', () => {
  test('is the longest time that was not looked at, and nothing after the full pass', () => {
    expect(edgeUncertaintySeconds('key-frames', 8.4)).toBe(8.4);
    expect(edgeUncertaintySeconds('full', 8.4)).toBe(0);
  });
});
