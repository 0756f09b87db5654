import type { VideoSummary } from '../../contract/library.ts';
import type { SpriteLayout } from '../../contract/timeline.ts';
import type { ShownFacts, VideoListRow } from '../store/queries/video.ts';

/** A video as the page sees it. */
export function videoSummaryOf(row: VideoListRow, sprite: SpriteLayout | null): VideoSummary {
  return {
    videoId: row.videoId,
    title: row.title,
    durationSeconds: row.durationSeconds,
    widthPixels: count(row.displayedWidth),
    heightPixels: count(row.displayedHeight),
    codec: text(row.codec),
    rate: rateOf(row),
    isVariableRate: row.isVariableRate === 1,
    startTimecode: text(row.startTimecode),
    state: row.state,
    isOffline: row.onlineCopyCount === 0,
    failure: row.failure ?? row.jobFailure,
    copyCount: row.copyCount,
    sizeBytes: row.sizeBytes,
    addedAtMs: row.addedAtMs,
    modifiedAtMs: row.modifiedAtMs,
    sprite,
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const count = (value: unknown): number | null =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null;

function rateOf({ rateNum, rateDen }: ShownFacts): VideoSummary['rate'] {
  return Number.isSafeInteger(rateNum) && Number.isSafeInteger(rateDen)
    ? { num: Number(rateNum), den: Number(rateDen) }
    : null;
}
