import type { TrackKey } from '../../contract/tracks.ts';
import { mix, mixBoxes } from './held-track.ts';

/** Largest error of any edge of a box, of the frame's side: half of what may be lost altogether. */
const edgeTolerance = 0.005;
const confidenceTolerance = 0.15;

/**
 * Leaves out keys that the others tell: joined linearly, no edge of a box is off by more than half a hundredth of the
 * frame. Keys by hand, corrections and the ends of stretches in one state stay as they are.
 */
export function simplifyKeys(keys: readonly TrackKey[]): TrackKey[] {
  const kept: TrackKey[] = [];
  for (let start = 0; start < keys.length;) {
    let end = start;
    while (end + 1 < keys.length && keys[end + 1]!.state === keys[start]!.state) end += 1;
    const stretch = keys.slice(start, end + 1);
    kept.push(...(stretch[0]!.state === 'lost' ? lostEnds(stretch, end + 1 === keys.length) : joinedLinearly(stretch)));
    start = end + 1;
  }
  return kept;
}

/** Nothing is claimed while it is lost: its beginning tells all, and the end where the track ends with it. */
function lostEnds(stretch: readonly TrackKey[], isLast: boolean): TrackKey[] {
  return stretch.filter((key, index) => index === 0 || isKeptAnyway(key) || (isLast && index === stretch.length - 1));
}

function isKeptAnyway({ isByHand, replacedBox }: TrackKey): boolean {
  return isByHand || replacedBox !== undefined;
}

/** Ramer, Douglas, Peucker: the key that is furthest off splits a stretch, until none is too far off. */
function joinedLinearly(keys: readonly TrackKey[]): TrackKey[] {
  const isKept = new Uint8Array(keys.length);
  isKept[0] = isKept[keys.length - 1] = 1;
  const open: [number, number][] = [];
  let from = 0;
  for (let index = 1; index < keys.length; index += 1) {
    if (isKeptAnyway(keys[index]!) || index === keys.length - 1) {
      isKept[index] = 1;
      open.push([from, index]);
      from = index;
    }
  }
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [first, last] = span;
    const worst = worstBetween(keys, first, last);
    if (worst !== null) {
      isKept[worst] = 1;
      open.push([first, worst], [worst, last]);
    }
  }
  return keys.filter((_key, index) => isKept[index] === 1);
}

function worstBetween(keys: readonly TrackKey[], first: number, last: number): number | null {
  let worst: number | null = null;
  let largest = 1;
  for (let index = first + 1; index < last; index += 1) {
    const error = errorAt(keys[index]!, keys[first]!, keys[last]!);
    if (error > largest) {
      largest = error;
      worst = index;
    }
  }
  return worst;
}

/** Of what is allowed: above 1 it is too much. */
function errorAt({ timeSeconds, box, confidence }: TrackKey, a: TrackKey, b: TrackKey): number {
  const share = (timeSeconds - a.timeSeconds) / (b.timeSeconds - a.timeSeconds);
  const joined = mixBoxes(a.box, b.box, share);
  const edge = Math.max(
    Math.abs(box.x - joined.x),
    Math.abs(box.y - joined.y),
    Math.abs(box.x + box.width - joined.x - joined.width),
    Math.abs(box.y + box.height - joined.y - joined.height),
  );
  const doubt = Math.abs(confidence - mix(a.confidence, b.confidence, share));
  return Math.max(edge / edgeTolerance, doubt / confidenceTolerance);
}
