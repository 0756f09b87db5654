import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { VideoId } from '../../../electron/contract/ids.ts';
import type { Progress } from '../../../electron/contract/index.ts';
import { unpackKeys } from '../../../electron/contract/track-keys.ts';
import { silentLogger, systemClock } from '../../../electron/engine/base/surroundings.ts';
import { VideoSources } from '../../../electron/engine/media/video-sources.ts';
import { runFfmpeg } from '../../../electron/engine/media/run-ffmpeg.ts';
import { FollowService } from '../../../electron/engine/tracking/follow/follow-service.ts';
import { TrackService } from '../../../electron/engine/tracking/track-service.ts';
import { TrackStore } from '../../../electron/engine/tracking/track-store.ts';
import { addVideo, TemporaryLibrary } from '../../unit/electron/engine/store/temporary-library.ts';
import { h264, temporaryFolder, tools } from '../media/numbered-clip.ts';

const folder = temporaryFolder();
const videoId = 'v1' as VideoId;
const box = { x: 0.25, y: 0.25, width: 0.125, height: 0.25 };
const path = join(folder, 'still.mp4');
const picture = 'testsrc2=s=320x180:r=25:d=12';
await runFfmpeg(['-f', 'lavfi', '-i', picture, ...h264, '-g', '50', `file:${path}`], { tools });

const order = {
  ...{ videoId, trackId: null, label: 'thing', seeds: [{ timeSeconds: 1, box }], isForward: true, isBackward: false },
  ...{ untilSeconds: null, sinceSeconds: null, tracker: 'filter' as const },
};

class Fixture {
  readonly library = new TemporaryLibrary();
  readonly tracks: TrackService;
  follows: FollowService;

  constructor() {
    const { db } = this.library;
    addVideo(db, videoId);
    const store = new TrackStore({ db, writer: db, readIndexed: () => null });
    this.tracks = new TrackService({ db, writer: db, store, clock: systemClock });
    this.follows = this.open();
    onTestFinished(async () => {
      await this.follows.dispose();
      this.library[Symbol.dispose]();
    });
  }

  open(): FollowService {
    const { db } = this.library;
    const sources = new VideoSources({ db, tools: async () => tools, resolveFile: async () => ({ path }) });
    const trackerModule = new URL('../../helpers/template-tracker.ts', import.meta.url).href;
    const { tracks } = this;
    return new FollowService({
      ...{ db, writer: db, clock: systemClock, logger: silentLogger, sources, tracks, trackerModule },
      trackingModel: () => Promise.resolve(null),
    });
  }

  /** Keys of the only track. */
  get keys() {
    return unpackKeys(this.tracks.list({ videoId, range: null }).set.keys);
  }
}

test('what is followed comes as it is found, is kept, and can be undone', async () => {
  const fixture = new Fixture();
  const told: Progress<'tracks.follow'>[] = [];
  const signal = new AbortController().signal;
  const untilSeconds = 3;
  const { state, change } = await fixture.follows.follow(
    { ...order, untilSeconds },
    { signal, onProgress: (progress) => told.push(progress) },
  );
  expect(state).toBe('done');
  const preview = told.flatMap(({ keys }) => unpackKeys(keys));
  expect(preview.map(({ frameIndex }) => frameIndex)).toEqual(Array.from({ length: 51 }, (_, index) => 25 + index));
  expect(told.at(-1)).toMatchObject({ doneSeconds: 2, totalSeconds: 2 });
  expect(fixture.keys[0]).toMatchObject({ box, isByHand: true, timeSeconds: 1 });
  expect(fixture.keys.at(-1)!.timeSeconds).toBe(3);
  fixture.tracks.restore({ videoId, replaces: [...change.after.tracks], set: change.before });
  expect(fixture.keys).toEqual([]);
});

/** Starts a job and resolves when it has found something. */
async function begun(fixture: Fixture) {
  const controller = new AbortController();
  const first = Promise.withResolvers<Progress<'tracks.follow'>>();
  const over = fixture.follows.follow(order, {
    signal: controller.signal,
    onProgress: (progress) => {
      if (progress.doneSeconds > 0) first.resolve(progress);
    },
  });
  over.catch(() => {});
  return { ...(await first.promise), over, controller };
}

test('a cancelled job keeps what it has found', async () => {
  const fixture = new Fixture();
  const { followId, over } = await begun(fixture);
  expect(await fixture.follows.cancel(followId)).toMatchObject({ state: 'cancelled' });
  expect(await over).toMatchObject({ state: 'cancelled' });
  const last = fixture.keys.at(-1)!.timeSeconds;
  expect(last).toBeGreaterThan(1);
  expect(last).toBeLessThan(11);
});

test('a paused job goes on where it was, also after another start of the program', async () => {
  const fixture = new Fixture();
  const { followId, over } = await begun(fixture);
  const paused = await fixture.follows.pause(followId);
  expect(await over).toMatchObject({ state: 'paused' });
  expect(paused.doneSeconds).toBeGreaterThan(0);
  await fixture.follows.dispose();

  fixture.follows = fixture.open();
  const controller = new AbortController();
  const done = Promise.withResolvers<void>();
  const states = new Set<string>();
  const least: number[] = [];
  const watching = fixture.follows.watch({
    signal: controller.signal,
    onProgress: ({ follows }) => {
      states.add(follows[0]!.state);
      if (follows[0]!.state === 'running' && follows[0]!.totalSeconds !== null) least.push(follows[0]!.doneSeconds);
      if (follows[0]!.state === 'done') done.resolve();
    },
  });
  expect(states).toEqual(new Set(['paused']));
  fixture.follows.resume(followId);
  await done.promise;
  controller.abort();
  await watching;
  expect(Math.min(...least)).toBeGreaterThanOrEqual(paused.doneSeconds - 0.2);
  expect(fixture.keys.at(-1)!.timeSeconds).toBeCloseTo(11.96, 6);
});

test('a job that the program was ended in goes on when it is opened again', async () => {
  const fixture = new Fixture();
  const { followId, controller } = await begun(fixture);
  controller.abort();
  await fixture.follows.dispose();
  fixture.library.db.prepare("UPDATE follow_job SET state = 'running'").run();

  fixture.follows = fixture.open();
  const watched = new AbortController();
  const done = Promise.withResolvers<void>();
  const watching = fixture.follows.watch({
    signal: watched.signal,
    onProgress: ({ follows }) => {
      if (follows[0]!.state === 'done') done.resolve();
    },
  });
  await done.promise;
  watched.abort();
  await watching;
  expect(fixture.follows.show(followId)).toMatchObject({ state: 'done' });
});
