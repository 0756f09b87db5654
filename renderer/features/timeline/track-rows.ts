import type { KeyedTrack } from '../../lib/track-box.ts';
import { labelCounts } from '../../state/track-filter.ts';

/** One line of the timeline, with tracks of one name that are not there at the same time. */
export interface TrackRow {
  readonly rowId: string;
  readonly label: string;
  /** How many tracks the name has in all; null where the line goes on with those of the one above. */
  readonly labelCount: number | null;
  /** Rising in time. */
  readonly tracks: readonly KeyedTrack[];
}

/** In CSS pixels, with the gap to the next. */
export const trackRowPixels = 14;
/** More are scrolled. */
const mostRowsSeen = 6;

/**
 * Tracks in as few lines as they need: those of the commonest name first, each in the first line of its name that is
 * free by then.
 */
export function trackRowsOf(tracks: readonly KeyedTrack[]): readonly TrackRow[] {
  return labelCounts(tracks).flatMap(({ label, count }) => {
    const lines: KeyedTrack[][] = [];
    const own = tracks.filter((track) => track.label === label);
    for (const track of own.toSorted((a, b) => a.range.startSeconds - b.range.startSeconds)) {
      const free = lines.find((line) => line.at(-1)!.range.endSeconds <= track.range.startSeconds);
      if (free === undefined) {
        lines.push([track]);
      } else {
        free.push(track);
      }
    }
    return lines.map((line, index) => ({
      rowId: `${label} ${index}`,
      label,
      labelCount: index === 0 ? count : null,
      tracks: line,
    }));
  });
}

/** How high the window onto the lines is. */
export function rowsHeight(rowCount: number): number {
  return Math.min(rowCount, mostRowsSeen) * trackRowPixels;
}

/** The shortest of the tracks that are there at a moment, give or take; null where none is. */
export function trackAt(tracks: readonly KeyedTrack[], seconds: number, slackSeconds: number): KeyedTrack | null {
  const found = tracks.filter(
    ({ range }) => range.startSeconds - slackSeconds <= seconds && seconds < range.endSeconds + slackSeconds,
  );
  return found.toSorted((a, b) => lengthOf(a) - lengthOf(b))[0] ?? null;
}

function lengthOf({ range }: KeyedTrack): number {
  return range.endSeconds - range.startSeconds;
}
