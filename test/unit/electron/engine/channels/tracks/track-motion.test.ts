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
const walksBetween = tracklet({ keys: [[0, 0.2, 0.4], [6, 0.2, 0.4], [12, 0.56, 0.4], [18, 0.56, 0.4]] }); // prettier-ignore
const still = camera();

describe('a direction', () => {
  const ways: [Action, Key[]][] = [
    ['moves-left', [[2, 0.8, 0.4], [12, 0.2, 0.4]]], // prettier-ignore
    ['moves-right', [[2, 0.2, 0.4], [12, 0.8, 0.4]]], // prettier-ignore
    ['moves-up', [[2, 0.4, 0.7], [12, 0.4, 0.1]]], // prettier-ignore
    ['moves-down', [[2, 0.4, 0.1], [12, 0.4, 0.7]]], // prettier-ignore
  ];

  test.each(ways)('%s is what goes that way, and no other', (action, keys) => {
    const rows = [still, tracklet({ keys })];
    expect(shown(doing(action), rows)).toEqual([[2, 12]]);
    for (const [other] of ways.filter(([each]) => each !== action)) {
      expect(Math.max(...evidence(doing(other), rows).values)).toBe(0);
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
    const stands = tracklet({ number: 1, keys: [[2, 0.8, 0.4], [12, 0.2, 0.4]] }); // prettier-ignore
    const goesAlong = tracklet({ number: 2, className: 'dog', keys: [[2, 0.5, 0.4], [12, 0.5, 0.4]] }); // prettier-ignore
    // The camera pans right by 0.06 a second: the scene goes left.
    const rows = [camera(-0.06), stands, goesAlong];
    expect(shown(doing('moves-left', bearer()), rows)).toEqual([]);
    expect(shown(doing('moves-right', bearer('person')), rows)).toEqual([]);
    expect(shown(doing('moves-right', bearer('dog')), rows)).toEqual([[2, 12]]);
  });
});
