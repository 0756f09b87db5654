import { describe, expect, test } from 'vitest';
import type { CameraMove } from '../../../../../../electron/contract/plan.ts';
import type { RgbImage } from '../../../../../../electron/engine/channels/channel.ts';
import { LookAnalyser } from '../../../../../../electron/engine/channels/look/analyse.ts';
import { lookChannel } from '../../../../../../electron/engine/channels/look/look-channel.ts';
import { measureLight } from '../../../../../../electron/engine/channels/look/measure-light.ts';
import { analysed, atomOf, filled, gridOver, rounded, scene, withRectangle, told } from '../drawn-frames.ts';

const times = (count: number, draw: (index: number) => RgbImage) =>
  Array.from({ length: count }, (_, index) => draw(index));
const stored = (images: readonly RgbImage[], stepSeconds = 0.25) =>
  lookChannel.decode(lookChannel.encode(analysed(new LookAnalyser(), images, stepSeconds)));
const camera = (images: readonly RgbImage[], move: CameraMove) => {
  const atom = atomOf({ kind: 'camera', move });
  return lookChannel.evidence({ atom, rows: stored(images), grid: gridOver(images.length / 4) });
};
const moves = [
  'still',
  'moving',
  'pan-left',
  'pan-right',
  'tilt-up',
  'tilt-down',
  'zoom-in',
  'zoom-out',
  'shake',
] as const;
/** The moves that are seen for sure through the middle of a clip. */
function seen(images: readonly RgbImage[]): CameraMove[] {
  const rows = stored(images);
  const grid = gridOver(images.length / 4);
  return moves.filter((move) => {
    const { values } = lookChannel.evidence({ atom: atomOf({ kind: 'camera', move }), rows, grid });
    return values.slice(1, -1).every((value) => value > 0.7);
  });
}

describe('the camera', () => {
  test.each<[string, (index: number) => RgbImage, CameraMove[]]>([
    ['still', (index) => scene({ noise: (index % 3) / 2 }), ['still']],
    // The camera turns left when the content goes right.
    ['pan left', (index) => scene({ shiftX: index * 4 }), ['moving', 'pan-left']],
    ['pan right', (index) => scene({ shiftX: index * -4 }), ['moving', 'pan-right']],
    ['tilt up', (index) => scene({ shiftY: index * 3 }), ['moving', 'tilt-up']],
    ['tilt down', (index) => scene({ shiftY: index * -3 }), ['moving', 'tilt-down']],
    ['zoom in', (index) => scene({ zoom: 1.05 ** index }), ['moving', 'zoom-in']],
    ['zoom out', (index) => scene({ zoom: 0.95 ** index }), ['moving', 'zoom-out']],
    [
      'shake',
      (index) => scene({ shiftX: [0, 2, -1.5, 1, -2][index % 5]!, shiftY: [0, -1, 1.5, -1, 0.5][index % 5]! }),
      ['moving', 'shake'],
    ],
  ])('of a clip with %s is told as just that', (_name, draw, expected) => {
    expect(seen(times(12, draw))).toEqual(expected);
  });

  test('that shakes while it drifts is hardly said to pan', () => {
    const images = times(12, (index) => scene({ shiftX: index * 2 + (index % 2) * 8 }));
    expect(Math.max(...camera(images, 'shake').values)).toBe(1);
    expect(Math.max(...camera(images, 'pan-left').values, ...camera(images, 'pan-right').values)).toBeLessThan(0.5);
  });

  test('is unknown, not still, in the key-frame pass and where there is nothing to see', () => {
    const atom = atomOf({ kind: 'camera', move: 'still' });
    const keyFrames = lookChannel.evidence({
      atom,
      rows: stored(
        times(4, () => scene()),
        2,
      ),
      grid: gridOver(8),
    });
    const blank = lookChannel.evidence({ atom, rows: stored(times(8, () => filled([9, 9, 9]))), grid: gridOver(2) });

    expect(new Set([...rounded(keyFrames.values), ...rounded(blank.values)])).toEqual(new Set([null]));
  });

  test('is told in words', () => {
    const pan = camera(
      times(12, (index) => scene({ shiftX: index * 3 })),
      'pan-left',
    );
    expect(told(pan, { startSeconds: 0, endSeconds: 2 })).toMatch(/^camera pans left, 1[23] % of the width a second$/);
  });

  test('of a frame that came after skipped identical ones is measured over the true gap', () => {
    const analyser = new LookAnalyser();
    const [a, b] = [scene(), scene({ shiftX: -2 })];
    analyser.push({ timeSeconds: 0, image: a, thumb: a }, 10);
    const [row] = analyser.push({ timeSeconds: 10, image: b, thumb: b }, 10.25, 0.25);

    expect(row!.panRightPerSecond).toBeCloseTo((2 / 96) * 4, 2);
    expect(analyser.push({ timeSeconds: 12.5, image: a, thumb: a }, 13)[0]!.panRightPerSecond).toBeNaN();
  });
});

describe('light', () => {
  const values = (image: RgbImage) =>
    Object.fromEntries(
      (['dark', 'bright', 'low-contrast', 'high-contrast', 'colourful', 'colourless'] as const).map((light) => {
        const rows = stored([image]);
        return [
          light,
          lookChannel.evidence({ atom: atomOf({ kind: 'light', light }), rows, grid: gridOver(0.25) }).values[0],
        ];
      }),
    );

  test('is measured as it is defined', () => {
    const half = withRectangle(filled([0, 0, 0]), { x: 0, y: 0, width: 0.5, height: 1 }, [255, 255, 255]);
    expect(measureLight(half)).toMatchObject({
      brightness: expect.closeTo(0.5, 5),
      contrast: expect.closeTo(0.5, 5),
      colourfulness: 0,
    });
    // rg = 255 and yb = 127.5 everywhere: no spread, and 0.3 of their length.
    expect(measureLight(filled([255, 0, 0])).colourfulness * 128).toBeCloseTo(0.3 * Math.hypot(255, 127.5), 3);
  });

  test('tells a night from a snow field and a funfair from fog', () => {
    expect(values(filled([12, 14, 20]))).toMatchObject({ dark: 1, bright: 0, 'low-contrast': 1, colourless: 1 });
    expect(values(filled([240, 242, 245]))).toMatchObject({ dark: 0, bright: 1, 'high-contrast': 0 });
    const funfair = withRectangle(filled([230, 30, 30]), { x: 0.3, y: 0, width: 0.4, height: 1 }, [20, 40, 220]);
    expect(values(funfair)).toMatchObject({ colourful: 1, colourless: 0 });
  });
});

describe('colours', () => {
  test('count by their share of the picture, also when it is dim', () => {
    const room = filled([130, 130, 130]);
    const redOf = (share: number, level: number) => {
      const image = withRectangle(room, { x: 0, y: 0, width: share, height: 1 }, [level, level / 8, level / 7]);
      return lookChannel.evidence({
        atom: atomOf({ kind: 'colour', colour: 'red' }),
        rows: stored([image]),
        grid: gridOver(0.25),
      });
    };

    expect(redOf(0, 200).values[0]).toBe(0);
    expect(redOf(0.05, 200).values[0]).toBeLessThan(redOf(0.25, 200).values[0]!);
    expect(redOf(0.25, 70).values[0]).toBeCloseTo(redOf(0.25, 200).values[0]!, 2);
    expect(told(redOf(0.25, 200), { startSeconds: 0, endSeconds: 1 })).toBe('red, up to 25 % of the picture');
  });

  test('of a picture add up to all of it', () => {
    const { colourShares } = measureLight(scene({ seed: 3 }));
    expect(colourShares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  });
});

test('every atom of the channel is filed under the term that it is looked for by', () => {
  const images = [...times(6, (index) => scene({ shiftX: index * 4 })), ...times(4, () => filled([220, 20, 20]))];
  const terms = new Map(lookChannel.terms(stored(images)).map(({ term, strength }) => [term, strength]));
  const strengthOf = (atom: Parameters<typeof atomOf>[0]) => terms.get(lookChannel.atomTerms(atomOf(atom))![0]!) ?? 0;

  expect(strengthOf({ kind: 'camera', move: 'pan-left' })).toBeGreaterThan(0.9);
  expect(strengthOf({ kind: 'camera', move: 'pan-right' })).toBe(0);
  expect(strengthOf({ kind: 'colour', colour: 'red' })).toBeGreaterThan(0.9);
  expect(strengthOf({ kind: 'light', light: 'low-contrast' })).toBe(1);
  expect(lookChannel.atomTerms(atomOf({ kind: 'cut', cut: 'cut' }))).toBeNull();
});
