import type { Seed } from '../../../contract/tracks.ts';

/** One run of a tracker over consecutive frames, in one direction. */
export interface FollowPass {
  readonly direction: 'forward' | 'backward';
  /** Where it begins; its time is that of a frame. */
  readonly seed: Seed;
  /** Frames up to here are followed (backward: down to here), this one included. */
  readonly limitSeconds: number;
}

export interface PassesRequest {
  /** Rising in time, each at the time of its frame, at least one. */
  readonly seeds: readonly Seed[];
  readonly isForward: boolean;
  readonly isBackward: boolean;
  readonly sinceSeconds: number;
  /** `Infinity`: to the end. */
  readonly untilSeconds: number;
}

/**
 * The passes that follow a thing through all its boxes by hand: from the first of them backward, between two of them
 * from both sides, from the last one forward.
 */
export function followPasses(request: PassesRequest): FollowPass[] {
  const { seeds, isForward, isBackward, sinceSeconds, untilSeconds } = request;
  const [first, last] = [seeds[0]!, seeds.at(-1)!];
  const between = seeds.slice(1).flatMap((seed, index): FollowPass[] => [
    { direction: 'forward', seed: seeds[index]!, limitSeconds: seed.timeSeconds },
    { direction: 'backward', seed, limitSeconds: seeds[index]!.timeSeconds },
  ]);
  const before: FollowPass = { direction: 'backward', seed: first, limitSeconds: sinceSeconds };
  const after: FollowPass = { direction: 'forward', seed: last, limitSeconds: untilSeconds };
  return [
    ...between,
    ...(isForward && untilSeconds > last.timeSeconds ? [after] : []),
    ...(isBackward && sinceSeconds < first.timeSeconds ? [before] : []),
  ];
}

/** Media seconds of all passes; null while the end of the video is not known. */
export function secondsOfPasses(passes: readonly FollowPass[], durationSeconds: number | null): number | null {
  const lengths = passes.map(({ seed, limitSeconds }) => {
    const limit = Number.isFinite(limitSeconds) ? limitSeconds : durationSeconds;
    return limit === null ? null : Math.abs(limit - seed.timeSeconds);
  });
  return lengths.some((length) => length === null)
    ? null
    : lengths.reduce((sum: number, length) => sum + (length ?? 0), 0);
}
