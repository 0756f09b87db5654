import type { Box } from '../../../contract/time-range.ts';
import { mixBoxes } from './boxes.ts';
import { placeAt } from './camera-path.ts';
import type { CameraPathRow, TrackletKey, TrackletRow, TrackRow } from './rows.ts';

/** Sample k is at (k + 0.5) / 4 s and stands for [k / 4, (k + 1) / 4) s, whatever the rows begin with. */
export const SAMPLES_PER_SECOND = 4;
/** Where the shape of the picture is not known. */
const USUAL_ASPECT = 16 / 9;
/** A path that begins here after one that ended elsewhere began with a cut. */
const SAME_PLACE = 1e-3;
/** What begins or ends this close to the edge of a shot began or ended with it. */
const SHOT_EDGE_SAMPLES = 2;
const SLACK_SAMPLES = 0.01;
/** What goes on in a block is seen within its first samples. */
const GOES_ON_SECONDS = 1;

/** One thing at even times. Lengths are in heights of the frame; arrays hold samples [from, to). */
export interface SampledTrack {
  readonly trackNumber: number;
  readonly className: string;
  readonly from: number;
  readonly to: number;
  readonly left: Float64Array;
  readonly top: Float64Array;
  readonly right: Float64Array;
  readonly bottom: Float64Array;
  /** Whether it began, or ended, while the same shot went on. */
  readonly isBorn: boolean;
  readonly isGone: boolean;
}

/** Samples [from, to) without a cut. */
export interface SampledShot {
  readonly from: number;
  readonly to: number;
}

/** Everything through time in samples [from, to), and where the camera stood (see `CameraPathKey`). */
export interface SampledScene extends SampledShot {
  /** Width of the frame in its heights. */
  readonly aspect: number;
  readonly camera: { readonly x: Float64Array; readonly y: Float64Array; readonly scale: Float64Array };
  readonly shots: readonly SampledShot[];
  readonly tracks: readonly SampledTrack[];
}

export interface SampleOptions {
  /** Width by height of the frame as displayed; null where it is not known. */
  readonly aspect: number | null;
}

interface TrackContext {
  readonly width: number;
  readonly shots: readonly SampledShot[];
  readonly end: number;
}

/** Rows of blocks that follow each other, in the order of time, at even times. */
export function sampledScene(rows: readonly TrackRow[], { aspect }: SampleOptions): SampledScene {
  const width = aspect ?? USUAL_ASPECT;
  const from = rows.reduce((least, { startSeconds }) => Math.min(least, firstSample(startSeconds)), Infinity);
  const end = rows.reduce((most, { endSeconds }) => Math.max(most, lastSample(endSeconds)), 0);
  const whole = rows.length === 0 ? { from: 0, to: 0 } : { from, to: end };
  const shots = shotsOf(rows, whole);
  const byNumber = Map.groupBy(rows.filter(isTracklet), ({ trackNumber }) => trackNumber);
  return {
    aspect: width,
    ...whole,
    camera: cameraPlaces(rows.filter(isPath), whole),
    shots,
    tracks: Array.from(byNumber.values(), (parts) => sampledTrack(parts, { shots, width, end })),
  };
}

const isTracklet = (row: TrackRow): row is TrackletRow => row.kind === 'tracklet';
const isPath = (row: TrackRow): row is CameraPathRow => row.kind === 'camera';
const firstSample = (seconds: number) => Math.floor(seconds * SAMPLES_PER_SECOND + SLACK_SAMPLES);
const lastSample = (seconds: number) => Math.ceil(seconds * SAMPLES_PER_SECOND - SLACK_SAMPLES);
const middleOf = (sample: number) => (sample + 0.5) / SAMPLES_PER_SECOND;

/**
 * A cut begins a path anew. So does a block, from where the camera stood; where it never moved, the two look alike unless
 * something goes on.
 */
function shotsOf(rows: readonly TrackRow[], whole: SampledShot): SampledShot[] {
  const paths = rows.filter(isPath);
  const cuts = paths.slice(1).filter((path, index) => {
    const [before, first] = [paths[index]!.keys.at(-1)!, path.keys[0]!];
    const isAtStart = first.x === 0 && first.y === 0 && first.scale === 1;
    const wasAtStart = Math.hypot(before.x, before.y, before.scale - 1) < SAME_PLACE;
    return isAtStart && !(wasAtStart && rows.some((row) => goesOnAt(row, path.startSeconds)));
  });
  const edges = [whole.from, ...cuts.map(({ startSeconds }) => firstSample(startSeconds)), whole.to];
  return edges.slice(1).map((to, index) => ({ from: edges[index]!, to }));
}

function goesOnAt(row: TrackRow, seconds: number): boolean {
  return row.kind === 'tracklet' && row.isContinued && Math.abs(row.startSeconds - seconds) < GOES_ON_SECONDS;
}

function cameraPlaces(paths: readonly CameraPathRow[], { from, to }: SampledShot) {
  const places = {
    x: new Float64Array(to - from),
    y: new Float64Array(to - from),
    scale: new Float64Array(to - from).fill(1),
  };
  for (const [index, { startSeconds, endSeconds, keys }] of paths.entries()) {
    const next = paths[index + 1];
    // Up to the next path, so that no sample between two blocks stands elsewhere.
    const end = next === undefined ? to : firstSample(Math.max(endSeconds, next.startSeconds));
    for (let sample = index === 0 ? from : firstSample(startSeconds); sample < end; sample += 1) {
      const place = placeAt(keys, middleOf(sample));
      places.x[sample - from] = place.x;
      places.y[sample - from] = place.y;
      places.scale[sample - from] = place.scale;
    }
  }
  return places;
}

function sampledTrack(parts: readonly TrackletRow[], context: TrackContext): SampledTrack {
  const { width, shots, end } = context;
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const keys = parts.flatMap((part) => part.keys);
  const from = firstSample(first.startSeconds);
  const to = Math.max(from + 1, lastSample(last.endSeconds));
  const count = to - from;
  const sides = {
    left: new Float64Array(count),
    top: new Float64Array(count),
    right: new Float64Array(count),
    bottom: new Float64Array(count),
  };
  let key = 0;
  for (let index = 0; index < count; index += 1) {
    const seconds = middleOf(from + index);
    while (key + 1 < keys.length && keys[key + 1]!.timeSeconds <= seconds) {
      key += 1;
    }
    const { x, y, width: across, height } = boxBetween(keys[key]!, keys[key + 1], seconds);
    sides.left[index] = x * width;
    sides.right[index] = (x + across) * width;
    sides.top[index] = y;
    sides.bottom[index] = y + height;
  }
  const shot = shots.find((each) => from >= each.from && from < each.to) ?? { from: 0, to: end };
  const goesOn = last.continues && to >= end - SHOT_EDGE_SAMPLES;
  return {
    trackNumber: first.trackNumber,
    className: first.className,
    from,
    to,
    ...sides,
    isBorn: !first.isContinued && from > shot.from + SHOT_EDGE_SAMPLES,
    isGone: !goesOn && to < shot.to - SHOT_EDGE_SAMPLES,
  };
}

function boxBetween(before: TrackletKey, after: TrackletKey | undefined, seconds: number): Box {
  const span = (after?.timeSeconds ?? 0) - before.timeSeconds;
  const share = (seconds - before.timeSeconds) / span;
  return after === undefined || !(share > 0) ? before.box : mixBoxes(before.box, after.box, Math.min(1, share));
}
