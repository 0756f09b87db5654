import { expect, test, vi } from 'vitest';
import { SpanPlayback } from '../../../../../renderer/features/player/span-playback.ts';
import { ClockworkVideo } from '../../../../helpers/clockwork-video.ts';

const range = { startSeconds: 2, endSeconds: 3 };

function playing(frameSeconds = 0.04) {
  const video = new ClockworkVideo(frameSeconds);
  const events = { onReport: vi.fn(), onFail: vi.fn() };
  const playback = new SpanPlayback(video.asVideo, range, events);
  return { video, playback, ...events };
}

test.each([0.04, 1 / 30, 1001 / 24000, 1 / 60])(
  'with frames of %d s, shows all frames of the span and no other',
  (step) => {
    const { video, onReport } = playing(step);
    video.load();
    video.run();
    const shown = video.shownSeconds.slice(1);
    expect(video.paused).toBe(true);
    expect(shown.every((seconds) => seconds > range.startSeconds && seconds < range.endSeconds)).toBe(true);
    expect(range.endSeconds - shown.at(-1)!).toBeLessThanOrEqual(step + 0.003);
    expect(video.currentTime).toBeLessThan(range.endSeconds);
    expect(onReport.mock.calls.map(([kind]) => kind)).toEqual(['playing', 'ended']);
  },
);

test('starts at once in a video that is loaded already', () => {
  const video = new ClockworkVideo(0.04);
  video.readyState = 4;
  new SpanPlayback(video.asVideo, range, { onReport: vi.fn(), onFail: vi.fn() });
  expect([video.currentTime, video.paused]).toEqual([2, false]);
});

test('plays the span again from its start', () => {
  const { video, playback } = playing();
  video.load();
  video.run();
  const firstCount = video.shownSeconds.length;
  playback.replay();
  video.run();
  expect(video.shownSeconds.length).toBe(2 * firstCount);
  expect(video.paused).toBe(true);
});

test.each([true, false])('is not ended by the frame that stood there before it was played again', (seeking) => {
  const { video, playback } = playing();
  video.load();
  video.run();
  playback.replay();
  video.seeking = seeking;
  video.tell(2.96);
  expect(video.paused).toBe(false);
});

test('stops in a page in the background too, where no frames are told', () => {
  const { video, onReport } = playing();
  video.load();
  video.currentTime = 2.5;
  Object.defineProperty(video, 'currentTime', { value: 3.2, writable: true });
  video.say('timeupdate');
  expect(video.paused).toBe(true);
  expect(video.currentTime).toBeLessThan(3);
  expect(onReport).toHaveBeenLastCalledWith('ended');
});

test('comes back when the clock ran ahead of the last frame', () => {
  const { video } = playing();
  video.load();
  video.clockLeadSeconds = 0.1;
  video.run();
  expect(video.currentTime).toBeLessThan(3);
  video.clockLeadSeconds = 0.1;
  video.say('pause');
  expect([video.paused, video.currentTime < 3]).toEqual([true, true]);
});

test('lets go of who moves out of the span', () => {
  const { video } = playing();
  video.load();
  video.currentTime = 5;
  video.run(50);
  expect(video.paused).toBe(false);
});

test('lets go of who plays on from its end', () => {
  const { video } = playing();
  video.load();
  video.run();
  void video.play();
  video.run(50);
  expect([video.paused, video.currentTime > 4]).toEqual([false, true]);
});

test('holds again who comes back into the span', () => {
  const { video } = playing();
  video.load();
  video.currentTime = 5;
  video.currentTime = 2.5;
  video.run();
  expect(video.paused).toBe(true);
  expect(video.currentTime).toBeLessThan(3);
});

test('fails where only the sound plays', () => {
  const { video, onFail } = playing();
  video.videoWidth = 0;
  video.load();
  expect(onFail).toHaveBeenCalledOnce();
  expect(video.paused).toBe(true);
});

test('fails when the element does', () => {
  const { video, onFail } = playing();
  video.say('error');
  expect(onFail).toHaveBeenCalledOnce();
});

test('stands ready where the browser will not start by itself', async () => {
  const video = new ClockworkVideo(0.04);
  const onReport = vi.fn();
  video.play = () => Promise.reject(new DOMException('no gesture', 'NotAllowedError'));
  new SpanPlayback(video.asVideo, range, { onReport, onFail: vi.fn() });
  video.load();
  await vi.waitFor(() => expect(onReport).toHaveBeenCalledWith('paused'));
  expect(video.currentTime).toBe(2);
});

test('leaves nothing behind', () => {
  const { video, playback, onReport, onFail } = playing();
  video.load();
  playback.dispose();
  onReport.mockClear();
  video.say('error');
  video.say('play');
  video.currentTime = 0;
  video.paused = false;
  video.run(200);
  expect([onReport.mock.calls, onFail.mock.calls, video.paused]).toEqual([[], [], false]);
});
