import type { TrackId } from '../../contract/ids.ts';
import type { Box } from '../../contract/time-range.ts';
import { packKeys, unpackKeys } from '../../contract/track-keys.ts';
import type { Track, TrackKey, TrackSet } from '../../contract/tracks.ts';

/** One track of a video, whatever it came from. */
export interface HeldTrack {
  readonly trackId: TrackId;
  readonly label: string;
  readonly origin: Track['origin'];
  readonly trackerId: string | null;
  readonly range: Track['range'];
  /** Whether a person has changed what indexing found. */
  readonly isCorrected: boolean;
  readonly revision: number;
  /** Rising in time, at least one. */
  readonly keys: readonly TrackKey[];
}

/** Two keys nearer than this are one: no frame is shown for so short a time. */
export const sameMomentSeconds = 0.001;

/** As it crosses the contract: heads, and all keys in one block. */
export function toTrackSet(tracks: readonly HeldTrack[]): TrackSet {
  return {
    tracks: tracks.map(({ keys, ...head }) => ({ ...head, keyCount: keys.length })),
    keys: packKeys(tracks.flatMap(({ keys }) => keys)),
  };
}

export function fromTrackSet({ tracks, keys: block }: TrackSet): HeldTrack[] {
  const keys = unpackKeys(block);
  let offset = 0;
  return tracks.map(({ keyCount, ...head }) => {
    const own = keys.slice(offset, offset + keyCount);
    offset += keyCount;
    return { ...head, keys: own };
  });
}

/** From the first key to the end of the frame of the last one. */
export function rangeOfKeys(keys: readonly TrackKey[], frameSeconds: number): Track['range'] {
  const first = keys[0]!.timeSeconds;
  return { startSeconds: first, endSeconds: Math.max(keys.at(-1)!.timeSeconds, first) + frameSeconds };
}

/** Index of the last key at or before a time; -1 before the first. */
export function keyIndexAt(keys: readonly TrackKey[], timeSeconds: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]!.timeSeconds <= timeSeconds + 1e-6) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What the keys say about a moment, joined linearly; null before the first and after the last key. */
export function keyAt(keys: readonly TrackKey[], timeSeconds: number): TrackKey | null {
  const index = keyIndexAt(keys, timeSeconds);
  const [before, after] = [keys[index], keys[index + 1]];
  if (before === undefined) return null;
  if (Math.abs(before.timeSeconds - timeSeconds) <= 1e-6) return before;
  if (after === undefined) return null;
  const share = (timeSeconds - before.timeSeconds) / (after.timeSeconds - before.timeSeconds);
  const { state } = before;
  return {
    timeSeconds,
    frameIndex: Math.round(mix(before.frameIndex, after.frameIndex, share)),
    box: state === 'lost' ? before.box : mixBoxes(before.box, after.box, share),
    confidence: state === 'lost' ? before.confidence : mix(before.confidence, after.confidence, share),
    state,
    isByHand: false,
  };
}

export function mixBoxes(a: Box, b: Box, share: number): Box {
  return {
    x: mix(a.x, b.x, share),
    y: mix(a.y, b.y, share),
    width: mix(a.width, b.width, share),
    height: mix(a.height, b.height, share),
  };
}

export function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/** Intersection over union; 0 for boxes without area. */
export function boxIou(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  const all = a.width * a.height + b.width * b.height - shared;
  return all > 0 ? shared / all : 0;
}
