import type { ShotRow } from './rows.ts';
import { transitionsOf } from './transitions-of.ts';

export interface Shot {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** How it begins; `first` where the video does so without a fade. */
  readonly startKind: 'first' | 'cut' | 'fade-in';
}

/**
 * The shots of a video: disjoint, in order, covering [0, durationSeconds), at least one. A shot starts at the first
 * sampled frame after a cut, or where a fade-in leaves the blank picture; a blank stretch belongs to the shot before it.
 */
export function shotsOf(rows: readonly ShotRow[], durationSeconds: number): readonly Shot[] {
  const starts: { seconds: number; kind: Shot['startKind'] }[] = [{ seconds: 0, kind: 'first' }];
  const firstSeconds = rows[0]?.startSeconds ?? 0;
  for (const { kind, atSeconds } of transitionsOf(rows)) {
    if (kind === 'fade-out' || atSeconds >= durationSeconds) {
      continue;
    }
    if (atSeconds <= firstSeconds || (kind === 'fade-in' && isBlankFrom(rows, atSeconds))) {
      starts[0]!.kind = kind;
    } else if (atSeconds > starts.at(-1)!.seconds) {
      starts.push({ seconds: atSeconds, kind });
    }
  }
  return starts.map(({ seconds, kind }, index) => ({
    startSeconds: seconds,
    endSeconds: starts[index + 1]?.seconds ?? durationSeconds,
    startKind: kind,
  }));
}

/** Whether the video has shown nothing but an even picture up to a time: a leader before the first fade-in. */
function isBlankFrom(rows: readonly ShotRow[], untilSeconds: number): boolean {
  return rows.every((row) => row.startSeconds >= untilSeconds || (row.lumaSpread < 0.05 && row.meanLuma < 0.06));
}
