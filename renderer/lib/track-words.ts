import { thingText } from '../../electron/words/thing-text.ts';
import type { TrackHead } from '../../electron/contract/tracks.ts';
import { t } from './messages.svelte.ts';

/** A class of the detector in the person's language; another name as it was given. */
export function trackName({ label }: Pick<TrackHead, 'label'>): string {
  return thingText(label, 1, t);
}

export type TrackSource = 'indexed' | 'corrected' | 'followed' | 'drawn' | 'imported';

/** Where a track comes from, as people think of it. */
export function trackSource({ origin, isCorrected, trackerId }: TrackHead): TrackSource {
  if (origin === 'indexed' && isCorrected) {
    return 'corrected';
  }
  return origin === 'followed' && trackerId === null ? 'drawn' : origin;
}

/** What tells tracks of one name apart: the number that indexing gave it, or the beginning of its id. */
export function shortTrackId(trackId: string): string {
  return `#${/^ix-\d+-(\d+)$/.exec(trackId)?.[1] ?? trackId.slice(0, 4)}`;
}
