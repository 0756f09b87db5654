import { expect, test } from 'vitest';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import { searchQuerySchema } from '../../../../../electron/contract/search.ts';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import type { Channel, CoveringRow } from '../../../../../electron/engine/channels/channel.ts';
import { objectsChannel } from '../../../../../electron/engine/channels/objects/objects-channel.ts';
import { trackStep, type TrackSample } from '../../../../../electron/engine/channels/tracks/track-step.ts';
import { tracksChannel } from '../../../../../electron/engine/channels/tracks/tracks-channel.ts';
import { createSearch } from '../../../../../electron/engine/create-search.ts';
import { openLibrary } from '../../../../../electron/engine/store/open-library.ts';
import {
  beginGeneration,
  commitStep,
  completeGeneration,
  insertVideo,
  saveProbe,
} from '../../../../../electron/engine/store/queries/index.ts';

/** Where the left upper corner of a box 0.1 × 0.25 is at a time; null where the thing is not in the picture. */
type Way = (seconds: number) => readonly [x: number, y: number] | null;

interface Clip {
  readonly name: string;
  readonly things: Readonly<Record<string, Way>>;
  /** How far the camera pans to the right in a second. */
  readonly panPerSecond?: number;
}

const LENGTH = 40;
const gap = 0.25;

/** What the detector would see of a clip, four times a second. */
function samplesOf({ things, panPerSecond = 0 }: Clip): TrackSample[] {
  return Array.from({ length: LENGTH / gap }, (_, index) => {
    const timeSeconds = index * gap;
    const objects = Object.entries(things).flatMap(([className, way]) => {
      const at = way(timeSeconds);
      return at === null ? [] : [{ className, score: 0.9, box: { x: at[0], y: at[1], width: 0.1, height: 0.25 } }];
    });
    const camera = { panRight: panPerSecond * gap, tiltUp: 0, zoomIn: 0 };
    return { timeSeconds, endSeconds: timeSeconds + gap, camera, isCut: false, objects };
  });
}

function blockOf<Row extends CoveringRow>(channel: Channel<Row>, rows: readonly Row[]) {
  const [payload, terms] = [channel.encode(rows), channel.terms(rows)];
  return { channel: channel.id, blockIndex: 0, rowCount: rows.length, payload, terms };
}

/** A real library in memory: rows of the real channels, found again by the real planner, index, policy and search. */
function libraryOf(clips: readonly Clip[]) {
  const db = openLibrary({ databaseFile: ':memory:', mode: 'write', clock: systemClock, logger: silentLogger });
  for (const clip of clips) {
    const video = { videoId: videoIdSchema.parse(clip.name), fingerprint: clip.name, title: `${clip.name}.mp4` };
    const videoKey = insertVideo(db, { ...video, sizeBytes: 1, addedAtMs: 0 });
    saveProbe(db, videoKey, { probeJson: '{}', durationSeconds: LENGTH });
    const channelVersions = { objects: `${objectsChannel.version} tiny@1`, tracks: tracksChannel.version };
    const request = { videoKey, pass: 'full', stepSeconds: 60, channelVersions, createdAtMs: 0 } as const;
    const { generationKey } = beginGeneration(db, request);
    const samples = samplesOf(clip);
    const seen = samples.map(({ timeSeconds, endSeconds, objects }) => ({
      startSeconds: timeSeconds,
      endSeconds,
      objects: objects.map((object) => ({ ...object, colours: [] })),
    }));
    const tracks = trackStep(samples, { rows: [], nextTrackNumber: 1 });
    commitStep(db, {
      generationKey,
      stepIndex: 0,
      blocks: [blockOf(objectsChannel, seen), blockOf(tracksChannel, tracks)],
    });
    completeGeneration(db, { generationKey, edgeUncertaintySeconds: 0, warningCount: 0 });
  }
  const search = createSearch({ db, clock: systemClock, detector: () => null });
  return async (text: string) => {
    const query = searchQuerySchema.parse({ text });
    const context = { signal: new AbortController().signal, onProgress: () => {} };
    const { hits } = await search.query(query, context);
    return hits.map(({ videoId, range, reasons }) => ({
      videoId,
      ...range,
      who: reasons.flatMap(({ found }) =>
        found.code === 'action' ? [`${found.action} #${found.who.trackNumber}`] : [],
      ),
    }));
  };
}

/** From one place at `from` seconds to another at `to`, and waiting before and after. */
const goes =
  ([from, to]: readonly [number, number], [x0, x1]: readonly [number, number], y = 0.4): Way =>
  (seconds) => [x0 + (x1 - x0) * Math.min(1, Math.max(0, (seconds - from) / (to - from))), y];
const during =
  (from: number, to: number, way: Way): Way =>
  (seconds) =>
    seconds >= from && seconds < to ? way(seconds) : null;

const find = libraryOf([
  { name: 'to-the-left', things: { person: goes([10, 18], [0.8, 0.2]) } },
  { name: 'to-the-right', things: { person: goes([20, 28], [0.2, 0.8]) } },
  // Who stands goes left through the picture, and who walks to the right keeps his place in it.
  { name: 'panned', panPerSecond: 0.02, things: { person: goes([0, 40], [0.9, 0.1]) } },
  { name: 'followed', panPerSecond: 0.06, things: { person: () => [0.45, 0.4] } },
  {
    name: 'stop-then-leave',
    things: { car: goes([4, 12], [0.1, 0.6], 0.6), person: during(0, 30, goes([24, 30], [0.4, 0.9])) },
  },
]);

test('a direction is found where somebody went that way, and a pan is none', async () => {
  const left = await find('a person walks left');
  expect(left[0]).toMatchObject({ videoId: 'to-the-left', who: ['moves-left #1'] });
  expect(left[0]!.startSeconds).toBeCloseTo(10, 0);
  expect(left[0]!.endSeconds).toBeCloseTo(18, 0);
  expect(left.map(({ videoId }) => videoId)).not.toContain('panned');
  const right = await find('a person walks to the right');
  expect(new Set(right.map(({ videoId }) => videoId))).toEqual(
    new Set(['to-the-right', 'stop-then-leave', 'followed']),
  );
});

test('events are found in the order that was asked for, and not in the other', async () => {
  const [first] = await find('a car stops then a person leaves');
  expect(first).toMatchObject({ videoId: 'stop-then-leave' });
  expect(first!.startSeconds).toBeGreaterThan(9);
  expect(first!.startSeconds).toBeLessThan(12.5);
  expect(first!.endSeconds).toBeGreaterThan(29);
  expect(await find('a person leaves then a car stops')).toEqual([]);
});

test('somebody stops once, for as long as it takes, not for as long as he is there', async () => {
  const hits = (await find('a person stops')).filter(({ videoId }) => videoId === 'to-the-left');
  expect(hits).toHaveLength(1);
  expect(hits[0]!.startSeconds).toBeGreaterThan(15);
  expect(hits[0]!.endSeconds).toBeLessThan(21);
});
