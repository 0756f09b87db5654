import type { Box } from '../../electron/contract/time-range.ts';
import type { TrackHead, TrackKey, TrackSet } from '../../electron/contract/tracks.ts';
import { unpackKeys } from '../../electron/contract/track-keys.ts';

export interface KeyedTrack extends TrackHead {
  /** Rising in time. */
  readonly keys: readonly TrackKey[];
  /** 0..1: the highest of its keys; 1 where a person drew one. */
  readonly bestConfidence: number;
}

/** What a track says of one moment. */
export interface SeenBox {
  readonly box: Box;
  /** 0..1 */
  readonly confidence: number;
  /** The box is then where it was last seen; nothing is claimed. */
  readonly isLost: boolean;
  /** Drawn by hand at this very moment. */
  readonly isByHand: boolean;
}

/** Frame times that were rounded by a container differ by less than that. */
const sameMomentSeconds = 0.001;

/** The tracks of a set, each with its keys. */
export function keyedTracks({ tracks, keys: block }: TrackSet): KeyedTrack[] {
  const keys = unpackKeys(block);
  let start = 0;
  return tracks.map((head) => {
    const own = keys.slice(start, start + head.keyCount);
    start += head.keyCount;
    const bestConfidence = own.reduce((best, { confidence }) => Math.max(best, confidence), 0);
    return { ...head, keys: own, bestConfidence };
  });
}

/** Where the thing is at a moment: joined linearly between keys; null outside the track's range. */
export function boxAt({ keys, range }: Pick<KeyedTrack, 'keys' | 'range'>, seconds: number): SeenBox | null {
  const index = lastKeyAt(keys, seconds + sameMomentSeconds);
  const key = keys[index];
  if (key === undefined || seconds > range.endSeconds - sameMomentSeconds) {
    return null;
  }
  const isLost = key.state === 'lost';
  const isByHand = key.isByHand && Math.abs(key.timeSeconds - seconds) <= sameMomentSeconds;
  const next = keys[index + 1];
  if (isLost || next === undefined) {
    return { box: key.box, confidence: key.confidence, isLost, isByHand };
  }
  const share = Math.max(0, (seconds - key.timeSeconds) / (next.timeSeconds - key.timeSeconds));
  const between = (from: number, to: number): number => from + (to - from) * share;
  return {
    box: {
      x: between(key.box.x, next.box.x),
      y: between(key.box.y, next.box.y),
      width: between(key.box.width, next.box.width),
      height: between(key.box.height, next.box.height),
    },
    confidence: between(key.confidence, next.confidence),
    isLost,
    isByHand,
  };
}

/** Middles of the boxes of the last moments, oldest first; a lost part begins a new line. */
export function trailOf(
  track: KeyedTrack,
  seconds: number,
  lengthSeconds: number,
): readonly (readonly { readonly x: number; readonly y: number }[])[] {
  const { keys } = track;
  const lines: { x: number; y: number }[][] = [[]];
  const now = boxAt(track, seconds);
  for (let index = Math.max(0, lastKeyAt(keys, seconds - lengthSeconds)); index < keys.length; index += 1) {
    const key = keys[index]!;
    if (key.timeSeconds > seconds) {
      break;
    }
    if (key.state === 'lost') {
      lines.push([]);
    } else {
      lines.at(-1)!.push(middleOf(key.box));
    }
  }
  if (now !== null && !now.isLost) {
    lines.at(-1)!.push(middleOf(now.box));
  }
  return lines.filter((line) => line.length > 1);
}

/** The smallest of the boxes that a point (shares of the frame) lies in; of equals the last, which is drawn on top. */
export function hitBox<T extends { readonly box: Box }>(
  boxes: readonly T[],
  { x, y }: { readonly x: number; readonly y: number },
): T | null {
  let best: T | null = null;
  for (const one of boxes) {
    const { box } = one;
    const isInside = x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
    if (isInside && (best === null || areaOf(box) <= areaOf(best.box))) {
      best = one;
    }
  }
  return best;
}

/** A colour that is a track's own as long as it has its id; bright enough for dark and light pictures with a dark edge. */
export function trackColour(trackId: string): string {
  let hash = 0;
  for (const letter of trackId) {
    hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  }
  return `hsl(${(hash * 137.508) % 360}deg 90% 65%)`;
}

/** The last key that is not after a moment; -1 before the first. */
function lastKeyAt(keys: readonly TrackKey[], seconds: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]!.timeSeconds <= seconds) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

function areaOf({ width, height }: Box): number {
  return width * height;
}

function middleOf({ x, y, width, height }: Box): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}
