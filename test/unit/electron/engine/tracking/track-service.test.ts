import { describe, expect, test } from 'vitest';
import type { TrackId, VideoId } from '../../../../../electron/contract/ids.ts';
import { unpackKeys } from '../../../../../electron/contract/track-keys.ts';
import type { TrackChange, TrackEdit, TrackSet } from '../../../../../electron/contract/tracks.ts';
import { systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import type { IndexedTracksOfVideo } from '../../../../../electron/engine/tracking/indexed-tracks.ts';
import { TrackService } from '../../../../../electron/engine/tracking/track-service.ts';
import { TrackStore } from '../../../../../electron/engine/tracking/track-store.ts';
import { addVideo, TemporaryLibrary } from '../store/temporary-library.ts';

const videoId = 'v1' as VideoId;
const box = { x: 0.25, y: 0.25, width: 0.25, height: 0.5 };
const shifted = (dx: number) => ({ ...box, x: box.x + dx });

/** A person who walks to the right for four seconds, and one who stands there. */
function indexedAs(generationKey: number, firstNumber: number, dx = 0): IndexedTracksOfVideo {
  const keys = [0, 2, 4].map((timeSeconds) => ({ timeSeconds, box: shifted(dx + timeSeconds / 16), score: 0.75 }));
  const still = [0, 4].map((timeSeconds) => ({ timeSeconds, box: { ...box, x: 0.75 }, score: 0.5 }));
  return {
    ...{ generationKey, trackerId: 'tiny@1' },
    tracks: [
      { trackNumber: firstNumber, className: 'person', keys },
      { trackNumber: firstNumber + 1, className: 'person', keys: still },
    ],
  };
}

class Fixture {
  readonly library = new TemporaryLibrary();
  indexed: IndexedTracksOfVideo | null = indexedAs(7, 1);
  readonly service: TrackService;

  constructor({ isReadOnly = false } = {}) {
    const { db } = this.library;
    addVideo(db, videoId);
    const writer = isReadOnly ? null : db;
    const store = new TrackStore({ db, writer, readIndexed: () => this.indexed });
    this.service = new TrackService({ db, writer, store, clock: systemClock });
  }

  edit(edit: Record<string, unknown>): TrackChange {
    return this.service.edit({ videoId, edit: edit as TrackEdit });
  }

  undo({ before, after }: TrackChange): TrackChange {
    return this.service.restore({ videoId, replaces: after.tracks, set: before });
  }

  get set(): TrackSet {
    return this.service.list({ videoId, range: null }).set;
  }

  /** What a person sees: without what only bookkeeping needs. */
  get seen() {
    const keys = unpackKeys(this.set.keys);
    let offset = 0;
    return this.set.tracks.map(({ trackId, label, keyCount, isCorrected }) => ({
      ...{ trackId, label, isCorrected },
      keys: keys.slice(offset, (offset += keyCount)),
    }));
  }

  [Symbol.dispose](): void {
    this.library[Symbol.dispose]();
  }
}

const walker = 'ix-7-1' as TrackId;
const stander = 'ix-7-2' as TrackId;

const edits: Record<string, Record<string, unknown>> = {
  'a moved box': {
    kind: 'set-key',
    trackId: walker,
    timeSeconds: 1,
    frameIndex: 25,
    box: shifted(0.1),
    state: 'tracked',
  },
  'a deleted key': { kind: 'delete-key', trackId: walker, timeSeconds: 2 },
  'a cut': { kind: 'set-range', trackId: walker, range: { startSeconds: 1, endSeconds: 3 } },
  'a split': { kind: 'split', trackId: walker, timeSeconds: 1 },
  'a join': { kind: 'join', trackId: walker, otherTrackId: stander },
  'another name': { kind: 'rename', trackId: walker, label: 'Ada' },
  'a deleted track': { kind: 'delete', trackId: walker },
  'a drawn box': { kind: 'draw', timeSeconds: 1, frameIndex: null, label: 'dog', box },
};

describe.each(Object.entries(edits))('%s', (_name, edit) => {
  test('is there, can be undone to the letter, and done again', () => {
    using fixture = new Fixture();
    const untouched = fixture.seen;
    const change = fixture.edit(edit);
    const changed = fixture.seen;
    expect(changed).not.toEqual(untouched);
    const undone = fixture.undo(change);
    expect(fixture.seen).toEqual(untouched);
    fixture.undo(undone);
    expect(fixture.seen).toEqual(changed);
  });

  test('is refused where the library is only read', () => {
    using fixture = new Fixture({ isReadOnly: true });
    expect(() => fixture.edit(edit)).toThrow(expect.objectContaining({ code: 'read-only' }));
  });
});

test('a moved box is obeyed exactly, and is told as a correction with what was there before', () => {
  using fixture = new Fixture();
  fixture.edit(edits['a moved box']!);
  const key = fixture.seen
    .find(({ trackId }) => trackId === walker)!
    .keys.find(({ timeSeconds }) => timeSeconds === 1)!;
  expect(key).toMatchObject({ isByHand: true, confidence: 1, box: { x: Math.fround(0.35), y: 0.25 } });
  const { corrections } = fixture.service.corrections({ videoId });
  expect(corrections).toMatchObject([
    { kind: 'moved', timeSeconds: 1, before: { x: 0.3125 }, after: { x: Math.fround(0.35) }, trackerId: 'tiny@1' },
  ]);
});

test('a deleted track of the index is a correction; one that was joined is none', () => {
  using fixture = new Fixture();
  const joined = fixture.edit(edits['a join']!);
  expect(fixture.service.corrections({ videoId }).corrections).toEqual([]);
  fixture.undo(joined);
  fixture.edit(edits['a deleted track']!);
  expect(fixture.service.corrections({ videoId }).corrections).toMatchObject([{ kind: 'track-deleted', after: null }]);
});

test('corrections of what indexing found survive another analysis and stand for the same thing', () => {
  using fixture = new Fixture();
  fixture.edit(edits['another name']!);
  fixture.edit({ kind: 'delete', trackId: stander });
  fixture.indexed = indexedAs(8, 20, 0.01);
  expect(fixture.seen.map(({ label, isCorrected }) => ({ label, isCorrected }))).toEqual([
    { label: 'Ada', isCorrected: true },
  ]);
  // Nothing like it any more: the correction stays, and hides nothing.
  fixture.indexed = indexedAs(9, 40, 0.5);
  expect(fixture.seen.map(({ label }) => label).sort()).toEqual(['Ada', 'person']);
});

test('what another window changed since is not overwritten', () => {
  using fixture = new Fixture();
  const change = fixture.edit(edits['another name']!);
  fixture.edit({ kind: 'rename', trackId: walker, label: 'Grace' });
  expect(() => fixture.undo(change)).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(fixture.seen.map(({ label }) => label)).toContain('Grace');
});

test('a list of a range holds the keys that its boxes need', () => {
  using fixture = new Fixture();
  const { set } = fixture.service.list({ videoId, range: { startSeconds: 2.5, endSeconds: 3 } });
  expect([...set.keys.timesSeconds]).toEqual([2, 4, 0, 4]);
  expect(fixture.service.list({ videoId, range: { startSeconds: 5, endSeconds: 6 } }).set.tracks).toEqual([]);
});

test('whoever watches is told at once, and of a new state only', async () => {
  using fixture = new Fixture();
  const told: number[] = [];
  const controller = new AbortController();
  const watching = fixture.service.watch(
    { videoId },
    { signal: controller.signal, onProgress: ({ revision }) => told.push(revision) },
  );
  fixture.edit(edits['another name']!);
  controller.abort();
  await watching;
  fixture.edit(edits['a drawn box']!);
  expect(told).toEqual([0, 1]);
});

test('what cannot be is refused in words', () => {
  using fixture = new Fixture();
  const refuses = (edit: Record<string, unknown>, code: string) =>
    expect(() => fixture.edit(edit)).toThrow(expect.objectContaining({ code }));
  refuses({ kind: 'delete', trackId: 'gone' }, 'not-found');
  refuses({ kind: 'split', trackId: walker, timeSeconds: 0 }, 'bad-request');
  refuses({ kind: 'split', trackId: walker, timeSeconds: 9 }, 'bad-request');
  refuses({ kind: 'join', trackId: walker, otherTrackId: walker }, 'bad-request');
  refuses({ kind: 'delete-key', trackId: walker, timeSeconds: 1.5 }, 'not-found');
  refuses({ ...edits['a drawn box'], box: { ...box, width: 0 } }, 'bad-request');
});
