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
  startTimecode: null,
  displayedWidth: null,
  displayedHeight: null,
  codec: null,
  rateNum: null,
  rateDen: null,
  isVariableRate: null,
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
  test('takes nothing from a probe that is not what it should be', () => {
    const strange = {
      displayedWidth: -2,
      displayedHeight: '7',
      codec: 5,
      rateNum: 25,
      rateDen: 1.5,
      isVariableRate: 'x',
    };
    expect(videoSummaryOf({ ...row, ...strange }, null)).toMatchObject({
      widthPixels: null,
      heightPixels: null,
      codec: null,
      rate: null,
      isVariableRate: false,
    });
  });

  test('calls a video offline when no copy can be opened', () => {
    expect(videoSummaryOf({ ...row, onlineCopyCount: 0 }, null).isOffline).toBe(true);
  });
});
