import type { VideoId } from '../../contract/ids.ts';
import type { Box } from '../../contract/time-range.ts';
import type { TrackKey } from '../../contract/tracks.ts';

/** A thing that indexing followed through one video. */
export interface IndexedTrack {
  readonly trackNumber: number;
  readonly className: string;
  /** Rising in time, at least one. */
  readonly keys: readonly { readonly timeSeconds: number; readonly box: Box; readonly score: number }[];
}

export interface IndexedTracksOfVideo {
  readonly generationKey: number;
  /** What found them, as in `yolox-nano@1`; null when it is not known. */
  readonly trackerId: string | null;
  readonly tracks: readonly IndexedTrack[];
}

/** Reads what indexing has found in a video; null while it has not been looked at. */
export type ReadIndexedTracks = (videoId: VideoId) => IndexedTracksOfVideo | null;

/** As a person's tracks are kept, so that both can be shown and changed alike. */
export function keysOfIndexed({ keys }: IndexedTrack, frameIndexAt: (timeSeconds: number) => number): TrackKey[] {
  return keys.map(({ timeSeconds, box, score }) => ({
    timeSeconds,
    frameIndex: frameIndexAt(timeSeconds),
    box,
    confidence: score,
    state: 'tracked',
    isByHand: false,
  }));
}
