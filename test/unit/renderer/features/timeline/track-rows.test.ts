import { expect, test } from 'vitest';
import { trackIdSchema } from '../../../../../electron/contract/ids.ts';
import type { TrackKey } from '../../../../../electron/contract/tracks.ts';
import {
  rowsHeight,
  trackAt,
  trackRowPixels,
  trackRowsOf,
} from '../../../../../renderer/features/timeline/track-rows.ts';
import type { KeyedTrack } from '../../../../../renderer/lib/track-box.ts';
import { runsOf } from '../../../../../renderer/lib/track-runs.ts';

type State = TrackKey['state'];

function trackOf(
  name: string,
  [startSeconds, endSeconds]: readonly [number, number],
  keys: readonly [number, State][] = [],
) {
  const box = { x: 0, y: 0, width: 0.1, height: 0.1 };
  const [label = ''] = name.split(' ');
  const track: KeyedTrack = {
    ...{
      trackId: trackIdSchema.parse(name.replace(' ', '-')),
      label,
      origin: 'indexed',
      range: { startSeconds, endSeconds },
    },
    ...{ isCorrected: false, revision: 0, trackerId: null, keyCount: keys.length, bestConfidence: 1 },
    keys: keys.map(([timeSeconds, state]) => ({
      ...{ timeSeconds, state, frameIndex: 0, box, confidence: 1, isByHand: false },
    })),
  };
  return track;
}

test('tracks of one name that do not overlap share a line; the commonest name comes first', () => {
  const rows = trackRowsOf([
    trackOf('dog 1', [0, 9]),
    trackOf('car 3', [5, 7]),
    trackOf('car 1', [0, 4]),
    trackOf('car 2', [2, 5]),
    trackOf('car 4', [4, 6]),
  ]);
  expect(rows.map(({ label, labelCount, tracks }) => [label, labelCount, ...tracks.map((one) => one.trackId)])).toEqual(
    [
      ['car', 4, 'car-1', 'car-4'],
      ['car', null, 'car-2', 'car-3'],
      ['dog', 1, 'dog-1'],
    ],
  );
});

test('as many lines as six are seen at once', () => {
  expect(rowsHeight(2)).toBe(2 * trackRowPixels);
  expect(rowsHeight(500)).toBe(rowsHeight(6));
});

test('of tracks under the pointer the shortest is meant, and a narrow one is hit beside its edge', () => {
  const tracks = [trackOf('long', [0, 10]), trackOf('short', [4, 4.1])];
  expect(trackAt(tracks, 4.05, 0)?.trackId).toBe('short');
  expect(trackAt(tracks, 3.95, 0.1)?.trackId).toBe('short');
  expect(trackAt(tracks, 3.8, 0.1)?.trackId).toBe('long');
  expect(trackAt(tracks, 11, 0.1)).toBeNull();
});

test('a lost part goes from its key to the next one, and to the end of the track without one', () => {
  const track = trackOf(
    'dog',
    [0, 5],
    [
      [0, 'tracked'],
      [1, 'tracked'],
      [2, 'lost'],
      [3, 'tracked'],
      [4, 'lost'],
    ],
  );
  expect(runsOf(track)).toEqual([
    { startSeconds: 0, endSeconds: 2, isLost: false },
    { startSeconds: 2, endSeconds: 3, isLost: true },
    { startSeconds: 3, endSeconds: 4, isLost: false },
    { startSeconds: 4, endSeconds: 5, isLost: true },
  ]);
});
