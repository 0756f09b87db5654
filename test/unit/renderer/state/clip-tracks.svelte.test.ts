import { expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { trackIdSchema, videoIdSchema } from '../../../../electron/contract/ids.ts';
import type { TrackHead, TrackSet } from '../../../../electron/contract/tracks.ts';
import { packKeys } from '../../../../electron/contract/track-keys.ts';
import { ClipTracks } from '../../../../renderer/state/clip-tracks.svelte.ts';
import { UndoHistory } from '../../../../renderer/state/undo-history.svelte.ts';
import { loopback } from '../../../helpers/loopback.ts';

const videoId = videoIdSchema.parse('v1');

function setOf(heads: readonly Pick<TrackHead, 'trackId' | 'label' | 'revision'>[]): TrackSet {
  const tracks = heads.map((head): TrackHead => ({
    ...head,
    origin: 'followed',
    range: { startSeconds: 0, endSeconds: 2 },
    isCorrected: false,
    trackerId: null,
    keyCount: 1,
  }));
  const box = { x: 0, y: 0, width: 0.5, height: 0.5 };
  const key = { timeSeconds: 0, frameIndex: 0, box, confidence: 0.5, state: 'tracked', isByHand: false } as const;
  return { tracks, keys: packKeys(tracks.map(() => key)) };
}

/** Renames and restores as the engine does: every change has a revision of its own, and an old one is a conflict. */
function engine(labels: readonly string[]) {
  let revision = labels.length;
  let kept = labels.map((label, index) => ({ trackId: trackIdSchema.parse(`t${index}`), label, revision: index + 1 }));
  const put = (next: typeof kept) => {
    const before = kept.filter(({ trackId }) => next.some((one) => one.trackId === trackId));
    revision += 1;
    kept = kept.map((one) => next.find(({ trackId }) => trackId === one.trackId) ?? one);
    kept = kept.map((one) => (next.some(({ trackId }) => trackId === one.trackId) ? { ...one, revision } : one));
    const after = kept.filter(({ trackId }) => next.some((one) => one.trackId === trackId));
    return { before: setOf(before), after: setOf(after) };
  };
  const callEngine = loopback({
    'tracks.watch': (_params, { onProgress }) => {
      onProgress({ videoId, revision });
      return new Promise(() => {});
    },
    'tracks.list': async () => ({ revision, set: setOf(kept), isTruncated: false }),
    'tracks.edit': async ({ edit }) => {
      if (edit.kind !== 'rename') {
        throw new EngineError('bad-request', 'only renames');
      }
      return put([{ ...kept.find(({ trackId }) => trackId === edit.trackId)!, label: edit.label }]);
    },
    'tracks.restore': async ({ replaces, set }) => {
      for (const wanted of replaces) {
        if (kept.find(({ trackId }) => trackId === wanted.trackId)?.revision !== wanted.revision) {
          throw new EngineError('conflict', 'changed');
        }
      }
      const goes = replaces.filter(({ trackId }) => !set.tracks.some((one) => one.trackId === trackId));
      if (goes.length > 0) {
        const before = kept.filter(({ trackId }) => goes.some((one) => one.trackId === trackId));
        kept = kept.filter((one) => !before.includes(one));
        return { before: setOf(before), after: setOf([]) };
      }
      revision += 1;
      const back = set.tracks.map(({ trackId, label }) => ({ trackId, label, revision }));
      if (back.some(({ trackId }) => !kept.some((one) => one.trackId === trackId))) {
        kept = [...kept, ...back];
        return { before: setOf([]), after: setOf(back) };
      }
      return put(set.tracks.map(({ trackId, label, revision: old }) => ({ trackId, label, revision: old })));
    },
  });
  const history = new UndoHistory();
  return { history, tracks: new ClipTracks(callEngine, history) };
}

async function opened(...labels: string[]) {
  const { history, tracks } = engine(labels);
  const close = tracks.open(videoId);
  await vi.waitFor(() => expect(tracks.tracks).toHaveLength(labels.length));
  return { history, tracks, close };
}

const labelsOf = (tracks: ClipTracks) => tracks.tracks.map(({ label }) => label);
const first = trackIdSchema.parse('t0');

test('shows the tracks of the clip, and none after it is closed', async () => {
  const { tracks, close } = await opened('dog', 'cat');
  expect(tracks.boxesAt(1).map(({ track }) => track.label)).toEqual(['dog', 'cat']);
  close();
  expect(tracks.tracks).toEqual([]);
});

test('cycles through the boxes of a frame and round again', async () => {
  const { tracks } = await opened('dog', 'cat');
  expect(tracks.cycle(1, 1)?.track.label).toBe('dog');
  expect(tracks.cycle(1, 1)?.track.label).toBe('cat');
  expect(tracks.cycle(1, 1)?.track.label).toBe('dog');
  expect(tracks.cycle(1, -1)?.track.label).toBe('cat');
  expect(tracks.cycle(5, 1)).toBeNull();
});

test('is filtered by label, by words and by confidence', async () => {
  const { tracks } = await opened('dog', 'cat');
  tracks.setFilter({ label: 'cat' });
  expect(tracks.filtered.map(({ label }) => label)).toEqual(['cat']);
  tracks.setFilter({ label: null, text: 'DO' });
  expect(tracks.filtered.map(({ label }) => label)).toEqual(['dog']);
  tracks.setFilter({ text: '', leastConfidence: 0.6 });
  expect(tracks.filtered).toEqual([]);
  tracks.setFilter({ leastConfidence: 0.5 });
  expect(tracks.filtered).toHaveLength(2);
});

test('two changes of one track are undone one after the other and done again', async () => {
  const { history, tracks } = await opened('dog');
  await tracks.edit({ kind: 'rename', trackId: first, label: 'cat' }, 'Rename');
  await tracks.edit({ kind: 'rename', trackId: first, label: 'cow' }, 'Rename');
  expect(labelsOf(tracks)).toEqual(['cow']);
  await history.undo();
  expect(labelsOf(tracks)).toEqual(['cat']);
  await history.undo();
  expect(labelsOf(tracks)).toEqual(['dog']);
  await history.redo();
  await history.redo();
  expect(labelsOf(tracks)).toEqual(['cow']);
});

test('several are selected, deleted as one change, and come back as one', async () => {
  const { history, tracks } = await opened('dog', 'cat', 'cow', 'hen');
  tracks.picks.pick(0, 'only');
  tracks.picks.pick(2, 'extend');
  tracks.picks.pick(1, 'toggle');
  expect(tracks.picked.map(({ label }) => label)).toEqual(['dog', 'cow']);
  await tracks.remove(tracks.picked, 'Delete');
  expect(labelsOf(tracks)).toEqual(['cat', 'hen']);
  expect(tracks.selected).toBeNull();
  // The keyboard stood on the cat.
  expect(tracks.picks.activeIndex).toBe(0);
  await history.undo();
  expect(labelsOf(tracks).toSorted()).toEqual(['cat', 'cow', 'dog', 'hen']);
  await history.redo();
  expect(labelsOf(tracks)).toEqual(['cat', 'hen']);
});

test('what the filter hides is not selected, and is shown when it is pointed at', async () => {
  const { tracks } = await opened('dog', 'cat');
  tracks.picks.pickAll();
  tracks.setFilter({ label: 'cat' });
  expect(tracks.picked.map(({ label }) => label)).toEqual(['cat']);
  expect(tracks.selected?.label).toBe('cat');
  tracks.reveal(first);
  expect(tracks.filter.label).toBeNull();
  expect(tracks.selected?.label).toBe('dog');
});
