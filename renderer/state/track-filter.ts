import type { KeyedTrack } from '../lib/track-box.ts';

/** Which tracks of a clip are shown: in the list, in the lanes and over the picture. */
export interface TrackFilter {
  /** Null shows all. */
  readonly label: string | null;
  /** 0..1; tracks that are never so sure are hidden. */
  readonly leastConfidence: number;
  /** In the label or the id. */
  readonly text: string;
}

export const noFilter: TrackFilter = { label: null, leastConfidence: 0, text: '' };

export function passesFilter({ label, trackId, bestConfidence }: KeyedTrack, filter: TrackFilter): boolean {
  const text = filter.text.trim().toLowerCase();
  return (
    (filter.label === null || filter.label === label) &&
    (text === '' || label.toLowerCase().includes(text) || trackId.toLowerCase().includes(text)) &&
    // As it is shown: what is said to have 90 % has it, though a 32-bit float cannot hold 0.9.
    Math.round(bestConfidence * 100) >= Math.round(filter.leastConfidence * 100)
  );
}

/** How many tracks each label has, most first. */
export function labelCounts(
  tracks: readonly KeyedTrack[],
): readonly { readonly label: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { label } of tracks) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts]
    .map(([label, count]) => ({ label, count }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
}
