import type { TrackKey } from '../../contract/tracks.ts';
import { keyAt, sameMomentSeconds } from './held-track.ts';

/**
 * The keys of two tracks as those of one. Where both claim something about a moment the key by hand stays, then the
 * surer one. In a gap between them nothing is claimed.
 */
export function joinKeys(a: readonly TrackKey[], b: readonly TrackKey[]): TrackKey[] {
  const joined = [...survivors(a, b, true), ...survivors(b, a, false)].sort((x, y) => x.timeSeconds - y.timeSeconds);
  return withGap(joined, a, b);
}

/** Keys that the other track does not know better; `winsTies` for one of the two. */
function survivors(keys: readonly TrackKey[], others: readonly TrackKey[], winsTies: boolean): TrackKey[] {
  return keys.filter((key) => {
    const other = keyAt(others, key.timeSeconds);
    if (other === null) return true;
    const isSameMoment = Math.abs(other.timeSeconds - key.timeSeconds) < sameMomentSeconds;
    const theirs = rankOf(isSameMoment ? other : { ...other, isByHand: false });
    return rankOf(key) > theirs || (rankOf(key) === theirs && winsTies);
  });
}

function rankOf({ isByHand, state, confidence }: TrackKey): number {
  return isByHand ? 3 : state === 'tracked' ? 1 + confidence : 0;
}

/** One ends before the other begins: from its last key on it is lost until then. */
function withGap(joined: TrackKey[], a: readonly TrackKey[], b: readonly TrackKey[]): TrackKey[] {
  const [first, second] = a[0]!.timeSeconds <= b[0]!.timeSeconds ? [a, b] : [b, a];
  const [last, next] = [first.at(-1)!, second[0]!];
  const lostFrame = last.frameIndex + 1;
  if (next.timeSeconds <= last.timeSeconds || next.frameIndex <= lostFrame || last.state === 'lost') return joined;
  const step = (next.timeSeconds - last.timeSeconds) / (next.frameIndex - last.frameIndex);
  const { replacedBox: _, ...plain } = last;
  const lost: TrackKey = {
    ...plain,
    timeSeconds: last.timeSeconds + step,
    frameIndex: lostFrame,
    confidence: 0,
    state: 'lost',
    isByHand: false,
  };
  return [...joined, lost].sort((x, y) => x.timeSeconds - y.timeSeconds);
}
