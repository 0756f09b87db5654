import { videoIdSchema, type VideoId } from '../../electron/contract/ids.ts';
import type { Result } from '../../electron/contract/index.ts';
import type { VideoSummary } from '../../electron/contract/library.ts';

export const videoId = (id: string): VideoId => videoIdSchema.parse(id);

/** A clip that is indexed, with whatever a test cares about put over it. */
export function clipOf(id: string, over: Partial<VideoSummary> = {}): VideoSummary {
  return {
    videoId: videoId(id),
    title: `${id}.mp4`,
    durationSeconds: 75,
    widthPixels: 1920,
    heightPixels: 1080,
    codec: 'h264',
    rate: { num: 25, den: 1 },
    isVariableRate: false,
    startTimecode: null,
    state: 'done',
    isOffline: false,
    failure: null,
    copyCount: 1,
    sizeBytes: 1_000_000,
    addedAtMs: 0,
    modifiedAtMs: null,
    sprite: null,
    ...over,
  };
}

/** A window of these clips, as `library.list` answers. */
export function windowOf(
  clips: readonly VideoSummary[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Result<'library.list'> {
  return {
    videos: clips.slice(offset, offset + limit),
    totalCount: clips.length,
    countByState: { new: 0, queued: 0, indexing: 0, searchable: 0, done: clips.length, failed: 0 },
    offlineCount: 0,
    roots: [],
  };
}
