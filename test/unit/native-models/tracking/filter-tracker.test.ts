import { describe, expect, test } from 'vitest';
import type { TargetState } from '../../../../native-models/api/single-target-tracker.ts';
import { FilterTracker } from '../../../../native-models/tracking/filter-tracker.ts';
import { boxOf, distancePixels, drawScene, type DrawnThing } from '../../../helpers/drawn-scene.ts';

const options = { signal: new AbortController().signal };

/** Follows a thing from the first place through the others; a place may be empty. */
async function follow(path: readonly (DrawnThing | null)[], tracker = new FilterTracker()): Promise<TargetState[]> {
  await tracker.start(drawScene(path[0]!), boxOf(path[0]!), options);
  const states: TargetState[] = [];
  for (const thing of path.slice(1)) {
    states.push(await tracker.next(drawScene(thing), options));
  }
  return states;
}

const path = (count: number, at: (index: number) => DrawnThing) => Array.from({ length: count }, (_, k) => at(k));
const straight = (k: number): DrawnThing => ({ left: 20 + 3 * k, top: 40 + k, side: 30 });

describe('FilterTracker', () => {
  test('stays on a thing that moves', async () => {
    const places = path(25, straight);
    for (const [index, state] of (await follow(places)).entries()) {
      expect(state.state).toBe('tracked');
      expect(distancePixels(state.box, places[index + 1]!)).toBeLessThan(3);
    }
  });

  test('follows backward as well as forward', async () => {
    const places = path(25, straight).reverse();
    const last = (await follow(places)).at(-1)!;
    expect(distancePixels(last.box, places.at(-1)!)).toBeLessThan(3);
  });

  test('grows with a thing that comes closer', async () => {
    const places = path(30, (k) => ({ left: 70 - k / 2, top: 50 - k / 2, side: 30 + k }));
    const { box } = (await follow(places)).at(-1)!;
    expect(box.width * 200).toBeGreaterThan(50);
    expect(box.width * 200).toBeLessThan(68);
  });

  test('says lost when the thing is gone, stays where it was, and finds it again elsewhere', async () => {
    const gone: null[] = Array.from({ length: 8 }, () => null);
    const back: DrawnThing = { left: 130, top: 90, side: 30 };
    const places = [...path(12, straight), ...gone, ...path(12, () => back)];
    const states = await follow(places);
    const lost = states.slice(14, 19);
    expect(lost.map(({ state }) => state)).toEqual(lost.map(() => 'lost'));
    expect(Math.max(...lost.map(({ confidence }) => confidence))).toBeLessThan(0.6);
    expect(distancePixels(lost.at(-1)!.box, straight(11))).toBeLessThan(25);
    expect(states.at(-1)!.state).toBe('tracked');
    expect(distancePixels(states.at(-1)!.box, back)).toBeLessThan(4);
  });

  test('obeys a box by hand and goes on from it', async () => {
    const tracker = new FilterTracker();
    await follow(path(5, straight), tracker);
    const moved: DrawnThing = { left: 120, top: 90, side: 30 };
    await tracker.correct(drawScene(moved), boxOf(moved), options);
    const { box } = await tracker.next(drawScene(moved), options);
    expect(distancePixels(box, moved)).toBeLessThan(1);
  });

  test.each([
    ['tiny', { x: 0.5, y: 0.5, width: 0.01, height: 0.01 }],
    ['beyond the frame', { x: -0.1, y: -0.2, width: 0.4, height: 0.5 }],
    ['all of the frame', { x: 0, y: 0, width: 1, height: 1 }],
    ['of no height', { x: 0.2, y: 0.2, width: 0.5, height: 0 }],
  ])('takes a box that is %s', async (_, box) => {
    const tracker = new FilterTracker();
    await tracker.start(drawScene(straight(0)), box, options);
    const state = await tracker.next(drawScene(straight(1)), options);
    expect(Object.values(state.box).every(Number.isFinite)).toBe(true);
    expect(state.confidence).toBeGreaterThanOrEqual(0);
    expect(state.confidence).toBeLessThanOrEqual(1);
  });

  test('takes frames of one colour and of one line', async () => {
    const frame = { width: 64, height: 1, data: new Uint8Array(64 * 3).fill(90) };
    const tracker = new FilterTracker();
    await tracker.start(frame, { x: 0.2, y: 0, width: 0.2, height: 1 }, options);
    const { box } = await tracker.next(frame, options);
    expect(Object.values(box).every(Number.isFinite)).toBe(true);
  });

  test('follows nothing before it is started, and stops when asked to', async () => {
    await expect(new FilterTracker().next(drawScene(null), options)).rejects.toThrow('not started');
    const stopped = { signal: AbortSignal.abort() };
    await expect(async () => new FilterTracker().start(drawScene(null), boxOf(straight(0)), stopped)).rejects.toThrow();
  });
});
