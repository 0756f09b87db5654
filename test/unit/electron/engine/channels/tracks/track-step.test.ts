import { describe, expect, test } from 'vitest';
import type { Box } from '../../../../../../electron/contract/time-range.ts';
import { bestAssignment } from '../../../../../../electron/engine/channels/tracks/assignment.ts';
import { placeAt, toScene } from '../../../../../../electron/engine/channels/tracks/camera-path.ts';
import type { SeenObject } from '../../../../../../electron/engine/channels/tracks/open-track.ts';
import type { CameraPathRow, TrackletRow, TrackRow } from '../../../../../../electron/engine/channels/tracks/rows.ts';
import { decodeTrackRows, encodeTrackRows } from '../../../../../../electron/engine/channels/tracks/track-block.ts';
import {
  nextTrackNumber,
  trackStep,
  type TrackSample,
} from '../../../../../../electron/engine/channels/tracks/track-step.ts';

const box = (x: number, y = 0.4): Box => ({ x, y, width: 0.1, height: 0.2 });
const person = (x: number, score = 0.8, y = 0.4): SeenObject => ({ className: 'person', score, box: box(x, y) });
const noCamera = { panRight: 0, tiltUp: 0, zoomIn: 0 };

interface Drawn {
  readonly count: number;
  readonly gap?: number;
  readonly from?: number;
  readonly seen: (timeSeconds: number, index: number) => readonly SeenObject[];
  readonly camera?: TrackSample['camera'];
  readonly cutAt?: number;
}

const samplesOf = ({ count, gap = 0.25, from = 0, seen, camera = noCamera, cutAt = -1 }: Drawn): TrackSample[] =>
  Array.from({ length: count }, (_, index) => {
    const timeSeconds = from + index * gap;
    const objects = seen(timeSeconds, index);
    return { timeSeconds, endSeconds: timeSeconds + gap, camera, isCut: index === cutAt, objects };
  });
const beginning = { rows: [], nextTrackNumber: 1 };
const trackletsOf = (rows: readonly TrackRow[]) => rows.filter((row): row is TrackletRow => row.kind === 'tracklet');
const track = (drawn: Drawn) => trackletsOf(trackStep(samplesOf(drawn), beginning));

describe('following everything', () => {
  test('a thing that moves evenly is one tracklet of two keys', () => {
    const [row, ...others] = track({ count: 21, seen: (t) => [person(0.1 + 0.1 * t)] });
    expect(others).toEqual([]);
    expect(row).toMatchObject({ trackNumber: 1, className: 'person', startSeconds: 0, endSeconds: 5.25 });
    expect(row!.keys.length).toBeLessThanOrEqual(4);
    expect(row!.keys.at(-1)!.box.x).toBeCloseTo(0.6, 2);
  });

  test('two that cross keep their numbers, at four frames a second and at one in two seconds', () => {
    for (const [gap, speed] of [
      [0.25, 0.12],
      [2, 0.03],
    ] as const) {
      const count = Math.round(0.6 / speed / gap) + 1;
      const rows = track({
        count,
        gap,
        seen: (t) => [person(0.1 + speed * t, 0.8, 0.4), person(0.7 - speed * t, 0.8, 0.5)],
      });
      expect(rows.map(({ trackNumber }) => trackNumber)).toEqual([1, 2]);
      expect(rows[0]!.keys.at(-1)!.box.x).toBeGreaterThan(0.6);
      expect(rows[1]!.keys.at(-1)!.box.x).toBeLessThan(0.2);
    }
  });

  test('a gap of a second is bridged with keys of score 0, one of three seconds is not', () => {
    const gapped = (gapSeconds: number) =>
      track({ count: 40, seen: (t) => (t > 3 && t < 3 + gapSeconds ? [] : [person(0.1 + 0.05 * t)]) });
    const [bridged, ...others] = gapped(1);
    expect(others).toEqual([]);
    expect(bridged!.keys.filter(({ score }) => score === 0).map(({ timeSeconds }) => timeSeconds)).toEqual([
      3.25, 3.75,
    ]);
    const [before, after] = gapped(3);
    expect(before!.endSeconds).toBe(3.25);
    expect(after).toMatchObject({ trackNumber: 2, startSeconds: 6 });
  });

  test('one weak look is nothing, two are something, and one sure look is', () => {
    const lookAt = (score: number, indexes: readonly number[]) =>
      track({ count: 12, seen: (_t, index) => (indexes.includes(index) ? [person(0.3, score)] : []) }).length;
    expect(lookAt(0.45, [4])).toBe(0);
    expect(lookAt(0.45, [4, 5])).toBe(1);
    expect(lookAt(0.65, [4])).toBe(1);
    expect(lookAt(0.3, [4, 5, 6])).toBe(0);
  });

  test('weak looks carry on what is followed, but another class does not', () => {
    const rows = track({
      count: 12,
      seen: (_t, index) => [
        index < 4 ? person(0.3) : index < 8 ? person(0.3, 0.3) : { ...person(0.3), className: 'dog' },
      ],
    });
    expect(rows.map(({ className, endSeconds }) => [className, endSeconds])).toEqual([
      ['person', 2],
      ['dog', 3],
    ]);
  });

  test('all end at a cut', () => {
    const rows = track({ count: 12, cutAt: 6, seen: () => [person(0.3)] });
    expect(rows.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])).toEqual([
      [0, 1.5],
      [1.5, 3],
    ]);
  });

  test('a fast pan does not lose a thing that stands, and its place in the scene stays', () => {
    const camera = { panRight: 0.15, tiltUp: 0, zoomIn: 0 };
    const rows = trackStep(
      samplesOf({ count: 5, camera, seen: (_t, index) => [person(0.8 - 0.15 * index)] }),
      beginning,
    );
    const [row, ...others] = trackletsOf(rows);
    expect(others).toEqual([]);
    const path = rows.find((each): each is CameraPathRow => each.kind === 'camera')!.keys;
    const places = row!.keys.map((key) => toScene(key.box, placeAt(path, key.timeSeconds)).x);
    expect(Math.max(...places) - Math.min(...places)).toBeLessThan(0.02);
  });

  test('the keys that are left out are told by the others to less than a hundredth of the frame', () => {
    const at = (t: number) => 0.4 + 0.3 * Math.sin(t);
    const [row] = track({ count: 80, gap: 0.1, seen: (t) => [person(at(t))] });
    const { keys } = row!;
    expect(keys.length).toBeLessThan(45);
    for (let t = 1; t < 7.9; t += 0.1) {
      const next = keys.findIndex(({ timeSeconds }) => timeSeconds >= t - 1e-9);
      const [a, b] = [keys[Math.max(0, next - 1)]!, keys[next]!];
      const share = a === b ? 0 : (t - a.timeSeconds) / (b.timeSeconds - a.timeSeconds);
      expect(Math.abs(a.box.x + (b.box.x - a.box.x) * share - at(t))).toBeLessThan(0.015);
    }
  });
});

describe('steps', () => {
  const seen = (t: number) => (t > 4.3 && t < 5.3 ? [] : [person(0.1 + 0.05 * t), person(0.8, 0.7, 0.7)]);
  const whole = samplesOf({ count: 48, seen });
  const stored = (rows: readonly TrackRow[]) => decodeTrackRows(encodeTrackRows(rows));

  test('a thing keeps its number over the edge of a step, also where it is just not seen', () => {
    const first = stored(trackStep(whole.slice(0, 20), beginning));
    const second = stored(trackStep(whole.slice(20), { rows: first, nextTrackNumber: nextTrackNumber(first) }));
    expect(trackletsOf(first).map(({ trackNumber, continues }) => [trackNumber, continues])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(trackletsOf(second).map(({ trackNumber, isContinued }) => [trackNumber, isContinued])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(trackletsOf(second)[0]!.keys[0]).toMatchObject({ timeSeconds: 5, score: 0 });
  });

  test('a new thing in a later step has a new number', () => {
    const first = stored(trackStep(whole.slice(0, 20), beginning));
    const past = { rows: first, nextTrackNumber: nextTrackNumber(first) };
    const rows = trackStep(samplesOf({ count: 4, from: 5, seen: () => [person(0.45, 0.9, 0.05)] }), past);
    expect(trackletsOf(rows)).toMatchObject([{ trackNumber: 3, isContinued: false }]);
  });

  test('a block keeps rows as they are, to rounding, and numbers beyond 65,535', () => {
    const rows = trackStep(whole, { rows: [], nextTrackNumber: 70_000 });
    const decoded = stored(rows);
    expect(trackletsOf(decoded).map(({ trackNumber }) => trackNumber)).toEqual([70_000, 70_001]);
    expect(encodeTrackRows(decoded)).toEqual(encodeTrackRows(rows));
    const [kept, own] = [trackletsOf(decoded)[0]!.keys, trackletsOf(rows)[0]!.keys];
    kept.forEach((key, index) => {
      expect(key.timeSeconds).toBeCloseTo(own[index]!.timeSeconds, 3);
      expect(key.box.x).toBeCloseTo(own[index]!.box.x, 4);
    });
  });
});

test('the best assignment is the best of all', () => {
  const gains = [
    [0.9, 0.8, 0],
    [0.85, 0.2, 0],
    [0.7, 0, 0],
  ];
  expect(bestAssignment(3, 3, (row, column) => gains[row]![column]!)).toEqual([1, 0, -1]);
  expect(bestAssignment(0, 2, () => 1)).toEqual([]);
  expect(bestAssignment(2, 0, () => 1)).toEqual([-1, -1]);
});
