import type { KeyedTrack } from './track-box.ts';

/** A part of a track in which it is seen, or lost: nothing is claimed then. */
export interface TrackRun {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly isLost: boolean;
}

const known = new WeakMap<KeyedTrack, readonly TrackRun[]>();

/** The parts of a track, one after the other without a gap, from its first key to the end of its range. */
export function runsOf(track: KeyedTrack): readonly TrackRun[] {
  const runs = known.get(track) ?? findRuns(track);
  known.set(track, runs);
  return runs;
}

function findRuns({ keys, range }: KeyedTrack): readonly TrackRun[] {
  const runs: { startSeconds: number; endSeconds: number; isLost: boolean }[] = [];
  for (const { timeSeconds, state } of keys) {
    const isLost = state === 'lost';
    const last = runs.at(-1);
    if (last === undefined || last.isLost !== isLost) {
      if (last !== undefined) {
        last.endSeconds = timeSeconds;
      }
      runs.push({ startSeconds: timeSeconds, endSeconds: range.endSeconds, isLost });
    }
  }
  return runs;
}
