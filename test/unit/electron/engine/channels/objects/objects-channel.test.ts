import { describe, expect, test } from 'vitest';
import type { AtomOf, Posture } from '../../../../../../electron/contract/plan.ts';
import { objectsChannel } from '../../../../../../electron/engine/channels/objects/objects-channel.ts';
import { detectionsToRow } from '../../../../../../electron/engine/channels/objects/rows.ts';
import type { FoundObject, ObjectRow } from '../../../../../../electron/engine/channels/objects/rows.ts';
import { presenceOf } from '../../../../../../electron/engine/channels/objects/thing-value.ts';
import { atomOf, filled, framesOf, gridOver, rounded, withRectangle, told } from '../drawn-frames.ts';

/** By its middle. */
const box = (x: number, y: number, [width, height]: readonly [number, number] = [0.2, 0.4]) => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
});
const object = (className: string, score: number, more: Partial<FoundObject> = {}): FoundObject => ({
  className,
  score,
  box: box(0.5, 0.5),
  colours: [],
  ...more,
});
/** A row each half second. */
const rowsOf = (...frames: FoundObject[][]): ObjectRow[] =>
  frames.map((objects, index) => ({ startSeconds: index / 2, endSeconds: index / 2 + 0.5, objects }));
const thing = (more: Partial<AtomOf<'thing'>> = {}) =>
  atomOf({
    kind: 'thing',
    classes: ['person'],
    colour: null,
    size: null,
    place: null,
    minCount: 1,
    maxCount: null,
    ...more,
  });
const evidence = (rows: readonly ObjectRow[], more: Partial<AtomOf<'thing'>> = {}) =>
  objectsChannel.evidence({ atom: thing(more), rows, grid: gridOver(rows.length / 2) });
/** The detector's score behind each value: tests speak of scores, `presenceOf` has a test of its own. */
const scores = (found: Float32Array) => rounded(found.map((value) => (value > 0 ? 0.15 + 0.8 * value ** 2 : value)));
const values = (rows: readonly ObjectRow[], more: Partial<AtomOf<'thing'>> = {}) => scores(evidence(rows, more).values);

test('a score says the more surely that a thing is there, and weak scores of a timid detector count', () => {
  expect([0, 0.15, 0.3, 0.5, 0.8, 0.95, 1].map((score) => Number(presenceOf(score).toFixed(2)))).toEqual([
    0, 0, 0.43, 0.66, 0.9, 1, 1,
  ]);
});

describe('things', () => {
  test('are worth their best score; a frame without any is 0, a time without a row unknown', () => {
    const rows = rowsOf([object('person', 0.5), object('person', 0.9)], [], [object('dog', 0.8)]);

    expect(scores(objectsChannel.evidence({ atom: thing(), rows, grid: gridOver(2) }).values)).toEqual([
      0.9,
      0,
      0,
      null,
    ]);
  });

  test('of several classes are alternatives, and one box with two names is one thing', () => {
    const rows = rowsOf([object('car', 0.7), object('truck', 0.6, { box: box(0.51, 0.5) })]);

    expect(values(rows, { classes: ['car', 'truck'] })).toEqual([0.7]);
    expect(values(rows, { classes: ['car', 'truck'], minCount: 2 })).toEqual([0]);
  });
});

describe('postures', () => {
  /** On a frame twice as wide as high: 0.6 of its height and 0.12 of its width are 2.5 to 1. */
  const tall = object('person', 0.9, { box: box(0.5, 0.5, [0.12, 0.6]) });
  const squat = object('person', 0.9, { box: box(0.5, 0.5, [0.2, 0.5]) });
  const wide = object('person', 0.9, { box: box(0.5, 0.5, [0.4, 0.3]) });
  const cutSquat = object('person', 0.9, { box: { x: 0.4, y: 0.5, width: 0.2, height: 0.5 } });
  const cutTall = object('person', 0.9, { box: { x: 0.44, y: 0.4, width: 0.12, height: 0.6 } });
  const value = (found: FoundObject, posture: Posture, frameAspect: number | null = 2) =>
    objectsChannel.evidence({ atom: thing({ posture }), rows: rowsOf([found]), grid: gridOver(0.5), frameAspect })
      .values[0]!;
  const toldOf = (found: FoundObject, posture: Posture) =>
    told(
      objectsChannel.evidence({ atom: thing({ posture }), rows: rowsOf([found]), grid: gridOver(0.5), frameAspect: 2 }),
      { startSeconds: 0, endSeconds: 0.5 },
    );

  test('show in the shape of the box as displayed, and lower those whose box speaks against them', () => {
    for (const [posture, fitting, other] of [
      ['standing', tall, squat],
      ['sitting', squat, tall],
      ['lying', wide, tall],
    ] as const) {
      expect(value(fitting, posture)).toBeCloseTo(presenceOf(0.9), 5);
      expect(value(other, posture)).toBeGreaterThan(0);
      expect(value(other, posture)).toBeLessThan(0.5 * value(fitting, posture));
    }
  });

  test('of a person cut off by the frame are not known, but whoever is tall even so stands', () => {
    expect(value(cutSquat, 'sitting')).toBeLessThan(value(squat, 'sitting'));
    expect(value(cutSquat, 'standing')).toBeGreaterThan(value(squat, 'standing'));
    expect(value(cutTall, 'standing')).toBeCloseTo(presenceOf(0.9), 5);
  });

  test('are not known where the shape of the frame is not', () => {
    expect(value(tall, 'standing', null)).toBe(value(tall, 'sitting', null));
    expect(value(tall, 'standing', null)).toBeLessThan(value(tall, 'standing'));
  });

  test('are told as what they are, a hint from a box', () => {
    expect(toldOf(tall, 'standing')).toBe('person, best 0.90, upright (tall box)');
    expect(toldOf(squat, 'standing')).toBe('person, best 0.90, the box does not look standing');
    expect(toldOf(cutSquat, 'sitting')).toBe('person, best 0.90, whether sitting is not seen');
  });
});

describe('counts', () => {
  const frames = rowsOf(
    [
      object('person', 0.9),
      object('person', 0.8, { box: box(0.2, 0.5) }),
      object('person', 0.3, { box: box(0.8, 0.5) }),
    ],
    [object('person', 0.9)],
    [],
  );

  test('of at least so many are worth the last one needed', () => {
    expect(values(frames, { minCount: 2 })).toEqual([0.8, 0, 0]);
    expect(values(frames, { minCount: 3 })).toEqual([0.3, 0, 0]);
  });

  test('of exactly so many fall with the evidence of one too many', () => {
    expect(rounded(evidence(frames, { minCount: 2, maxCount: 2 }).values)).toEqual([0.7, 0, 0]);
    expect(rounded(evidence(frames, { minCount: 1, maxCount: 1 }).values)).toEqual([0.2, 0.97, 0]);
  });

  test('are told in words', () => {
    expect(told(evidence(frames, { minCount: 2 }), { startSeconds: 0, endSeconds: 0.5 })).toBe(
      '2 people at once, best 0.90',
    );
    expect(told(evidence(frames), { startSeconds: 0.5, endSeconds: 1 })).toBe('person, best 0.90');
    expect(told(evidence(frames), { startSeconds: 1, endSeconds: 1.5 })).toBeNull();
  });
});

describe('attributes', () => {
  test('weigh the colour, the place and the size of a thing', () => {
    const rows = rowsOf([
      object('car', 0.8, { box: box(0.2, 0.5), colours: [{ name: 'red', share: 0.4 }] }),
      object('car', 0.9, { box: box(0.8, 0.5, [0.1, 0.1]), colours: [{ name: 'white', share: 0.7 }] }),
    ]);
    const car = (more: Partial<AtomOf<'thing'>>) => values(rows, { classes: ['car'], ...more })[0];

    expect([car({ colour: 'red' }), car({ colour: 'white' }), car({ colour: 'blue' })]).toEqual([0.8, 0.9, 0]);
    expect([car({ place: 'left' }), car({ place: 'right' }), car({ place: 'top' })]).toEqual([
      0.8,
      0.9,
      expect.closeTo(0.15, 1),
    ]);
    expect([car({ size: 'small' }), car({ size: 'large' })]).toEqual([0.9, 0]);
    expect(car({ colour: 'red', place: 'right' })).toBe(0);
  });

  test('are told in words, and the colour of a person is one of the clothes', () => {
    const colours = [{ name: 'red', share: 0.4 }] as const;
    const rows = rowsOf([object('car', 0.84, { box: box(0.2, 0.5), colours }), object('person', 0.9, { colours })]);
    const toldOf = (more: Partial<AtomOf<'thing'>>) => told(evidence(rows, more), { startSeconds: 0, endSeconds: 0.5 });

    expect(toldOf({ classes: ['car'], colour: 'red', place: 'left' })).toBe('red car, best 0.84, on the left');
    expect(toldOf({ classes: ['person'], colour: 'red' })).toBe('person in red, best 0.90');
  });
});

describe('a flickering detector', () => {
  const seen = (x = 0.5) => object('dog', 0.8, { box: box(x, 0.5) });
  const quarter = (...frames: FoundObject[][]) =>
    frames.map((objects, index) => ({ startSeconds: index / 4, endSeconds: index / 4 + 0.25, objects }));
  const dogs = (rows: ObjectRow[], more: Partial<AtomOf<'thing'>> = {}) =>
    scores(
      objectsChannel.evidence({
        atom: thing({ classes: ['dog'], ...more }),
        rows,
        grid: gridOver(rows.length / 4, 0.25),
      }).values,
    );

  test('is bridged while the thing is missing for a moment', () => {
    expect(dogs(quarter([seen()], [], [], [seen(0.55)], []))).toEqual([0.8, 0.72, 0.72, 0.8, 0]);
  });

  test('is bridged for one of two things', () => {
    expect(dogs(quarter([seen(0.2), seen(0.8)], [seen(0.8)], [seen(0.2), seen(0.8)]), { minCount: 2 })).toEqual([
      0.8, 0.72, 0.8,
    ]);
  });

  test('is not bridged over a longer time, to another place, or when as many are seen', () => {
    expect(dogs(quarter([seen()], [], [], [], [seen()]))).toEqual([0.8, 0, 0, 0, 0.8]);
    expect(dogs(quarter([seen(0.1)], [], [seen(0.9)]))).toEqual([0.8, 0, 0.8]);
    expect(dogs(quarter([seen(0.3)], [seen(0.7)], [seen(0.3)]), { minCount: 2 })).toEqual([0, 0, 0]);
  });

  test('is not bridged between key frames', () => {
    const rows = [[seen()], [], [seen()]].map((objects, index) => ({
      startSeconds: index * 3,
      endSeconds: index * 3 + 3,
      objects,
    }));
    expect(
      scores(objectsChannel.evidence({ atom: thing({ classes: ['dog'] }), rows, grid: gridOver(9, 3) }).values),
    ).toEqual([0.8, 0, 0.8]);
  });
});

describe('detectionsToRow', () => {
  const grey = filled([120, 120, 120]);
  const [frame] = framesOf([withRectangle(grey, { x: 0.2, y: 0.3, width: 0.3, height: 0.4 }, [190, 30, 40])]);
  const detection = { className: 'car', score: 0.8, box: { x: 0.2, y: 0.3, width: 0.3, height: 0.4 } };

  test('names the colours of what is inside the box', () => {
    const row = detectionsToRow({
      frame: frame!,
      endSeconds: 0.25,
      detections: [detection, { ...detection, box: box(0.8, 0.5) }],
    });

    expect(row.objects.map(({ colours }) => colours[0])).toEqual([
      { name: 'red', share: expect.closeTo(1, 5) },
      { name: 'grey', share: expect.closeTo(1, 5) },
    ]);
  });

  test('leaves the corners of the box to the background', () => {
    const loose = { x: 0.14, y: 0.22, width: 0.42, height: 0.56 };
    const [red] = detectionsToRow({ frame: frame!, endSeconds: 1, detections: [{ ...detection, box: loose }] }).objects;

    expect(red!.colours[0]!.name).toBe('red');
    // The thing fills half of the loose box.
    expect(red!.colours[0]!.share).toBeGreaterThan(0.8);
  });

  test('keeps weak detections, drops noise, and has a row for a frame without any', () => {
    const row = detectionsToRow({
      frame: frame!,
      endSeconds: 0.25,
      detections: [0.24, 0.26, 0.9].map((score) => ({ ...detection, score })),
    });

    expect(row.objects.map(({ score }) => score)).toEqual([0.9, 0.26]);
    expect(detectionsToRow({ frame: frame!, endSeconds: 0.25, detections: [] })).toEqual({
      startSeconds: 0,
      endSeconds: 0.25,
      objects: [],
    });
  });

  test('takes boxes that reach out of the picture or have no size', () => {
    const boxes = [
      { x: -0.2, y: 0.9, width: 2, height: 0.5 },
      { x: 0.5, y: 0.5, width: 0, height: 0 },
      { x: 1, y: 1, width: 0.1, height: 0.1 },
    ];
    const row = detectionsToRow({
      frame: frame!,
      endSeconds: 1,
      detections: boxes.map((of) => ({ ...detection, box: of })),
    });

    expect(row.objects).toHaveLength(3);
  });
});

test('rows come back from a block with their boxes, scores and colours', () => {
  const rows = rowsOf(
    [
      object('person', 0.91, {
        box: box(0.3, 0.4),
        colours: [
          { name: 'blue', share: 0.5 },
          { name: 'pink', share: 0.2 },
        ],
      }),
    ],
    [],
    [object('wine glass', 0.33), object('person', 0.26)],
  );

  const decoded = objectsChannel.decode(objectsChannel.encode(rows));

  expect(decoded.map(({ objects }) => objects.map(({ className }) => className))).toEqual([
    ['person'],
    [],
    ['wine glass', 'person'],
  ]);
  const [person] = decoded[0]!.objects;
  expect(person!.score).toBeCloseTo(0.91, 2);
  expect(person!.box.x).toBeCloseTo(rows[0]!.objects[0]!.box.x, 4);
  expect(person!.colours).toEqual([
    { name: 'blue', share: expect.closeTo(0.5, 2) },
    { name: 'pink', share: expect.closeTo(0.2, 2) },
  ]);
});

test('things are filed under the terms that their atoms are looked for by', () => {
  const rows = rowsOf([
    object('car', 0.9, { box: box(0.2, 0.5), colours: [{ name: 'red', share: 0.5 }] }),
    object('car', 0.6, { box: box(0.25, 0.5) }),
  ]);
  const terms = new Map(objectsChannel.terms(rows).map(({ term, strength }) => [term, strength]));
  const strengthOf = (more: Partial<AtomOf<'thing'>>) =>
    objectsChannel.atomTerms(thing({ classes: ['car'], ...more }))!.map((term) => terms.get(term) ?? 0);

  expect(strengthOf({})).toEqual([presenceOf(0.9)]);
  expect(strengthOf({ minCount: 2 })).toEqual([presenceOf(0.6)]);
  expect(strengthOf({ minCount: 4 })).toEqual([0]);
  expect(strengthOf({ colour: 'red' })).toEqual([presenceOf(0.9)]);
  expect(strengthOf({ colour: 'green' })).toEqual([0]);
  expect(strengthOf({ place: 'left' })).toEqual([presenceOf(0.9)]);
  // A car and a truck are two vehicles: their classes alone can be asked for.
  expect(objectsChannel.atomTerms(thing({ classes: ['car', 'truck'], minCount: 2 }))).toEqual(['car', 'truck']);
  expect(objectsChannel.atomTerms(atomOf({ kind: 'words', words: ['car'] }))).toBeNull();
});
