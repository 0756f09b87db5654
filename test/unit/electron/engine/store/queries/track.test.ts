import { expect, test } from 'vitest';
import type { FollowId, TrackId } from '../../../../../../electron/contract/ids.ts';
import type { TrackKey } from '../../../../../../electron/contract/tracks.ts';
import * as rows from '../../../../../../electron/engine/store/queries/index.ts';
import { decodeTrackKeys } from '../../../../../../electron/engine/store/track-blob.ts';
import { addVideo, TemporaryLibrary } from '../temporary-library.ts';

const box = { x: 0.5, y: 0.25, width: 0.125, height: 0.25 };
const key: TrackKey = { timeSeconds: 1, frameIndex: 25, box, confidence: 0.5, state: 'tracked', isByHand: false };
const track: rows.TrackRow = {
  trackId: 't1' as TrackId,
  label: 'dog',
  origin: 'indexed',
  fate: 'kept',
  trackerId: 'yolox-nano@1',
  startSeconds: 1,
  endSeconds: 2.04,
  revision: 1,
  changedAtMs: 7,
  source: { generationKey: 3, trackNumber: 5, keys: [key] },
  keys: [key, { ...key, timeSeconds: 2, frameIndex: 50, isByHand: true, replacedBox: { ...box, x: -1 } }],
};

test('tracks come back as they were written, and go with their video', () => {
  using library = new TemporaryLibrary();
  const { db } = library;
  const videoKey = addVideo(db, 'v1');
  rows.putTrack(db, videoKey, { ...track, label: 'cat' });
  rows.putTrack(db, videoKey, track);
  expect(rows.tracksOfVideo(db, videoKey)).toEqual([track]);
  expect(rows.changedTracks(db, 10)).toEqual([{ ...track, videoId: 'v1' }]);
  rows.setTrackSource(db, track.trackId, { generationKey: 4, trackNumber: null });
  expect(rows.tracksOfVideo(db, videoKey)[0]!.source).toMatchObject({ generationKey: 4, trackNumber: null });
  db.prepare('DELETE FROM video').run();
  expect(rows.changedTracks(db, 10)).toEqual([]);
});

test('revisions rise a video', () => {
  using library = new TemporaryLibrary();
  const { db } = library;
  const [a, b] = [addVideo(db, 'a'), addVideo(db, 'b')];
  expect(rows.trackRevision(db, a)).toBe(0);
  expect([rows.raiseTrackRevision(db, a), rows.raiseTrackRevision(db, a)]).toEqual([1, 2]);
  expect(rows.trackRevision(db, b)).toBe(0);
});

test('what a follow job has found is there for the next start', () => {
  using library = new TemporaryLibrary();
  const { db } = library;
  const videoKey = addVideo(db, 'v1');
  const followId = 'f1' as FollowId;
  rows.insertFollowJob(db, {
    ...{ followId, videoKey, trackId: track.trackId, label: 'dog', requestJson: '{}', nowMs: 1 },
  });
  const job = rows.followJobsInState(db, 'queued', 10)[0]!;
  rows.putFollowChunk(db, job.followKey, { stretchIndex: 0, chunkIndex: 1, keys: [key] });
  rows.putFollowChunk(db, job.followKey, { stretchIndex: 0, chunkIndex: 0, keys: track.keys });
  rows.putFollowChunk(db, job.followKey, { stretchIndex: 0, chunkIndex: 1, keys: [] });
  expect(rows.followChunks(db, job.followKey).map(({ keys }) => keys)).toEqual([track.keys, []]);
  rows.saveFollowProgress(db, followId, { doneSeconds: 2, totalSeconds: 4, workSeconds: 1, nowMs: 2 });
  rows.setFollowState(db, followId, { state: 'failed', failure: { code: 'no-frames', message: 'none' }, nowMs: 3 });
  expect(rows.followJobById(db, followId)).toMatchObject({
    ...{ doneSeconds: 2, totalSeconds: 4, state: 'failed', failureCode: 'no-frames', title: 'v1' },
  });
  rows.deleteFollowJob(db, followId);
  expect(rows.followChunks(db, job.followKey)).toEqual([]);
});

test('a damaged blob is not taken for keys', () => {
  expect(() => decodeTrackKeys(new Uint8Array(3))).toThrow(expect.objectContaining({ code: 'library-corrupt' }));
  expect(() => decodeTrackKeys(new Uint8Array(64))).toThrow(expect.objectContaining({ code: 'library-corrupt' }));
});
