import { expect, test, vi } from 'vitest';
import { HardwareChoice, type FindDecoding } from '../../../../../electron/engine/ingest/hardware-choice.ts';
import type { MediaFacts } from '../../../../../electron/engine/media/media-facts.ts';

const trial = (durationSeconds: number | null, codec = 'h264') => ({
  path: '/footage/a.mp4',
  // Only what the choice looks at.
  facts: { durationSeconds, video: { codec, profile: 'High', pixelFormat: 'yuv420p' } } as unknown as MediaFacts,
  tools: { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', version: '7.1', source: 'path' } as const,
});

test('one trial serves all videos of a kind, also when nothing works', async () => {
  const find = vi.fn<FindDecoding>(async ({ facts }) => (facts.video.codec === 'hevc' ? 'cuda' : null));
  const choice = new HardwareChoice(find);
  expect(await choice.methodFor(trial(600))).toBeNull();
  expect(await choice.methodFor(trial(null))).toBeNull();
  expect(await choice.methodFor(trial(600, 'hevc'))).toBe('cuda');
  expect(find).toHaveBeenCalledTimes(2);
});

test('a short video is not worth a trial', async () => {
  const find = vi.fn<FindDecoding>(async () => 'cuda');
  expect(await new HardwareChoice(find).methodFor(trial(5))).toBeNull();
  expect(find).not.toHaveBeenCalled();
});

test('a trial that was stopped says nothing about the hardware', async () => {
  const controller = new AbortController();
  const find = vi.fn<FindDecoding>(async () => {
    controller.abort();
    return null;
  });
  const choice = new HardwareChoice(find);
  await expect(choice.methodFor({ ...trial(600), signal: controller.signal })).rejects.toThrow();
  find.mockResolvedValue('vaapi');
  expect(await choice.methodFor(trial(600))).toBe('vaapi');
});
