import { expect, test, vi } from 'vitest';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import type { TimeRange } from '../../../../../electron/contract/time-range.ts';
import { ClipPlayback } from '../../../../../renderer/features/player/clip-playback.ts';
import { constantGrid } from '../../../../../renderer/lib/frame-grid.ts';
import type { OpenRequest } from '../../../../../renderer/state/viewer-session.svelte.ts';
import { ClockworkVideo } from '../../../../helpers/clockwork-video.ts';

const request = (over: Partial<OpenRequest> = {}): OpenRequest => ({
  videoId: videoIdSchema.parse('video-1'),
  title: 'clip.mp4',
  range: null,
  hit: null,
  atSeconds: null,
  isPlaying: false,
  ...over,
});

function loaded({ zeroSeconds = 0, loopSpan = null as TimeRange | null } = {}) {
  const video = new ClockworkVideo(0.04, zeroSeconds);
  const frames: TimeRange[] = [];
  const states: string[] = [];
  const onNoPicture = vi.fn();
  const playback = new ClipPlayback({
    video: video.asVideo,
    frames: { grid: constantGrid({ num: 25, den: 1 }, 10), ensure: async () => {} },
    onFrame: (frame) => frames.push(frame),
    onState: ({ kind, speed }) => states.push(`${kind} ${speed}`),
    onDuration: () => {},
    onNoPicture,
    isLooping: () => loopSpan !== null,
    loopSpan: () => loopSpan,
  });
  const shownIndex = () => Math.round((frames.at(-1)?.startSeconds ?? -1) * 25);
  return { video, playback, frames, states, onNoPicture, shownIndex };
}

const until = (look: () => unknown, value: unknown) => vi.waitFor(() => expect(look()).toEqual(value));
const range = { startSeconds: 2, endSeconds: 3 };

test('lands in the middle of the frame that was asked for', async () => {
  const { video, playback, shownIndex } = loaded();
  video.load();
  await playback.open(request({ atSeconds: 1.01 }));
  expect(shownIndex()).toBe(25);
  expect(video.soughtSeconds.at(-1)).toBeCloseTo(1.02);
});

test('tries again when the browser shows another frame, and says which one is on the screen meanwhile', async () => {
  const { video, playback, frames } = loaded();
  video.load();
  video.slips = [-1, 1];
  await playback.open(request({ atSeconds: 1 }));
  expect(frames.map(({ startSeconds }) => Math.round(startSeconds * 25))).toEqual([24, 26, 25]);
});

test('counts from the first displayed frame of a file that begins later', async () => {
  const { video, playback, shownIndex } = loaded({ zeroSeconds: 1.5 });
  video.load();
  await playback.open(request({ atSeconds: 2 }));
  expect(video.soughtSeconds.at(-1)).toBeCloseTo(3.52);
  expect(shownIndex()).toBe(50);
});

test('steps that come faster than pictures are all counted, and what is marked is where they lead', async () => {
  const { video, playback, shownIndex } = loaded();
  video.load();
  await playback.open(request());
  for (let press = 0; press < 7; press += 1) {
    playback.stepFrames(1);
  }
  playback.stepFrames(-2);
  expect(Math.round(playback.frame.startSeconds * 25)).toBe(5);
  await until(shownIndex, 5);
});

test('seeks that come while one is under way replace each other', async () => {
  const { video, playback, shownIndex } = loaded();
  video.load();
  await playback.open(request());
  const before = video.soughtSeconds.length;
  for (let index = 1; index <= 50; index += 1) {
    playback.seek(index / 10);
  }
  await until(shownIndex, 125);
  expect(video.soughtSeconds.length - before).toBeLessThan(6);
});

test('plays all frames of a span, none after it, says that it has ended, and plays on when asked', async () => {
  const { video, playback, states, shownIndex } = loaded();
  video.load();
  await playback.open(request({ range, isPlaying: true }));
  video.run();
  expect(video.paused).toBe(true);
  await until(shownIndex, 74);
  expect(video.shownSeconds.every((seconds) => seconds > 1.99 && seconds < 2.99)).toBe(true);
  expect(states).toEqual(['playing 1', 'ended 0']);
  playback.play();
  await until(() => video.paused, false);
  video.run(50);
  expect(shownIndex()).toBeGreaterThan(100);
});

test('goes round a span that is looped', async () => {
  const { video, playback, shownIndex } = loaded({ loopSpan: range });
  video.load();
  await playback.open(request({ range, isPlaying: true }));
  video.run();
  await until(shownIndex, 50);
  await until(() => video.paused, false);
});

test('L and J go to 8 times in their direction; the other key begins anew', async () => {
  const { video, playback, states } = loaded();
  video.load();
  await playback.open(request({ atSeconds: 9 }));
  for (const direction of [1, 1, 1, 1, 1, -1, -1] as const) {
    playback.shuttle(direction);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const speeds = states.filter((state) => state.startsWith('playing')).map((state) => Number(state.slice(8)));
  expect(speeds).toEqual([1, 2, 4, 8, 8, -1, -2]);
  playback.pause();
});

test('a file without a picture, and one that fails, are told', () => {
  const silent = loaded();
  silent.video.videoWidth = 0;
  silent.video.load();
  expect(silent.onNoPicture).toHaveBeenCalledOnce();
  const broken = loaded();
  broken.video.say('error');
  expect(broken.onNoPicture).toHaveBeenCalledOnce();
});

test('leaves nothing behind', async () => {
  const { video, playback, onNoPicture, frames } = loaded();
  video.load();
  await playback.open(request({ isPlaying: true }));
  playback.dispose();
  const count = frames.length;
  video.say('error');
  video.tell(3);
  expect([onNoPicture.mock.calls, frames.length, video.paused]).toEqual([[], count, true]);
});
