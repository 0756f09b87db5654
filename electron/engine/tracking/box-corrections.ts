import type { BoxCorrection } from '../../contract/tracks.ts';
import type { CorrectedTrackRow } from '../store/queries/index.ts';

/** What a person has said against a machine in one track: boxes moved, boxes that are not there, a track that is none. */
export function correctionsOf(row: CorrectedTrackRow): BoxCorrection[] {
  const { videoId, trackId, label, origin, trackerId, changedAtMs, fate, keys, source } = row;
  const shared = { videoId, trackId, label, origin, trackerId, changedAtMs };
  if (fate === 'joined') return [];
  if (fate === 'deleted') {
    const surest = [...(source?.keys ?? keys)].sort((a, b) => b.confidence - a.confidence)[0]!;
    const { timeSeconds, box } = surest;
    return [{ ...shared, kind: 'track-deleted', timeSeconds, before: box, after: null }];
  }
  return keys.flatMap(({ timeSeconds, box, state, replacedBox }): BoxCorrection[] => {
    if (replacedBox === undefined) return [];
    const isThere = state === 'tracked';
    const kind = isThere ? 'moved' : 'not-there';
    return [{ ...shared, kind, timeSeconds, before: replacedBox, after: isThere ? box : null }];
  });
}
