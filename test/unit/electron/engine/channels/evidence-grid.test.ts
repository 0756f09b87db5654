import { describe, expect, test } from 'vitest';
import {
  evidenceOf,
  fillGrid,
  ramp,
  refineToSpans,
  SpanFinder,
  strongestIn,
  TermCollector,
  unknownEvidence,
} from '../../../../../electron/engine/channels/evidence-grid.ts';
import { gridOver, rounded } from './drawn-frames.ts';

const span = (startSeconds: number, endSeconds: number, value: number) => ({ startSeconds, endSeconds, value });

describe('SpanFinder', () => {
  test('gives every span that touches a range, and of many hardly any other', () => {
    const spans = Array.from({ length: 200 }, (_, index) =>
      span(index / 4, index / 4 + (index % 50 === 0 ? 10 : 0.25), 1),
    );
    const range = { startSeconds: 20.3, endSeconds: 21.1 };
    const touching = spans.filter(({ startSeconds, endSeconds }) => startSeconds < 21.1 && endSeconds > 20.3);
    const near = new SpanFinder(spans).near(range);

    expect(touching.length).toBeGreaterThan(3);
    expect(near).toEqual(expect.arrayContaining(touching));
    expect(near.length).toBeLessThan(50);
  });

  test('gives all where they are out of order', () => {
    const spans = [span(5, 6, 1), span(0, 1, 1)];

    expect(new SpanFinder(spans).near({ startSeconds: 0, endSeconds: 1 })).toEqual(spans);
  });
});

describe('fillGrid', () => {
  test('keeps the maximum of what touches a step, and leaves unknown what nothing covers', () => {
    const values = fillGrid(gridOver(3), [
      span(0, 0.75, 0.25),
      span(0.75, 1, 0.5),
      span(0.9, 1, 0.1),
      span(1.5, 2, 0),
      span(2, 2.5, Number.NaN),
    ]);

    expect(rounded(values)).toEqual([0.25, 0.5, null, 0, null, null]);
  });

  test('does not let a rounded edge spill into the next step, but keeps a row of no length', () => {
    const values = fillGrid(gridOver(2), [span(0, 0.50004, 1), span(1, 1, 0.5)]);

    expect(rounded(values)).toEqual([1, null, 0.5, null]);
  });

  test('takes only what lies in the grid', () => {
    const grid = { startSeconds: 10, stepSeconds: 0.5, stepCount: 2 };

    expect(rounded(fillGrid(grid, [span(0, 10.2, 0.5), span(10.6, 99, 1), span(3, 4, 1)]))).toEqual([0.5, 1]);
  });
});

describe('refineToSpans', () => {
  const spans = [span(0, 1.2, 0.1), span(1.2, 2.3, 0.9), span(2.3, 3.4, 0.6), span(3.4, 5, 0.2)];

  test('moves the edges to the spans of at least half the strongest value', () => {
    expect(refineToSpans(spans, { range: { startSeconds: 1, endSeconds: 3.5 }, stepSeconds: 0.5 })).toEqual({
      startSeconds: 1.2,
      endSeconds: 3.4,
    });
  });

  test('moves an edge by no more than a step', () => {
    expect(refineToSpans(spans, { range: { startSeconds: 0, endSeconds: 2.5 }, stepSeconds: 0.5 })).toEqual({
      startSeconds: 0.5,
      endSeconds: 3,
    });
  });

  test('leaves a span where nothing is known', () => {
    const range = { startSeconds: 8, endSeconds: 9 };
    expect(refineToSpans(spans, { range, stepSeconds: 0.5 })).toBe(range);
  });
});

describe('evidence', () => {
  test('tells about the strongest span inside the range, and nothing when there is next to nothing', () => {
    const evidence = evidenceOf([span(0, 1, 0.3), span(1, 2, 0.7), span(2, 3, 0.01)], {
      grid: gridOver(3),
      describe: ({ value }) => ({ code: 'colour', colour: 'red', share: value }),
    });

    expect(evidence.describe({ startSeconds: 0, endSeconds: 3 })).toMatchObject({ share: 0.7 });
    expect(evidence.describe({ startSeconds: 0, endSeconds: 1 })).toMatchObject({ share: 0.3 });
    expect(evidence.describe({ startSeconds: 2, endSeconds: 3 })).toBeNull();
  });

  test('of an atom that is not the channel’s is unknown', () => {
    expect(rounded(unknownEvidence(gridOver(1)).values)).toEqual([null, null]);
  });

  test('takes the strongest by value, not by order', () => {
    expect(
      strongestIn([span(0, 1, 0.2), span(0, 1, 0.4), span(0, 1, 0.3)], { startSeconds: 0, endSeconds: 1 })?.value,
    ).toBe(0.4);
  });
});

test('a ramp also goes downwards and is flat beyond its ends', () => {
  expect([0, 2, 3, 4, 9].map((value) => ramp(value, 2, 4))).toEqual([0, 0, 0.5, 1, 1]);
  expect([0, 2, 3, 4, 9].map((value) => ramp(value, 4, 2))).toEqual([1, 1, 0.5, 0, 0]);
});

test('terms keep the highest strength; faint and unknown ones are left out', () => {
  const collector = new TermCollector();
  for (const [term, strength] of [
    ['a', 0.3],
    ['a', 0.9],
    ['a', 0.2],
    ['b', 0.01],
    ['c', Number.NaN],
  ] as const) {
    collector.add(term, strength);
  }
  expect(collector.terms()).toEqual([{ term: 'a', strength: 0.9 }]);
});
