import { describe, expect, test } from 'vitest';
import type { VideoListRow } from '../../../../../electron/engine/store/queries/video.ts';
import { videoSummaryOf } from '../../../../../electron/engine/library/video-summary.ts';

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
  state: 'new',
  modifiedAtMs: null,
  keyFramesState: null,
  fullState: null,
  jobFailure: null,
};

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
    expect(videoSummaryOf({ ...row, probeJson }, null)).toMatchObject({
      widthPixels: 1080,
      heightPixels: 1920,
      codec: 'hevc',
      rate: { num: 30000, den: 1001 },
      isVariableRate: true,
      startTimecode: '01:00:00:00',
    });
  });

  test('shows less of a probe that another version has kept', () => {
    expect(videoSummaryOf({ ...row, probeJson: '{"frames": 3}' }, null)).toMatchObject({
      widthPixels: null,
      rate: null,
    });
  });

  test('calls a video offline when no copy can be opened', () => {
    expect(videoSummaryOf({ ...row, onlineCopyCount: 0 }, null).isOffline).toBe(true);
  });
});
