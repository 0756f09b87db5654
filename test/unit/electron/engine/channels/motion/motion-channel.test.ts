import { describe, expect, test } from 'vitest';
import type { PictureMotion, Place } from '../../../../../../electron/contract/plan.ts';
import type { RgbImage } from '../../../../../../electron/engine/channels/channel.ts';
import { MotionAnalyser } from '../../../../../../electron/engine/channels/motion/analyse.ts';
import { motionChannel } from '../../../../../../electron/engine/channels/motion/motion-channel.ts';
import { analysed, atomOf, gridOver, rounded, scene, told } from '../drawn-frames.ts';

const times = (count: number, draw: (index: number) => RgbImage) =>
  Array.from({ length: count }, (_, index) => draw(index));
const stored = (images: readonly RgbImage[], stepSeconds = 0.25) =>
  motionChannel.decode(motionChannel.encode(analysed(new MotionAnalyser(), images, stepSeconds)));
const evidence = (images: readonly RgbImage[], motion: PictureMotion, place: Place | null = null) =>
  motionChannel.evidence({
    atom: atomOf({ kind: 'motion', motion, place }),
    rows: stored(images),
    grid: gridOver(images.length / 4),
  });

/** Something small on the right that stands for two seconds, then goes slowly or fast for two. */
const walker = (pixelsAFrame: number, panPixelsAFrame = 0) =>
  times(16, (index) =>
    scene({ shiftX: index * panPixelsAFrame, square: [70 - Math.max(0, index - 8) * pixelsAFrame, 22, 9] }),
  );

describe('movement', () => {
  test('begins and ends with what moves', () => {
    expect(rounded(evidence(walker(2), 'moving').values).map((value) => value! > 0.5)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
    expect(rounded(evidence(walker(2), 'still').values).map((value) => value! > 0.5)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('is not what the camera does', () => {
    expect(
      rounded(
        evidence(
          times(16, (index) => scene({ shiftX: index * 3 })),
          'moving',
        ).values,
      ).every((value) => value! < 0.2),
    ).toBe(true);
  });

  test('is told apart by place', () => {
    const images = walker(2);
    const middle = { startSeconds: 2, endSeconds: 4 };

    expect(told(evidence(images, 'moving', 'right'), middle)).toMatch(
      /^movement on the right, up to \d+ % of that part$/,
    );
    expect(Math.max(...evidence(images, 'moving', 'left').values)).toBe(0);
    expect(Math.max(...evidence(images, 'moving', 'top').values)).toBe(0);
    expect(told(evidence(images, 'still', 'left'), middle)).toBe('nothing moves on the left');
  });

  test('is fast when it goes far in a short time', () => {
    const fast = (pixels: number) =>
      Math.max(...Array.from(evidence(walker(pixels), 'fast').values).filter((value) => !Number.isNaN(value)));

    expect(fast(1)).toBe(0);
    expect(fast(7)).toBeGreaterThan(0.4);
  });

  test('is unknown in the key-frame pass, for the first frame, and across a cut', () => {
    const atom = atomOf({ kind: 'motion', motion: 'moving', place: null });
    const keyFrames = motionChannel.evidence({ atom, rows: stored(walker(2), 2), grid: gridOver(32) });
    expect(new Set(rounded(keyFrames.values))).toEqual(new Set([null]));
    expect(stored([scene()])[0]!.cells[0]).toBeNaN();
    expect(stored([scene(), scene({ seed: 4 })])[1]!.cells[0]).toBeNaN();
  });

  test('has exact edges off the grid', () => {
    const moved = evidence(walker(2), 'moving').refine({ startSeconds: 2, endSeconds: 4 });
    expect(moved).toEqual({ startSeconds: 2, endSeconds: 4 });
    const early = times(16, (index) => scene({ square: [70 - Math.min(5, Math.max(0, index - 3)) * 3, 22, 9] }));
    expect(evidence(early, 'moving').refine({ startSeconds: 0.5, endSeconds: 2.5 })).toEqual({
      startSeconds: 0.75,
      endSeconds: 2,
    });
  });
});

test('every atom of the channel is filed under the term that it is looked for by', () => {
  const terms = new Map(motionChannel.terms(stored(walker(3))).map(({ term, strength }) => [term, strength]));
  const [moving] = motionChannel.atomTerms(atomOf({ kind: 'motion', motion: 'moving', place: 'right' }))!;
  const [still] = motionChannel.atomTerms(atomOf({ kind: 'motion', motion: 'still', place: null }))!;

  expect(terms.get(moving!)).toBeGreaterThan(0.9);
  expect(terms.get(still!)).toBe(1);
  expect(terms.has('moving@left')).toBe(false);
});
