import type { AnalysisFrame } from './channel.ts';

/**
 * Between frames further apart than this nothing is said about motion and camera: what moved may have come and gone.
 * The key-frame pass (a frame per 2 s or more) is therefore without them, the full pass (4 a second) never is.
 */
export const MAX_MOTION_GAP_SECONDS = 1.05;

/** Keeps the time between the samples of one video, for analysers that are given it or not. */
export class FrameGap {
  #lastSeconds = Number.NaN;

  /** Seconds since the sample before `frame`; NaN for the first one. */
  next({ timeSeconds }: AnalysisFrame, gapSeconds: number | undefined): number {
    const sinceLast = timeSeconds - this.#lastSeconds;
    this.#lastSeconds = timeSeconds;
    return Number.isNaN(sinceLast) ? Number.NaN : (gapSeconds ?? sinceLast);
  }
}

const GAP_UNITS_PER_SECOND = 1000;
const UNKNOWN_GAP = 65_535;

/** Milliseconds as uint16; NaN is 65535, more than 65 s is 65.534 s. */
export function gapToUint16(gapSeconds: number): number {
  return Number.isNaN(gapSeconds)
    ? UNKNOWN_GAP
    : Math.min(UNKNOWN_GAP - 1, Math.round(gapSeconds * GAP_UNITS_PER_SECOND));
}

export function uint16ToGap(value: number): number {
  return value === UNKNOWN_GAP ? Number.NaN : value / GAP_UNITS_PER_SECOND;
}
