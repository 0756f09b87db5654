import { describe, expect, test, vi } from 'vitest';
import { videoIdSchema } from '../../../../electron/contract/ids.ts';
import type { VideoSummary } from '../../../../electron/contract/library.ts';
import { ClipFrames } from '../../../../renderer/state/clip-frames.ts';
import { MarkEdits } from '../../../../renderer/state/mark-edits.ts';
import { UndoHistory } from '../../../../renderer/state/undo-history.svelte.ts';
import { ViewerSession, type Transport } from '../../../../renderer/state/viewer-session.svelte.ts';
import { clipOf } from '../../../helpers/clips.ts';
import { loopback } from '../../../helpers/loopback.ts';

const videoId = videoIdSchema.parse('video-1');
const video = clipOf('video-1', { title: 'clip.mp4', durationSeconds: 130 });
const range = { startSeconds: 2, endSeconds: 3 };

function viewerOf(shown: VideoSummary = video) {
  return new ViewerSession(loopback({ 'library.show': async () => shown }), async () => true);
}

function transport() {
  return { open: vi.fn(async () => {}), seek: vi.fn(), play: vi.fn(), pause: vi.fn() } satisfies Transport;
}

describe('ViewerSession', () => {
  test('tells the player what is open when it comes, and again for every request in the same clip', () => {
    const viewer = viewerOf();
    const player = transport();
    viewer.open({ videoId, title: 'clip.mp4', range });
    viewer.attach(player);
    viewer.open({ videoId, title: 'clip.mp4', range });
    expect(player.open).toHaveBeenCalledTimes(2);
    expect(player.open).toHaveBeenLastCalledWith(viewer.request);
  });

  test('another clip is not played by the player of the one before', () => {
    const viewer = viewerOf();
    const player = transport();
    viewer.open({ videoId, title: 'clip.mp4' });
    viewer.attach(player);
    viewer.open({ videoId: videoIdSchema.parse('video-2'), title: 'other.mp4' });
    expect(player.open).toHaveBeenCalledTimes(1);
  });

  test('a clip that the library knows to be offline is not even tried', async () => {
    const viewer = viewerOf({ ...video, isOffline: true });
    viewer.open({ videoId, title: 'clip.mp4' });
    await vi.waitFor(() => expect(viewer.source.status).toEqual({ kind: 'offline' }));
  });

  test('the span is in to out where a mark is set, otherwise the one that was opened', async () => {
    const viewer = viewerOf();
    viewer.open({ videoId, title: 'clip.mp4', range });
    await vi.waitFor(() => expect(viewer.video).not.toBeNull());
    expect(viewer.markedSpan).toEqual(range);
    viewer.setMarks({ inSeconds: 5, outSeconds: null });
    expect(viewer.markedSpan).toEqual({ startSeconds: 5, endSeconds: 130 });
    viewer.setMarks({ inSeconds: null, outSeconds: 7 });
    expect(viewer.markedSpan).toEqual({ startSeconds: 0, endSeconds: 7 });
  });
});

describe('MarkEdits', () => {
  test('an in point after the out point takes that away; all is undone and done again', async () => {
    const viewer = viewerOf();
    viewer.open({ videoId, title: 'clip.mp4' });
    const history = new UndoHistory();
    const edits = new MarkEdits(viewer, history);
    await edits.set({ inSeconds: 1 }, 'Marks');
    await edits.set({ outSeconds: 4 }, 'Marks');
    expect(viewer.marks).toEqual({ inSeconds: 1, outSeconds: 4 });
    await edits.set({ inSeconds: 6 }, 'Marks');
    expect(viewer.marks).toEqual({ inSeconds: 6, outSeconds: null });
    await history.undo();
    expect(viewer.marks).toEqual({ inSeconds: 1, outSeconds: 4 });
    await history.redo();
    expect(viewer.marks).toEqual({ inSeconds: 6, outSeconds: null });
  });
});

describe('ClipFrames', () => {
  test('asks for the frames of a clip of variable rate a minute at a time, each once', async () => {
    const asked: number[] = [];
    const frames = new ClipFrames(
      loopback({
        'timeline.frames': async ({ range: { startSeconds } }) => {
          asked.push(startSeconds);
          return { frameSeconds: Float64Array.of(startSeconds + 0.5, startSeconds + 59) };
        },
      }),
      videoId,
    );
    frames.learn({ ...video, isVariableRate: true });
    await frames.ensure(30);
    await frames.ensure(31);
    expect(asked).toEqual([0]);
    await frames.ensure(58);
    expect(asked).toEqual([0, 60]);
    expect(frames.grid.stepped(30, 2).startSeconds).toBe(60.5);
  });

  test('counts the frames of a constant rate without asking', async () => {
    const frames = new ClipFrames(loopback({}), videoId);
    frames.learn(video);
    await frames.ensure(3);
    expect(frames.grid.frameAt(3.05).startSeconds).toBeCloseTo(3.04);
  });
});
