import { ramp } from '../evidence-grid.ts';
import { SAMPLES_PER_SECOND, type SampledScene, type SampledTrack } from './sampled-scene.ts';

/** A box this close to an edge of the frame, in its heights, is taken to go on beyond it. */
const CUT_MARGIN = 0.015;
/** Jitter of a box that stands still: in heights of the frame, and in sizes of the box. */
const JITTER = 0.012;
const JITTER_SIZES = 0.06;
/** Whoever fills the picture sways, and waves his arms: so much more for what a size has above this. */
const JITTER_NEAR = 0.1;
const NEAR_SIZE = 0.35;
/** What one side alone says of growth: arms and legs move too. */
const ONE_SIDE_GROWTH = 0.6;

/** A thing at one of its samples, counted from its start. */
export interface Look {
  readonly track: SampledTrack;
  readonly at: number;
}

/** How a thing moved between two samples, the camera's part taken out. Lengths in heights of the frame, y downwards. */
export interface Moved {
  readonly dx: number;
  readonly dy: number;
  /** Natural logarithm of how many times larger it became. */
  readonly growth: number;
}

/**
 * From sample `i` to `j` of a track (counted from its start). Each side of the box is carried to where the camera's motion
 * alone would have taken it; what is left is the thing's own. Sides that are cut by the frame tell nothing. Where both
 * sides of a pair tell, the lesser counts more (harmonic mean), because a reached-out arm moves one side only.
 */
export function movedBetween(scene: SampledScene, track: SampledTrack, [i, j]: readonly [number, number]): Moved {
  const { aspect, camera } = scene;
  const offset = track.from - scene.from;
  const zoom = camera.scale[offset + j]! / camera.scale[offset + i]!;
  const carriedX = (x: number) =>
    (0.5 + camera.x[offset + j]!) * aspect + zoom * (x - (0.5 + camera.x[offset + i]!) * aspect);
  const carriedY = (y: number) => 0.5 + camera.y[offset + j]! + zoom * (y - 0.5 - camera.y[offset + i]!);
  const { left, right, top, bottom } = track;
  const isFree = (sides: Float64Array, edge: number) =>
    Math.abs(sides[i]! - edge) > CUT_MARGIN && Math.abs(sides[j]! - edge) > CUT_MARGIN;
  const [freeLeft, freeRight] = [isFree(left, 0), isFree(right, aspect)];
  const [freeTop, freeBottom] = [isFree(top, 0), isFree(bottom, 1)];
  const byWidth = freeLeft && freeRight ? grown(right[i]! - left[i]!, right[j]! - left[j]!, zoom) : Number.NaN;
  const byHeight = freeTop && freeBottom ? grown(bottom[i]! - top[i]!, bottom[j]! - top[j]!, zoom) : Number.NaN;
  return {
    dx: together(
      freeLeft ? left[j]! - carriedX(left[i]!) : Number.NaN,
      freeRight ? right[j]! - carriedX(right[i]!) : Number.NaN,
    ),
    dy: together(
      freeTop ? top[j]! - carriedY(top[i]!) : Number.NaN,
      freeBottom ? bottom[j]! - carriedY(bottom[i]!) : Number.NaN,
    ),
    growth: growthOf(byWidth, byHeight),
  };
}

function grown(before: number, after: number, zoom: number): number {
  return Math.log(Math.max(1e-6, after) / Math.max(1e-6, before * zoom));
}

/** What two opposite sides say of one motion; NaN is a side that tells nothing. */
function together(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : b) : a;
  }
  return a * b > 0 ? (2 * a * b) / (a + b) : (a + b) / 4;
}

function growthOf(byWidth: number, byHeight: number): number {
  if (Number.isNaN(byWidth) || Number.isNaN(byHeight)) {
    return ONE_SIDE_GROWTH * (Number.isNaN(byWidth) ? (Number.isNaN(byHeight) ? 0 : byHeight) : byWidth);
  }
  return byWidth * byHeight <= 0 ? 0 : Math.abs(byWidth) < Math.abs(byHeight) ? byWidth : byHeight;
}

/** Side of a square as large as the box, in heights of the frame. */
export function sizeAt({ left, right, top, bottom }: SampledTrack, i: number): number {
  return Math.sqrt(Math.max(1e-6, (right[i]! - left[i]!) * (bottom[i]! - top[i]!)));
}

/** How far a box may wander while the thing stands still, in heights of the frame. */
export function jitterAt(track: SampledTrack, i: number): number {
  const size = sizeAt(track, i);
  return JITTER + JITTER_SIZES * size + JITTER_NEAR * Math.max(0, size - NEAR_SIZE);
}

/** A camera that seems to zoom by more than this in a second is likely carried along, and then nearer and further things pass it differently. */
const CARRIED_ZOOM = [0.01, 0.05] as const;
/** What of the camera's motion is then not believed, of ways and of growth. */
const CARRIED_WAY = 0.7;
const CARRIED_GROWTH = 0.3;

/**
 * How far the camera's part may be wrong between two samples: a way in heights of the frame, and a growth. A pan and a
 * tilt are the same for everything; one zoom for all is not true where the camera is carried through the scene.
 */
export function cameraDoubt(scene: SampledScene, track: SampledTrack, [i, j]: readonly [number, number]) {
  const { aspect, camera } = scene;
  const offset = track.from - scene.from;
  const zoom = camera.scale[offset + j]! / camera.scale[offset + i]!;
  const growth = Math.abs(Math.log(zoom));
  const seconds = Math.max(1, j - i) / SAMPLES_PER_SECOND;
  const doubt = ramp(growth / seconds, CARRIED_ZOOM[0], CARRIED_ZOOM[1]);
  if (doubt === 0) {
    return { way: 0, growth: 0 };
  }
  const x = (track.left[i]! + track.right[i]!) / 2 - (0.5 + camera.x[offset + i]!) * aspect;
  const y = (track.top[i]! + track.bottom[i]!) / 2 - 0.5 - camera.y[offset + i]!;
  const dx = (camera.x[offset + j]! - camera.x[offset + i]!) * aspect + (zoom - 1) * x;
  const dy = camera.y[offset + j]! - camera.y[offset + i]! + (zoom - 1) * y;
  return { way: CARRIED_WAY * doubt * Math.hypot(dx, dy), growth: CARRIED_GROWTH * doubt * growth };
}

/** How surely a way of this length is a movement and no jitter, 0..1. */
export function movingValue(way: number, jitter: number): number {
  return ramp(way, jitter, 2.5 * jitter);
}

/** How close a box comes to an edge of the frame, in heights of the frame; 0 or less when it is cut by it. */
export function edgeGap({ left, right, top, bottom }: SampledTrack, i: number, aspect: number): number {
  return Math.min(left[i]!, aspect - right[i]!, top[i]!, 1 - bottom[i]!);
}

/** Distance of two boxes from side to side, in heights of the frame; 0 where they touch or overlap. */
export function gapBetween({ track: a, at: i }: Look, { track: b, at: j }: Look): number {
  const across = Math.max(0, a.left[i]! - b.right[j]!, b.left[j]! - a.right[i]!);
  const along = Math.max(0, a.top[i]! - b.bottom[j]!, b.top[j]! - a.bottom[i]!);
  return Math.hypot(across, along);
}

/** Distance of the middles of two boxes, in heights of the frame. */
export function middleDistance({ track: a, at: i }: Look, { track: b, at: j }: Look): number {
  const x = a.left[i]! + a.right[i]! - b.left[j]! - b.right[j]!;
  const y = a.top[i]! + a.bottom[i]! - b.top[j]! - b.bottom[j]!;
  return Math.hypot(x, y) / 2;
}
