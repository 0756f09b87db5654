import type { Box } from '../../../contract/time-range.ts';
import type { CoveringRow } from '../channel.ts';

/** A key position of a tracklet: between two of them the box is joined linearly. */
export interface TrackletKey {
  readonly timeSeconds: number;
  readonly box: Box;
  /** 0..1, as the detector gave it; 0 where the place was bridged. */
  readonly score: number;
}

/** The part of one tracklet that lies in a block. */
export interface TrackletRow extends CoveringRow {
  readonly kind: 'tracklet';
  /** Unique in the video, and the same in every block that the tracklet runs through. */
  readonly trackNumber: number;
  readonly className: string;
  /** Whether it goes on from the block before, and whether it may into the block after: it does where that has its number. */
  readonly isContinued: boolean;
  readonly continues: boolean;
  /** Rising in time, at least one; the first at `startSeconds`. */
  readonly keys: readonly TrackletKey[];
}

/** How the camera moved: where the scene of the start of the video lies in the picture. */
export interface CameraPathKey {
  readonly timeSeconds: number;
  /** Sum of the scene's shifts so far, in widths and heights of the frame; a camera that pans right has falling x. */
  readonly x: number;
  readonly y: number;
  /** How much larger the scene is shown than at the start; 1 is the same. */
  readonly scale: number;
}

export interface CameraPathRow extends CoveringRow {
  readonly kind: 'camera';
  /** Rising in time, at least one. A cut begins a new path at 0, 0, 1. */
  readonly keys: readonly CameraPathKey[];
}

export type TrackRow = TrackletRow | CameraPathRow;
