import { describe, expect, test } from 'vitest';
import type { Action, Bearer, PlanAtom, Relation } from '../../../../../../electron/contract/plan.ts';
import type { TrackRow } from '../../../../../../electron/engine/channels/tracks/rows.ts';
import { tracksChannel } from '../../../../../../electron/engine/channels/tracks/tracks-channel.ts';

/**
 * All lengths are shares of a square frame, all videos 20 s long. A person is 0.1 × 0.25, so a square of the same size has
 * a side of 0.158, and a box that stands still may wander 0.012 + 0.06 · 0.158 = 0.0215; a way of 2.5 times that, 0.054 in
 * a second, is surely a movement.
 */
const LENGTH = 20;
type Key = readonly [timeSeconds: number, x: number, y: number];

/** "2 0.1 0.4, 8 0.85 0.4": at 2 s the left upper corner is at (0.1, 0.4), at 8 s at (0.85, 0.4), and evenly between. */
const way = (text: string): readonly Key[] =>
  text.split(', ').map((key) => key.split(' ').map(Number) as [number, number, number]);

interface Drawn {
  readonly number?: number;
  readonly className?: string;
  readonly size?: readonly [width: number, height: number];
  readonly keys: readonly Key[];
}

function tracklet({ number = 1, className = 'person', size: [width, height] = [0.1, 0.25], keys }: Drawn): TrackRow {
  return {
    kind: 'tracklet',
    startSeconds: keys[0]![0],
    endSeconds: keys.at(-1)![0],
    trackNumber: number,
    className,
    isContinued: false,
    continues: false,
    keys: keys.map(([timeSeconds, x, y]) => ({ timeSeconds, box: { x, y, width, height }, score: 0.9 })),
  };
}

/** A camera that stands still, or whose scene moves through the picture by so much a second. */
function camera(shiftPerSecond = 0, growthPerSecond = 1): TrackRow {
  const keys = Array.from({ length: LENGTH + 1 }, (_, timeSeconds) => ({
    timeSeconds,
    x: shiftPerSecond * timeSeconds,
    y: 0,
    scale: growthPerSecond ** timeSeconds,
  }));
  return { kind: 'camera', startSeconds: 0, endSeconds: LENGTH, keys };
}

const bearer = (...classes: string[]): Bearer => ({ classes, noun: null });
const grid = { startSeconds: 0, stepSeconds: 0.5, stepCount: LENGTH * 2 };
const base = { atomId: 'a1', span: { start: 0, end: 1 }, isNegated: false };
const doing = (action: Action, subject = bearer('person')): PlanAtom => ({ ...base, kind: 'action', action, subject });
const being = (relation: Relation, subject: string, object: string): PlanAtom => ({
  ...base,
  kind: 'relation',
  relation,
  subject: bearer(subject),
  object: bearer(object),
});

function evidence(atom: PlanAtom, rows: readonly TrackRow[]) {
  const ordered = rows.toSorted((a, b) => a.startSeconds - b.startSeconds);
  return tracksChannel.evidence({ atom, rows: ordered, grid, frameAspect: 1 });
}

/** Of what is known. */
const highest = (atom: PlanAtom, rows: readonly TrackRow[]) =>
  Math.max(...evidence(atom, rows).values.filter((value) => !Number.isNaN(value)));

/** Seconds in which the curve reaches 0.5, as [from, to) pairs; nothing in between means nothing at all. */
function shown(atom: PlanAtom, rows: readonly TrackRow[]): number[][] {
  const { values } = evidence(atom, rows);
  const spans: number[][] = [];
  values.forEach((value, step) => {
    if (!(value >= 0.5)) return;
    const last = spans.at(-1);
    if (last?.[1] === step / 2) last[1] = (step + 1) / 2;
    else spans.push([step / 2, (step + 1) / 2]);
  });
  return spans;
}

/** Stands until 6 s, goes 0.06 a second to the right until 12 s, stands until 18 s. */
const walksBetween = tracklet({ keys: way('0 0.2 0.4, 6 0.2 0.4, 12 0.56 0.4, 18 0.56 0.4') });
const still = camera();

describe('a direction', () => {
  const ways: [Action, readonly Key[]][] = [
    ['moves-left', way('2 0.8 0.4, 12 0.2 0.4')],
    ['moves-right', way('2 0.2 0.4, 12 0.8 0.4')],
    ['moves-up', way('2 0.4 0.7, 12 0.4 0.1')],
    ['moves-down', way('2 0.4 0.1, 12 0.4 0.7')],
  ];

  test.each(ways)('%s is what goes that way, and no other', (action, keys) => {
    const rows = [still, tracklet({ keys })];
    expect(shown(doing(action), rows)).toEqual([[2, 12]]);
    for (const [other] of ways.filter(([each]) => each !== action)) {
      expect(highest(doing(other), rows)).toBe(0);
    }
  });

  test('the reason names the track, and the edges are those of the movement', () => {
    const found = evidence(doing('moves-right'), [still, { ...walksBetween, trackNumber: 3 } as TrackRow]);
    expect(found.describe({ startSeconds: 6, endSeconds: 12 })).toEqual({
      code: 'action',
      action: 'moves-right',
      who: { className: 'person', trackNumber: 3 },
    });
    expect(found.describe({ startSeconds: 14, endSeconds: 20 })).toBeNull();
  });

  test('what stands while the camera pans goes nowhere; what keeps its place in the picture goes along', () => {
    const stands = tracklet({ number: 1, keys: way('2 0.8 0.4, 12 0.2 0.4') });
    const goesAlong = tracklet({ number: 2, className: 'dog', keys: way('2 0.5 0.4, 12 0.5 0.4') });
    // The camera pans right by 0.06 a second: the scene goes left.
    const rows = [camera(-0.06), stands, goesAlong];
    expect(shown(doing('moves-left', bearer()), rows)).toEqual([]);
    expect(shown(doing('moves-right', bearer('person')), rows)).toEqual([]);
    expect(shown(doing('moves-right', bearer('dog')), rows)).toEqual([[2, 12]]);
  });
});

describe('nearer and further', () => {
  /** Grows evenly about its middle by a tenth a second: from 0.2 to 0.52 in ten seconds. */
  const growing = (factor: number): TrackRow => {
    const keys = Array.from({ length: 11 }, (_, second) => {
      const [width, height] = [0.1 * factor ** second, 0.2 * factor ** second];
      const box = { x: 0.5 - width / 2, y: 0.5 - height / 2, width, height };
      return { timeSeconds: 2 + second, box, score: 0.9 };
    });
    return { ...(tracklet({ keys: way('2 0 0, 12 0 0') }) as Extract<TrackRow, { kind: 'tracklet' }>), keys };
  };

  test('what grows by a tenth a second comes closer, what shrinks goes away', () => {
    expect(shown(doing('comes-closer'), [still, growing(1.1)])).toEqual([[2, 12]]);
    expect(shown(doing('goes-away'), [still, growing(1.1)])).toEqual([]);
    expect(shown(doing('goes-away'), [still, growing(1 / 1.15)])).toEqual([[2, 12]]);
    expect(shown(doing('moves-left'), [still, growing(1.1)])).toEqual([]);
  });

  test('a camera that zooms in brings nothing closer', () => {
    expect(shown(doing('comes-closer'), [camera(0, 1.1), growing(1.1)])).toEqual([]);
    expect(shown(doing('comes-closer'), [camera(0, 1.1), growing(1.25)])).toEqual([[2, 12]]);
  });
});

describe('begin and end', () => {
  /** Comes in over the left edge at 4 s, goes out over the right edge at 13 s. */
  const comesAndGoes = tracklet({ keys: way('4 0 0.4, 13 0.9 0.4') });

  test('who comes in over an edge enters for a second and a half, and leaves likewise', () => {
    expect(shown(doing('enters'), [still, comesAndGoes])).toEqual([[4, 5.5]]);
    expect(shown(doing('leaves'), [still, comesAndGoes])).toEqual([[11.5, 13]]);
  });

  test('what the picture begins and ends with neither enters nor leaves', () => {
    const whole = tracklet({ keys: way('0 0 0.4, 20 0.9 0.4') });
    expect(shown(doing('enters'), [still, whole])).toEqual([]);
    expect(shown(doing('leaves'), [still, whole])).toEqual([]);
  });

  test('what a pan uncovers does not enter, and what a cut shows does not either', () => {
    const uncovered = tracklet({ keys: way('4 0.9 0.4, 13 0 0.4') });
    expect(shown(doing('enters'), [camera(-0.1), uncovered])).toEqual([]);
    const first = {
      ...camera(-0.1),
      endSeconds: 4,
      keys: [
        { timeSeconds: 0, x: 0, y: 0, scale: 1 },
        { timeSeconds: 4, x: -0.4, y: 0, scale: 1 },
      ],
    } as TrackRow;
    const second = { ...camera(), startSeconds: 4, keys: [{ timeSeconds: 4, x: 0, y: 0, scale: 1 }] } as TrackRow;
    expect(shown(doing('enters'), [first, second, comesAndGoes])).toEqual([]);
  });

  test('one that was only lost for a moment did not leave', () => {
    const again = tracklet({ number: 2, keys: way('13.5 0.85 0.4, 20 0.3 0.4') });
    const upTo = tracklet({ keys: way('4 0 0.4, 13 0.85 0.4') });
    expect(shown(doing('leaves'), [still, upTo, again])).toEqual([]);
    expect(shown(doing('enters'), [still, upTo, again])).toEqual([[4, 5.5]]);
  });
});

describe('rest and change', () => {
  test('starts, stops and stays where it does', () => {
    // A second and a half around the change.
    expect(shown(doing('starts'), [still, walksBetween])).toEqual([[4.5, 7.5]]);
    expect(shown(doing('stops'), [still, walksBetween])).toEqual([[10.5, 13.5]]);
    const stays = shown(doing('stays'), [still, walksBetween]);
    expect(stays).toEqual([
      [0, 5.5],
      [12.5, 18],
    ]);
  });

  test('under a camera that follows it, likewise', () => {
    // The scene goes left by 0.06 a second while it walks, and the picture keeps it in place.
    const path: TrackRow = {
      ...(still as Extract<TrackRow, { kind: 'camera' }>),
      keys: [0, 6, 12, 20].map((timeSeconds) => ({
        timeSeconds,
        x: -0.06 * Math.min(6, Math.max(0, timeSeconds - 6)),
        y: 0,
        scale: 1,
      })),
    };
    const kept = tracklet({ keys: way('0 0.4 0.4, 18 0.4 0.4') });
    expect(shown(doing('stops'), [path, kept])).toEqual([[10.5, 13.5]]);
    expect(shown(doing('stops'), [still, kept])).toEqual([]);
  });

  test('fast and slow are told by how many times its own size it goes', () => {
    // 0.08 and 0.5 a second: half and three times its size.
    const slow = tracklet({ keys: way('2 0.1 0.4, 12 0.8 0.4') });
    const fast = tracklet({ number: 2, className: 'dog', keys: way('5 0.1 0.1, 6.5 0.85 0.1') });
    const rows = [still, slow, fast];
    expect(shown(doing('slow', bearer()), rows)).toEqual([[2, 12]]);
    expect(shown(doing('fast', bearer()), rows)).toEqual([[5, 6.5]]);
  });

  test('turns where its way bends by a right angle, not where it goes straight on', () => {
    const bend = tracklet({ keys: way('2 0.2 0.1, 7 0.7 0.1, 12 0.7 0.6') });
    expect(shown(doing('turns'), [still, bend])).toEqual([[5.5, 8.5]]);
    expect(shown(doing('turns'), [still, walksBetween])).toEqual([]);
  });

  test('passes when it goes a good way, not when it takes a step', () => {
    const step = tracklet({ keys: way('2 0.4 0.4, 4 0.4 0.4, 5 0.5 0.4, 8 0.5 0.4') });
    const walk = tracklet({ keys: way('2 0.1 0.4, 8 0.85 0.4') });
    expect(shown(doing('passes'), [still, walk])).toEqual([[2, 8]]);
    expect(shown(doing('passes'), [still, step])).toEqual([]);
  });
});

describe('two things', () => {
  const car = (keys: readonly Key[]) => tracklet({ number: 2, className: 'car', size: [0.3, 0.2], keys });
  const standing = (x: number, y: number): readonly Key[] => [
    [1, x, y],
    [19, x, y],
  ];
  const relations: [Relation, string, readonly Key[], readonly Key[], number[][]][] = [
    // Behind a car by 0.2 on its way to the right.
    ['follows', 'the one behind', way('2 0.05 0.4, 8 0.35 0.4'), way('2 0.25 0.42, 8 0.55 0.42'), [[2.5, 8]]],
    // Its middle goes by that of the car at 7 s.
    ['passes', 'who goes by', way('2 0 0.5, 12 0.9 0.5'), standing(0.35, 0.5), [[6, 8.5]]],
    // Comes up to the car and stays there.
    ['approaches', 'who comes', way('2 0 0.5, 8 0.48 0.5, 16 0.48 0.5'), standing(0.6, 0.5), [[3, 8]]],
    ['meets', 'who comes and stays', way('2 0 0.5, 8 0.48 0.5, 16 0.48 0.5'), standing(0.6, 0.5), [[7, 10]]],
    ['departs', 'who goes', way('2 0.48 0.5, 4 0.48 0.5, 9 0 0.5'), standing(0.6, 0.5), [[4, 9]]],
    ['next-to', 'who stands beside it', standing(0.48, 0.5), standing(0.6, 0.55), [[1, 19]]],
    ['in-front-of', 'who covers it, lower in the picture', standing(0.5, 0.55), standing(0.4, 0.5), [[1, 19]]],
    ['behind', 'who is covered', standing(0.5, 0.3), standing(0.4, 0.45), [[1, 19]]],
    ['on', 'whose foot is on it', standing(0.5, 0.25), standing(0.4, 0.45), [[1, 19]]],
  ];

  test.each(relations)('%s: %s', (...[relation, , who, whom, expected]) => {
    expect(shown(being(relation, 'person', 'car'), [still, tracklet({ keys: who }), car(whom)])).toEqual(expected);
  });

  test.each([
    ['follows', way('2 0.25 0.4, 8 0.55 0.4'), way('2 0.05 0.42, 8 0.35 0.42')],
    ['passes', way('2 0 0.5, 6 0.3 0.5, 12 0 0.5'), standing(0.5, 0.5)],
    ['next-to', standing(0.05, 0.5), standing(0.6, 0.55)],
    ['in-front-of', standing(0.5, 0.3), standing(0.4, 0.45)],
    ['on', standing(0.5, 0.5), standing(0.4, 0.45)],
  ] as [Relation, readonly Key[], readonly Key[]][])('%s is not said of others', (relation, who, whom) => {
    expect(shown(being(relation, 'person', 'car'), [still, tracklet({ keys: who }), car(whom)])).toEqual([]);
  });

  test('under and in it: from its middle down, and wholly inside', () => {
    const ball = (x: number, y: number) => tracklet({ className: 'ball', size: [0.05, 0.05], keys: standing(x, y) });
    expect(shown(being('under', 'ball', 'car'), [still, ball(0.5, 0.63), car(standing(0.4, 0.5))])).toEqual([[1, 19]]);
    expect(shown(being('under', 'ball', 'car'), [still, ball(0.5, 0.5), car(standing(0.4, 0.5))])).toEqual([]);
    expect(shown(being('inside', 'ball', 'car'), [still, ball(0.5, 0.55), car(standing(0.4, 0.5))])).toEqual([[1, 19]]);
    expect(shown(being('inside', 'ball', 'car'), [still, ball(0.38, 0.47), car(standing(0.4, 0.5))])).toEqual([]);
  });

  test('something small in the hands is held, something as large is not', () => {
    const bottle = (size: readonly [number, number]) =>
      tracklet({ number: 2, className: 'bottle', size, keys: standing(0.42, 0.5) });
    const person = tracklet({ keys: standing(0.4, 0.4) });
    expect(shown(being('holding', 'person', 'bottle'), [still, person, bottle([0.03, 0.06])])).toEqual([[1, 19]]);
    expect(shown(being('holding', 'person', 'bottle'), [still, person, bottle([0.1, 0.2])])).toEqual([]);
  });

  test('a pan makes nobody approach, and where one of the two is not there it is not known how they stand', () => {
    const rows = [
      camera(-0.03),
      tracklet({ keys: way('1 0.9 0.5, 19 0.36 0.5') }),
      car(way('10 0.55 0.5, 19 0.28 0.5')),
    ];
    expect(highest(being('approaches', 'person', 'car'), rows)).toBe(0);
    const { values } = evidence(being('behind', 'person', 'car'), rows);
    expect(Array.from(values.subarray(0, 20)).every(Number.isNaN)).toBe(true);
    expect(Math.max(...values.subarray(20, 38))).toBe(0);
    expect(evidence(doing('enters', bearer('dog')), rows).values.every(Number.isNaN)).toBe(true);
    expect(highest(being('behind', 'person', 'person'), rows)).toBe(0);
  });

  test('the reason names both', () => {
    const rows = [still, tracklet({ keys: standing(0.48, 0.5) }), car(standing(0.6, 0.55))];
    expect(evidence(being('next-to', 'person', 'car'), rows).describe({ startSeconds: 2, endSeconds: 4 })).toEqual({
      code: 'relation',
      relation: 'next-to',
      who: { className: 'person', trackNumber: 1 },
      whom: { className: 'car', trackNumber: 2 },
    });
  });
});

describe('terms', () => {
  test('a block is found by what happens in it, by the class and by anything', () => {
    const rows = [still, tracklet({ keys: way('2 0.2 0.4, 12 0.8 0.4') })];
    const terms = new Map(tracksChannel.terms(rows).map(({ term, strength }) => [term, strength]));
    const wanted = [
      ...tracksChannel.atomTerms(doing('moves-right'))!,
      ...tracksChannel.atomTerms(doing('moves-right', bearer()))!,
    ];
    expect(wanted).toEqual(['moves-right:person', 'moves-right:']);
    expect(wanted.map((term) => terms.get(term))).toEqual([1, 1]);
    expect(terms.has('moves-left:person')).toBe(false);
  });

  test('two are found together by both classes or one', () => {
    expect(tracksChannel.atomTerms(being('follows', 'dog', 'person'))).toEqual(['follows:dog:person']);
  });

  test('nothing is known of what tracks say nothing about', () => {
    expect(tracksChannel.atomTerms({ ...base, kind: 'light', light: 'dark' })).toBeNull();
  });
});
