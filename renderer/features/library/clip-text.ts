import type { JobSummary } from '../../../electron/contract/jobs.ts';
import type { VideoSummary } from '../../../electron/contract/library.ts';
import { formatClockTime } from '../../../electron/contract/time/clock-time.ts';
import { frameRateName } from '../../../electron/contract/time/frame-rate.ts';
import { errorText } from '../../lib/error-text.ts';
import { t } from '../../lib/messages.svelte.ts';

/** `1:15`; nothing while the length is unknown. */
export function durationText({ durationSeconds }: VideoSummary): string {
  return durationSeconds === null ? '' : formatClockTime(durationSeconds);
}

/** `1920 × 1080`; nothing while it is unknown. */
export function pictureSizeText({ widthPixels, heightPixels }: VideoSummary): string {
  return widthPixels === null || heightPixels === null ? '' : `${widthPixels} × ${heightPixels}`;
}

/** `25 fps`, or that the rate changes; nothing while it is unknown. */
export function rateText({ rate, isVariableRate }: VideoSummary): string {
  if (isVariableRate) {
    return t('library.variableRate');
  }
  return rate === null || rate.num <= 0 || rate.den <= 0 ? '' : t('library.rate', { rate: frameRateName(rate) });
}

/** Where a clip stands, in words: with how much is done and left while it is indexed, and why when it failed. */
export function stateText(video: VideoSummary, job: JobSummary | null): string {
  if (video.state === 'failed') {
    return video.failure === null ? t('library.state.failed') : errorText(video.failure.code);
  }
  if (video.state !== 'indexing' || job === null) {
    return t(`library.state.${video.state}`);
  }
  const percent = percentOf(job);
  if (percent === null) {
    return t('library.state.indexing');
  }
  return job.remainingSeconds === null
    ? t('library.indexingShare', { percent })
    : t('library.indexingLeft', { percent, left: leftText(job.remainingSeconds) });
}

/** Whole percent of the stage that is done; null while unknown. */
export function percentOf({ doneSeconds, totalSeconds }: JobSummary): number | null {
  return totalSeconds === null || totalSeconds <= 0
    ? null
    : Math.max(0, Math.min(100, Math.floor((doneSeconds / totalSeconds) * 100)));
}

function leftText(seconds: number): string {
  if (seconds < 60) {
    return t('library.leftSeconds', { count: Math.max(1, Math.ceil(seconds)) });
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 120
    ? t('library.leftMinutes', { count: minutes })
    : t('library.leftHours', { count: Math.round(minutes / 60) });
}
