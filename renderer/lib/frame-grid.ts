import type { TimeRange } from '../../electron/contract/time-range.ts';
import { frameIndexAt, frameIndexPlayedAt, frameRange } from '../../electron/contract/time/pts.ts';
import type { Rational } from '../../electron/contract/time/rational.ts';

/** When the frames of a clip are shown, in seconds from the first displayed frame. */
export interface FrameGrid {
  /** The frame that is shown at a time; the first before its start, the last after its end. */
  frameAt(seconds: number): TimeRange;
  /** The frame that begins nearest to a time, for times that a container has rounded. */
  frameNear(seconds: number): TimeRange;
  /** The frame that comes `count` frames after the one shown at a time, or before it where `count` is below 0. */
  stepped(seconds: number, count: number): TimeRange;
}

/** Frames at equal distances. `durationSeconds` null: the last one is not known. */
export function constantGrid(rate: Rational, durationSeconds: number | null): FrameGrid {
  const framesPerSecond = rate.num / rate.den;
  // A duration is often that of the sound, or rounded: a frame that would be shown for less than a tenth is none.
  const lastIndex =
    durationSeconds === null
      ? Number.MAX_SAFE_INTEGER
      : Math.max(0, Math.ceil(durationSeconds * framesPerSecond - 0.1) - 1);
  const frame = (index: number) => frameRange(Math.min(lastIndex, Math.max(0, index)), rate);
  const indexAt = (seconds: number) => frameIndexAt(Math.max(0, seconds), rate);
  return {
    frameAt: (seconds) => frame(indexAt(seconds)),
    frameNear: (seconds) => frame(Math.round(seconds * framesPerSecond)),
    stepped: (seconds, count) => frame(indexAt(seconds) + count),
  };
}

/** Frames at any times: those known so far, in rising order. */
export function listedGrid(startsSeconds: Float64Array, durationSeconds: number | null): FrameGrid {
  const lastIndex = startsSeconds.length - 1;
  const frame = (wanted: number): TimeRange => {
    const index = Math.min(lastIndex, Math.max(0, wanted));
    const startSeconds = startsSeconds[index] ?? 0;
    const next = startsSeconds[index + 1] ?? durationSeconds ?? startSeconds + 0.04;
    return { startSeconds, endSeconds: next > startSeconds ? next : startSeconds + 0.001 };
  };
  const indexAt = (seconds: number) => frameIndexPlayedAt(seconds, startsSeconds) ?? 0;
  return {
    frameAt: (seconds) => frame(indexAt(seconds)),
    frameNear: (seconds) => {
      const index = indexAt(seconds);
      const [own, next] = [startsSeconds[index] ?? 0, startsSeconds[index + 1] ?? Number.POSITIVE_INFINITY];
      return frame(next - seconds < seconds - own ? index + 1 : index);
    },
    stepped: (seconds, count) => frame(indexAt(seconds) + count),
  };
}
