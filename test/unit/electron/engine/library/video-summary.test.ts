import { describe, expect, test } from 'vitest';
import type { VideoListRow } from '../../../../../electron/engine/store/queries/video.ts';
import { videoState, videoSummaryOf } from '../../../../../electron/engine/library/video-summary.ts';

const row: VideoListRow = {
  videoKey: 1,
  videoId: 'v' as never,
  fingerprint: 'f',
  sizeBytes: 1,
  title: 'v.mp4',
  addedAtMs: 0,
  durationSeconds: 60,
  probeJson: null,
  failure: null,
  activeGenerationKey: null,
  copyCount: 1,
  onlineCopyCount: 1,
  activePass: null,
  isActiveComplete: false,
  keyFramesState: null,
  fullState: null,
  jobFailure: null,
};
const failure = { code: 'codec-unknown', message: 'No.', details: {} } as const;
const partial = { activeGenerationKey: 1, activePass: 'key-frames' } as const;
const keyFrames = { ...partial, isActiveComplete: true, keyFramesState: 'done' } as const;
const full = { ...keyFrames, activePass: 'full', fullState: 'done' } as const;

describe('videoState', () => {
  test.each<[string, Partial<VideoListRow>]>([
    ['new', {}],
    ['queued', { keyFramesState: 'queued', fullState: 'queued' }],
    ['queued', { keyFramesState: 'paused', fullState: 'queued' }],
    ['indexing', { keyFramesState: 'running', fullState: 'queued' }],
    ['indexing', { ...keyFrames, fullState: 'running' }],
    ['searchable', { ...partial, keyFramesState: 'queued' }],
    ['searchable', { ...keyFrames, fullState: 'queued' }],
    ['searchable', { ...keyFrames, fullState: 'failed', jobFailure: failure }],
    ['done', { ...keyFrames, fullState: 'skipped' }],
    ['done', full],
    ['failed', { keyFramesState: 'failed', fullState: 'skipped', jobFailure: failure }],
    ['failed', { failure }],
  ])('is %s with %j', (state, changes) => {
    expect(videoState({ ...row, ...changes })).toBe(state);
  });
});

describe('videoSummaryOf', () => {
  test('shows what the probe has kept', () => {
    const probeJson = JSON.stringify({
      startTimecode: '01:00:00:00',
      video: {
        displayedWidth: 1080,
        displayedHeight: 1920,
        codec: 'hevc',
        averageRate: { num: 30000, den: 1001 },
        isVariableRate: true,
      },
    });
    expect(videoSummaryOf({ ...row, probeJson })).toMatchObject({
      widthPixels: 1080,
      heightPixels: 1920,
      codec: 'hevc',
      rate: { num: 30000, den: 1001 },
      isVariableRate: true,
      startTimecode: '01:00:00:00',
    });
  });

  test('shows less of a probe that another version has kept', () => {
    expect(videoSummaryOf({ ...row, probeJson: '{"frames": 3}' })).toMatchObject({ widthPixels: null, rate: null });
  });

  test('calls a video offline when no copy can be opened', () => {
    expect(videoSummaryOf({ ...row, onlineCopyCount: 0 }).isOffline).toBe(true);
  });
});
