import { describe, expect, test } from 'vitest';
import type { Box } from '../../../../../electron/contract/time-range.ts';
import { motScores, type BoxesByFrame } from '../../../../../electron/engine/tracking/mot-scores.ts';

const box = (x: number, width = 10): Box => ({ x, y: 0, width, height: 10 });
/** A thing that is at a place in each of some frames. */
const thing = (frames: readonly number[], at: (frame: number) => Box): BoxesByFrame =>
  new Map(frames.map((frame) => [frame, at(frame)]));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

const still = (frames: readonly number[], x = 0) => thing(frames, () => box(x));

describe('motScores', () => {
  test('are all 1 where everything is found as it is', () => {
    const truth = [still(range(0, 10)), still(range(3, 8), 50)];
    expect(motScores(truth, [...truth].reverse(), 10)).toMatchObject({
      ...{ mota: 1, idf1: 1, hota: 1, detA: 1, assA: 1 },
      ...{ missCount: 0, falseAlarmCount: 0, switchCount: 0, trueCount: 15 },
    });
  });

  test('are 0 where nothing is found, and below where only false alarms are', () => {
    const truth = [still(range(0, 4))];
    expect(motScores(truth, [], 4)).toMatchObject({ mota: 0, idf1: 0, hota: 0, missCount: 4 });
    expect(motScores(truth, [still(range(0, 4), 50)], 4)).toMatchObject({ mota: -1, idf1: 0, hota: 0 });
  });

  test('one thing taken for two, half the time each', () => {
    const truth = [still(range(0, 10))];
    const found = [still(range(0, 5)), still(range(5, 10))];
    // One switch in ten. Identities: 5 of 10 and 10 boxes pair. Association: each pair 5 of 10 together.
    const scores = motScores(truth, found, 10);
    expect(scores).toMatchObject({ mota: 0.9, switchCount: 1, idf1: 0.5, detA: 1, assA: 0.5 });
    expect(scores.hota).toBeCloseTo(Math.sqrt(0.5), 12);
  });

  test('two things that exchange their tracks in the middle', () => {
    const truth = [still(range(0, 10)), still(range(0, 10), 50)];
    const crossed = (first: number, second: number) => thing(range(0, 10), (frame) => box(frame < 5 ? first : second));
    const scores = motScores(truth, [crossed(0, 50), crossed(50, 0)], 10);
    // Two switches in twenty; each identity is right for 5 of its 10 frames; 5 ÷ (10 + 10 − 5) together.
    expect(scores).toMatchObject({ mota: 0.9, switchCount: 2, idf1: 0.5, detA: 1 });
    expect(scores.assA).toBeCloseTo(1 / 3, 12);
  });

  test('boxes that overlap by 0.6 count up to that limit', () => {
    // 10 wide, moved by 2.5: 7.5 shared of 12.5.
    const scores = motScores([still(range(0, 4))], [still(range(0, 4), 2.5)], 4);
    expect(scores).toMatchObject({ mota: 1, idf1: 1 });
    // Limits 0.05 to 0.60 are 12 of 19.
    expect(scores.hota).toBeCloseTo(12 / 19, 12);
  });

  test('below IoU 0.5 a pair is a miss and a false alarm, though HOTA counts it at low limits', () => {
    // 10 wide, moved by 5: 5 shared of 15.
    const scores = motScores([still(range(0, 4))], [still(range(0, 4), 5)], 4);
    expect(scores).toMatchObject({ mota: -1, idf1: 0, missCount: 4, falseAlarmCount: 4 });
    // Limits 0.05 to 0.30 are 6 of 19.
    expect(scores.hota).toBeCloseTo(6 / 19, 12);
  });

  test('a pair stays a pair while it may, though another is nearer for a moment', () => {
    const truth = [still(range(0, 3))];
    const steady = still(range(0, 3), 2);
    const passing = still([1], 0);
    expect(motScores(truth, [steady, passing], 3)).toMatchObject({ switchCount: 0, falseAlarmCount: 1 });
  });

  test('what is found again under its own name after a gap is no switch', () => {
    const truth = [still(range(0, 6))];
    expect(motScores(truth, [still([0, 1, 4, 5])], 6)).toMatchObject({ switchCount: 0, missCount: 2 });
  });

  test('have nothing to say without truth', () => {
    expect(() => motScores([], [still([0])], 1)).toThrow('no true boxes');
  });
});
