import type { LumaPlane } from './luma-plane.ts';

export interface Shift {
  readonly x: number;
  readonly y: number;
}

/** A shift that leaves less than this share of the picture in common is not looked at. */
const MIN_COMMON_SHARE = 0.45;
/** How much worse, per step of shift, a match may be before the smaller shift wins. */
const SHIFT_PENALTY = 0.012;

/** Differences beyond this many levels are no worse: things that move on their own shall not decide. */
const MAX_DIFFERENCE = 40;

export interface SearchArea {
  readonly around: Shift;
  readonly reachX: number;
  readonly reachY: number;
}

/** The area of all shifts that leave enough in common. */
export function everywhere({ width, height }: LumaPlane): SearchArea {
  return { around: { x: 0, y: 0 }, reachX: Math.floor(width / 2), reachY: Math.floor(height / 2) };
}

/**
 * Exhaustive search of the translation that maps a small picture to the one before it, by the mean truncated
 * difference of mean-free luma over the part in common. Whole pixels; ties go to the smaller shift.
 */
export function coarseShift(before: LumaPlane, current: LumaPlane, { around, reachX, reachY }: SearchArea): Shift {
  const { width, height } = current;
  const offset = meanOf(current.data) - meanOf(before.data);
  let best: Shift = around;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let y = around.y - reachY; y <= around.y + reachY; y++) {
    for (let x = around.x - reachX; x <= around.x + reachX; x++) {
      const common = (width - Math.abs(x)) * (height - Math.abs(y));
      if (common < MIN_COMMON_SHARE * width * height) {
        continue;
      }
      const difference = differenceAt({ before, current, offset }, x, y) / common;
      const cost = (difference + 0.5) * (1 + SHIFT_PENALTY * Math.hypot(x, y));
      if (cost < bestCost) {
        bestCost = cost;
        best = { x, y };
      }
    }
  }
  return best;
}

interface OffsetPair {
  readonly before: LumaPlane;
  readonly current: LumaPlane;
  readonly offset: number;
}

function differenceAt({ before, current, offset }: OffsetPair, shiftX: number, shiftY: number): number {
  const { width, height } = current;
  let sum = 0;
  for (let y = Math.max(0, -shiftY); y < Math.min(height, height - shiftY); y++) {
    const end = y * width + Math.min(width, width - shiftX);
    for (let i = y * width + Math.max(0, -shiftX); i < end; i++) {
      sum += Math.min(MAX_DIFFERENCE, Math.abs(current.data[i]! - offset - before.data[i + shiftY * width + shiftX]!));
    }
  }
  return sum;
}

function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) {
    sum += value;
  }
  return sum / values.length;
}
