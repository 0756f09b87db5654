import { describe, expect, test } from 'vitest';
import type { RgbImage } from '../../../../../../electron/engine/channels/channel.ts';
import { ShotsAnalyser } from '../../../../../../electron/engine/channels/shots/analyse.ts';
import { shotsOf } from '../../../../../../electron/engine/channels/shots/shots-of.ts';
import { shotsChannel } from '../../../../../../electron/engine/channels/shots/shots-channel.ts';
import { transitionsOf } from '../../../../../../electron/engine/channels/shots/transitions-of.ts';
import { analysed, atomOf, FRAME_SECONDS, filled, gridOver, rounded, scene, told } from '../drawn-frames.ts';

const black = filled([4, 4, 4]);
const white = filled([250, 250, 250]);
const times = (count: number, draw: (index: number) => RgbImage) =>
  Array.from({ length: count }, (_, index) => draw(index));
/** A slow pan over a scene, as most shots are. */
const shot = (seed: number, count: number) => times(count, (index) => scene({ seed, shiftX: index * 0.7 }));
const rowsOf = (images: readonly RgbImage[], stepSeconds = FRAME_SECONDS) =>
  analysed(new ShotsAnalyser(), images, stepSeconds);
const found = (images: readonly RgbImage[]) =>
  transitionsOf(rowsOf(images)).map(({ kind, atSeconds }) => [kind, atSeconds]);

describe('cuts', () => {
  test('are found at the first frame after them', () => {
    expect(found([...shot(1, 8), ...shot(2, 6), ...shot(3, 3), ...shot(4, 9)])).toEqual([
      ['cut', 2],
      ['cut', 3.5],
      ['cut', 4.25],
    ]);
  });

  test('are found between every two of twenty scenes', () => {
    const pairs = times(20, (index) => scene({ seed: index })).flatMap((image) => [image, image, image]);
    expect(found(pairs).length).toBeGreaterThanOrEqual(18);
  });

  test('are not made by a fast pan', () => {
    expect(found(times(16, (index) => scene({ shiftX: index < 8 ? 0 : (index - 8) * 22 })))).toEqual([]);
  });

  test('are not made by something large that passes', () => {
    expect(found(times(16, (index) => scene({ square: [index * 10 - 40, 5, 40] })))).toEqual([]);
  });

  test('are not made by a zoom', () => {
    expect(found(times(12, (index) => scene({ zoom: 1.12 ** index })))).toEqual([]);
  });

  test('are not made by a flash', () => {
    const flash = times(12, (index) => scene({ shiftX: index * 0.5, gain: index === 6 ? 2.6 : 1 }));
    expect(found(flash)).toEqual([]);
    flash[6] = white;
    expect(found(flash)).toEqual([]);
  });

  test('are not made by a light that goes on', () => {
    expect(found(times(12, (index) => scene({ gain: index < 6 ? 0.55 : 1.1 })))).toEqual([]);
  });

  test('are found seconds apart in the key-frame pass, and a still scene has none', () => {
    const rows = rowsOf([...times(3, () => scene({ seed: 1 })), ...times(3, () => scene({ seed: 2 }))], 3);
    expect(transitionsOf(rows)).toMatchObject([{ kind: 'cut', atSeconds: 9, startSeconds: 6, endSeconds: 12 }]);
    expect(
      transitionsOf(
        rowsOf(
          times(6, (index) => scene({ noise: index * 0.2 })),
          3,
        ),
      ),
    ).toEqual([]);
  });
});

describe('fades', () => {
  const level = (gain: number) => scene({ gain });

  test('to black and from black are found, and are no cuts', () => {
    const images = [
      ...times(6, () => level(1)),
      ...[0.8, 0.55, 0.3, 0.1].map(level),
      black,
      black,
      ...[0.2, 0.45, 0.7, 1].map((gain) => scene({ seed: 2, gain })),
      ...shot(2, 4),
    ];

    expect(found(images)).toEqual([
      // Where it is as good as black.
      ['fade-out', 2.25],
      ['fade-in', 2.75],
    ]);
  });

  test('to white are found', () => {
    const images = [...times(6, () => level(1)), ...[1.4, 2, 3, 6].map(level), white, white];
    expect(found(images).map(([kind]) => kind)).toEqual(['fade-out']);
  });

  test('are not a hard cut to black, which is a cut', () => {
    expect(found([...shot(1, 6), ...times(4, () => black)]).map(([kind]) => kind)).toEqual(['cut']);
  });
});

describe('shotsOf', () => {
  test('covers the whole video, without rows too', () => {
    expect(shotsOf([], 12)).toEqual([{ startSeconds: 0, endSeconds: 12, startKind: 'first' }]);
    expect(shotsOf(rowsOf([...shot(1, 8), ...shot(2, 8)]), 4)).toEqual([
      { startSeconds: 0, endSeconds: 2, startKind: 'first' },
      { startSeconds: 2, endSeconds: 4, startKind: 'cut' },
    ]);
  });

  test('gives a blank stretch to the shot before it, and a leader to the first', () => {
    const fadeIn = (seed: number) => [0.2, 0.45, 0.7, 1].map((gain) => scene({ seed, gain }));
    const fadeOut = (seed: number) => [0.8, 0.55, 0.3, 0.1].map((gain) => scene({ seed, gain }));
    const images = [
      black,
      black,
      ...fadeIn(1),
      ...shot(1, 4),
      ...fadeOut(1),
      black,
      black,
      black,
      ...fadeIn(2),
      ...shot(2, 4),
    ];

    const shots = shotsOf(rowsOf(images), images.length * FRAME_SECONDS);

    expect(shots).toEqual([
      { startSeconds: 0, endSeconds: 4, startKind: 'fade-in' },
      { startSeconds: 4, endSeconds: images.length * FRAME_SECONDS, startKind: 'fade-in' },
    ]);
  });

  test('does not see a cut twice where a block cuts its row in two', () => {
    const rows = rowsOf([...shot(1, 8), ...shot(2, 8)]);
    const index = rows.findIndex(({ startSeconds }) => startSeconds === 2);
    const cut = rows[index]!;
    rows.splice(index, 1, { ...cut, endSeconds: 2.1 }, { ...cut, startSeconds: 2.1 });

    expect(shotsOf(rows, 4)).toHaveLength(2);
  });
});

describe('the channel', () => {
  const rows = rowsOf([...shot(1, 8), ...shot(2, 8)]);
  const decoded = shotsChannel.decode(shotsChannel.encode(rows));

  test('finds the same shots in rows that were stored', () => {
    expect(shotsOf(decoded, 4)).toEqual(shotsOf(rows, 4));
    expect(decoded[0]).toMatchObject({ gapSeconds: Number.NaN, change: Number.NaN, unmatchedShare: Number.NaN });
  });

  test('shows a cut from the frame before to the frame after it', () => {
    const evidence = shotsChannel.evidence({
      atom: atomOf({ kind: 'cut', cut: 'cut' }),
      rows: decoded,
      grid: gridOver(4.5),
    });

    expect(rounded(evidence.values).map((value) => value !== null && value > 0.5)).toEqual([
      false,
      false,
      false,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(evidence.values[0]).toBe(0);
    expect(evidence.values[8]).toBeNaN();
    expect(evidence.refine({ startSeconds: 1.5, endSeconds: 2.5 })).toEqual({ startSeconds: 1.75, endSeconds: 2.25 });
    expect(told(evidence, { startSeconds: 1.5, endSeconds: 2.5 })).toBe('cut at 2.00 s');
    expect(told(evidence, { startSeconds: 3, endSeconds: 4 })).toBeNull();
  });

  test('files cuts under the term that it looks for', () => {
    const [term] = shotsChannel.atomTerms(atomOf({ kind: 'cut', cut: 'cut' }))!;
    expect(shotsChannel.terms(decoded)).toEqual([{ term, strength: expect.closeTo(0.95, 0) }]);
    expect(shotsChannel.atomTerms(atomOf({ kind: 'light', light: 'dark' }))).toBeNull();
  });
});
