import type { TimeRange } from '../../contract/time-range.ts';
import { maxKeyCount } from '../../contract/track-keys.ts';
import { keyIndexAt, type HeldTrack } from './held-track.ts';

const mostTracks = 2000;

export interface TracksInRange {
  readonly tracks: readonly HeldTrack[];
  readonly isTruncated: boolean;
}

/** Tracks that touch a range (null: all), with the keys in it and one more on either side, as many as one answer holds. */
export function tracksInRange(tracks: readonly HeldTrack[], range: TimeRange | null): TracksInRange {
  const touching = range === null ? tracks : tracks.filter((track) => touches(track, range));
  const told: HeldTrack[] = [];
  let keyCount = 0;
  for (const track of touching) {
    const keys = range === null ? track.keys : keysAround(track, range);
    keyCount += keys.length;
    if (told.length >= mostTracks || keyCount > maxKeyCount) return { tracks: told, isTruncated: true };
    told.push({ ...track, keys });
  }
  return { tracks: told, isTruncated: false };
}

function touches({ range }: HeldTrack, { startSeconds, endSeconds }: TimeRange): boolean {
  return range.startSeconds < endSeconds && range.endSeconds > startSeconds;
}

function keysAround({ keys }: HeldTrack, { startSeconds, endSeconds }: TimeRange): HeldTrack['keys'] {
  const first = Math.max(0, keyIndexAt(keys, startSeconds));
  return keys.slice(first, Math.max(first, keyIndexAt(keys, endSeconds)) + 2);
}
