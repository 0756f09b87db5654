import type { CameraMove } from '../../../contract/plan.ts';
import type { CoveringRow } from '../channel.ts';
import { ramp } from '../evidence-grid.ts';
import { joinCutRows, spansBetweenSamples } from '../sample-spans.ts';
import type { LookRow } from './rows.ts';

/** What the camera did in the stretch between two samples; NaN is unknown. Speeds in frames a second. */
export interface CameraSpan extends CoveringRow {
  readonly pan: number;
  readonly tilt: number;
  readonly zoom: number;
  /** The same, each the median with the stretch before and after: a single jolt is no pan. */
  readonly steadyPan: number;
  readonly steadyTilt: number;
  readonly steadyZoom: number;
  /** Mean change of speed from one stretch to the next, beyond what a steady movement has; frames a second. */
  readonly jitter: number;
}

/** Stretches on each side that say whether the camera shakes. */
const SHAKE_REACH = 2;

export function cameraSpansOf(rows: readonly LookRow[]): readonly CameraSpan[] {
  const spans = spansBetweenSamples(joinCutRows(rows, isSameMeasurement));
  const speeds = spans.map(({ row }) =>
    row === null ? [0, 0, 0] : [row.panRightPerSecond, row.tiltUpPerSecond, row.zoomInPerSecond],
  ) as [number, number, number][];
  return spans.map(({ startSeconds, endSeconds }, index) => {
    const [pan, tilt, zoom] = speeds[index]!;
    const around = speeds.slice(Math.max(0, index - 1), index + 2);
    const steady = (axis: 0 | 1 | 2) => medianKnown(around.map((speed) => speed[axis]));
    return {
      startSeconds,
      endSeconds,
      pan,
      tilt,
      zoom,
      steadyPan: Number.isNaN(pan) ? Number.NaN : steady(0),
      steadyTilt: Number.isNaN(tilt) ? Number.NaN : steady(1),
      steadyZoom: Number.isNaN(zoom) ? Number.NaN : steady(2),
      jitter: jitterAround(speeds, index),
    };
  });
}

function isSameMeasurement(a: LookRow, b: LookRow): boolean {
  return (
    Object.is(a.panRightPerSecond, b.panRightPerSecond) &&
    Object.is(a.tiltUpPerSecond, b.tiltUpPerSecond) &&
    Object.is(a.zoomInPerSecond, b.zoomInPerSecond) &&
    a.brightness === b.brightness &&
    a.contrast === b.contrast
  );
}

/** Half of the mean change of speed minus the drift: a steady pan has none, a camera that goes to and fro has it all. */
function jitterAround(speeds: readonly (readonly [number, number, number])[], index: number): number {
  const near = speeds
    .slice(Math.max(0, index - SHAKE_REACH), index + SHAKE_REACH + 1)
    .filter(([pan]) => !Number.isNaN(pan));
  if (near.length < 3 || Number.isNaN(speeds[index]![0])) {
    return Number.NaN;
  }
  let changes = 0;
  for (let k = 1; k < near.length; k++) {
    changes += Math.hypot(near[k]![0] - near[k - 1]![0], near[k]![1] - near[k - 1]![1]);
  }
  const mean = (axis: 0 | 1) => near.reduce((sum, speed) => sum + speed[axis], 0) / near.length;
  return Math.max(0, changes / (near.length - 1) / 2 - Math.hypot(mean(0), mean(1)) / 2);
}

function medianKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = known.length / 2;
  return known.length % 2 === 1 ? known[Math.floor(middle)]! : (known[middle - 1]! + known[middle]!) / 2;
}

/** How surely the camera makes this move in a stretch, 0..1; NaN is unknown. */
export function cameraValue(span: CameraSpan, move: CameraMove): number {
  const { pan, tilt, zoom, steadyPan, steadyTilt, steadyZoom, jitter } = span;
  const speed = Math.hypot(pan, tilt) + Math.abs(zoom) / 2;
  const shake = Number.isNaN(jitter) ? 0 : ramp(jitter, 0.02, 0.08);
  /** A move counts as far as it is most of what the camera does, and is not just shaking. */
  const along = (part: number, others: number) =>
    part <= 0 ? 0 : ramp(part, 0.03, 0.1) * ramp(part / (part + others), 0.35, 0.6) * (1 - 0.7 * shake);
  const across = Math.abs(steadyTilt) + Math.abs(steadyZoom) / 2;
  const upDown = Math.abs(steadyPan) + Math.abs(steadyZoom) / 2;
  const sideways = Math.hypot(steadyPan, steadyTilt);
  switch (move) {
    case 'still':
      return 1 - ramp(speed, 0.008, 0.03);
    case 'moving':
      return ramp(speed, 0.02, 0.07);
    case 'pan-right':
      return along(steadyPan, across);
    case 'pan-left':
      return along(-steadyPan, across);
    case 'tilt-up':
      return along(steadyTilt, upDown);
    case 'tilt-down':
      return along(-steadyTilt, upDown);
    case 'zoom-in':
      return along(steadyZoom, sideways);
    case 'zoom-out':
      return along(-steadyZoom, sideways);
    case 'shake':
      return Number.isNaN(jitter) ? Number.NaN : shake;
  }
}
