import type { Relation } from '../../../contract/plan.ts';
import { ramp } from '../evidence-grid.ts';
import type { TrackMotion } from './action-values.ts';
import { gapBetween, jitterAt, movingValue, sizeAt } from './kinematics.ts';
import { SAMPLES_PER_SECOND } from './sampled-scene.ts';

/** Two things at one sample, with how far apart they are. Lengths in heights of the frame. */
interface Pair {
  readonly a: TrackMotion;
  readonly b: TrackMotion;
  /** The sample, counted from the start of each. */
  readonly i: number;
  readonly j: number;
  readonly gap: number;
  /** The lesser and the mean of their sizes. */
  readonly leastSize: number;
  readonly meanSize: number;
}

const SECOND = SAMPLES_PER_SECOND;
/** Whoever is further apart than so many sizes has nothing to do with each other. */
const FAR_SIZES = 6;

/** How surely one thing is this to another at a sample of the scene, 0..1; both must be there. */
export function relationValue(relation: Relation, [a, b]: readonly [TrackMotion, TrackMotion], sample: number): number {
  const [i, j] = [sample - a.track.from, sample - b.track.from];
  const sizes = [sizeAt(a.track, i), sizeAt(b.track, j)] as const;
  const gap = gapBetween({ track: a.track, at: i }, { track: b.track, at: j });
  const meanSize = (sizes[0] + sizes[1]) / 2;
  const pair: Pair = { a, b, i, j, gap, leastSize: Math.min(...sizes), meanSize };
  return gap > FAR_SIZES * meanSize ? 0 : valueOf[relation](pair);
}

const valueOf: Readonly<Record<Relation, (pair: Pair) => number>> = {
  follows,
  passes,
  meets,
  approaches: (pair) => closing(pair, 1),
  departs: (pair) => closing(pair, -1),
  on: isOn,
  under: isUnder,
  'next-to': isNextTo,
  'in-front-of': (pair) => isInFront(pair),
  behind: ({ a, b, i, j, ...rest }) => isInFront({ a: b, b: a, i: j, j: i, ...rest }),
  inside: isInside,
  holding: isHolding,
};

interface Sides {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

function sidesOf({ track }: TrackMotion, i: number): Sides {
  const [left, right, top, bottom] = [track.left[i]!, track.right[i]!, track.top[i]!, track.bottom[i]!];
  return { left, right, top, bottom, width: Math.max(1e-6, right - left), height: Math.max(1e-6, bottom - top) };
}

const sidesOfBoth = ({ a, b, i, j }: Pair): readonly [Sides, Sides] => [sidesOf(a, i), sidesOf(b, j)];
const sharedWidth = (a: Sides, b: Sides) => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left));
const sharedHeight = (a: Sides, b: Sides) => Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** Its foot is on the other, not below it: in a picture from above all of it may lie inside. */
function isOn(pair: Pair): number {
  const [a, b] = sidesOfBoth(pair);
  const above = ramp(sharedWidth(a, b) / a.width, 0.3, 0.6);
  const hasFoot = ramp((a.bottom - b.top) / a.height, -0.2, -0.05);
  const isNotInFront = ramp((b.bottom - a.bottom) / b.height, -0.02, 0.08);
  return above * hasFoot * isNotInFront;
}

function isUnder(pair: Pair): number {
  const [a, b] = sidesOfBoth(pair);
  const within = ramp(sharedWidth(a, b) / a.width, 0.4, 0.7);
  return within * ramp((a.top - b.top) / b.height, 0.1, 0.3) * ramp((a.bottom - b.bottom) / b.height, -0.3, -0.1);
}

/** Close, at about one height, and neither in the other. */
function isNextTo(pair: Pair): number {
  const [a, b] = sidesOfBoth(pair);
  const inside = (sharedWidth(a, b) * sharedHeight(a, b)) / Math.min(a.width * a.height, b.width * b.height);
  const level = sharedHeight(a, b) / Math.min(a.height, b.height);
  const sameGround = ramp(Math.abs(a.bottom - b.bottom) / Math.min(a.height, b.height), 1, 0.5);
  return ramp(pair.gap / pair.meanSize, 1.2, 0.4) * ramp(level, 0.1, 0.4) * ramp(inside, 0.7, 0.4) * sameGround;
}

/** Covers a part of the other, and stands nearer: lower in the picture. */
function isInFront(pair: Pair): number {
  const [a, b] = sidesOfBoth(pair);
  const covers = ramp(sharedWidth(a, b) / Math.min(a.width, b.width), 0.15, 0.4);
  const reaches = ramp(sharedHeight(a, b) / Math.min(a.height, b.height), 0.05, 0.25);
  return covers * reaches * ramp((a.bottom - b.bottom) / Math.min(a.height, b.height), 0, 0.12);
}

function isInside(pair: Pair): number {
  const [a, b] = sidesOfBoth(pair);
  const share = (sharedWidth(a, b) * sharedHeight(a, b)) / (a.width * a.height);
  return ramp(share, 0.7, 0.9) * ramp((a.width * a.height) / (b.width * b.height), 0.9, 0.6);
}

/** Something smaller at the height of the hands: from the head to the knees, a little to the sides. */
function isHolding(pair: Pair): number {
  const [a, b] = sidesOfBoth(pair);
  const middle = { x: (b.left + b.right) / 2, y: (b.top + b.bottom) / 2 };
  const aside = Math.max(0, a.left - middle.x, middle.x - a.right) / a.width;
  const height = (middle.y - a.top) / a.height;
  const reach = ramp(aside, 0.35, 0.1) * ramp(height, 0, 0.12) * ramp(height, 0.9, 0.75);
  return reach * ramp((b.width * b.height) / (a.width * a.height), 0.6, 0.35);
}

/** Middle of the one from the middle of the other, both at a sample so far away; null where one is not there. */
function apart({ a, b, i, j }: Pair, samples: number): { readonly x: number; readonly y: number } | null {
  const [p, q] = [i + samples, j + samples];
  if (p < 0 || q < 0 || p >= a.count || q >= b.count) {
    return null;
  }
  const [s, t] = [a.track, b.track];
  return {
    x: (s.left[p]! + s.right[p]! - t.left[q]! - t.right[q]!) / 2,
    y: (s.top[p]! + s.bottom[p]! - t.top[q]! - t.bottom[q]!) / 2,
  };
}

function gapAt({ a, b, i, j }: Pair, samples: number): number {
  const [p, q] = [i + samples, j + samples];
  return p < 0 || q < 0 || p >= a.count || q >= b.count
    ? Number.NaN
    : gapBetween({ track: a.track, at: p }, { track: b.track, at: q });
}

/** Both go the same way, one behind the other. */
function follows(pair: Pair): number {
  const { a, b, i, j, meanSize, gap } = pair;
  const between = apart(pair, 0)!;
  const speeds = a.speedAt(i) * b.speedAt(j);
  if (speeds === 0) {
    return 0;
  }
  const [x, y] = [b.dx[j]! / b.speedAt(j), b.dy[j]! / b.speedAt(j)];
  const sameWay = ramp((a.dx[i]! * b.dx[j]! + a.dy[i]! * b.dy[j]!) / speeds, 0.4, 0.8);
  const behind = -(between.x * x + between.y * y);
  const aside = Math.abs(between.x * y - between.y * x);
  const inLine = ramp(behind / meanSize, 0.3, 0.8) * ramp(aside / Math.max(behind, 1e-6), 1, 0.5);
  return Math.min(a.moving[i]!, b.moving[j]!) * sameWay * inLine * ramp(gap / meanSize, 5, 3);
}

/** Goes from one side of the other to its other side, close by. */
function passes(pair: Pair): number {
  const { a, i, meanSize } = pair;
  let best = 0;
  for (const reach of [SECOND, 2 * SECOND]) {
    const [before, after] = [apart(pair, -reach), apart(pair, reach)];
    if (before === null || after === null) {
      continue;
    }
    const way = Math.hypot(after.x - before.x, after.y - before.y);
    const [x, y] = [(after.x - before.x) / Math.max(way, 1e-6), (after.y - before.y) / Math.max(way, 1e-6)];
    const [from, to] = [before.x * x + before.y * y, after.x * x + after.y * y];
    const aside = Math.abs(before.x * y - before.y * x);
    const crosses = ramp(Math.min(-from, to) / meanSize, 0.1, 0.5);
    best = Math.max(best, crosses * ramp(aside / meanSize, 3, 1.5));
  }
  return best * a.moving[i]!;
}

/** Comes nearer (1) or goes away (-1) by its own motion. */
function closing(pair: Pair, sign: 1 | -1): number {
  const { a, b, i, j } = pair;
  const between = apart(pair, 0)!;
  const distance = Math.hypot(between.x, between.y) * Math.max(1e-6, a.speedAt(i));
  const towards = distance === 0 ? 0 : (-sign * (between.x * a.dx[i]! + between.y * a.dy[i]!)) / distance;
  const [before, after] = [firstKnown(gapAt(pair, -SECOND), pair.gap), firstKnown(gapAt(pair, SECOND), pair.gap)];
  const jitter = jitterAt(a.track, i) + jitterAt(b.track, j);
  return a.moving[i]! * ramp(towards, 0.3, 0.7) * movingValue(sign * (before - after), jitter);
}

/** Close together, and stay so for a second, after they came from apart. */
function meets(pair: Pair): number {
  const { meanSize, gap } = pair;
  const close = (distance: number) => ramp(distance / meanSize, 0.9, 0.35);
  const stay = close(firstKnown(gapAt(pair, SECOND), Number.POSITIVE_INFINITY));
  const came = Math.max(
    ...[2, 3, 4].map((seconds) => ramp(firstKnown(gapAt(pair, -seconds * SECOND), 0) / meanSize, 0.6, 1.3)),
  );
  return close(gap) * stay * came;
}

function firstKnown(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}
