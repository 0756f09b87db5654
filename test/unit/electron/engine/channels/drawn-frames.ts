import type { AnalysisFrame, ChannelEvidence, RgbImage } from '../../../../../electron/engine/channels/channel.ts';
import { findingSchema } from '../../../../../electron/contract/finding.ts';
import { planAtomSchema, type PlanAtom } from '../../../../../electron/contract/plan.ts';
import type { TimeRange } from '../../../../../electron/contract/time-range.ts';
import { findingText } from '../../../../../electron/words/finding-text.ts';
import { englishWords } from '../../../../../electron/words/words.ts';

type Rgb = readonly [number, number, number];

/** How a drawn scene is seen. Shifts in thumb pixels: the content moves right and down by them. */
export interface View {
  readonly seed?: number;
  readonly shiftX?: number;
  readonly shiftY?: number;
  /** 1.1 shows everything a tenth larger, from the middle. */
  readonly zoom?: number;
  readonly gain?: number;
  /** A square with a texture of its own: left, top, side in thumb pixels. */
  readonly square?: readonly [number, number, number];
  /** Mean change of every sample by codec-like noise, in levels. */
  readonly noise?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Smooth noise of two octaves over the whole plane: texture to follow, the same for the same seed. */
function texture(x: number, y: number, seed: number): number {
  return 0.6 * lattice(x / 9, y / 9, seed) + 0.4 * lattice(x / 4, y / 4, seed + 7);
}

function lattice(x: number, y: number, seed: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = smooth(x - left);
  const fy = smooth(y - top);
  const above = hash(left, top, seed) * (1 - fx) + hash(left + 1, top, seed) * fx;
  const below = hash(left, top + 1, seed) * (1 - fx) + hash(left + 1, top + 1, seed) * fx;
  return above * (1 - fy) + below * fy;
}

const smooth = (t: number) => t * t * (3 - 2 * t);

/** 0..1 */
function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(seed + 1, 2246822519);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967295;
}

export function scene(view: View = {}): RgbImage {
  const { seed = 1, shiftX = 0, shiftY = 0, zoom = 1, gain = 1, square, noise = 0, width = 96, height = 54 } = view;
  // Each scene has a tint and a brightness of its own, as shots do.
  const tint = [0, 1, 2].map((channel) => 40 + 90 * hash(channel, 99, seed));
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = (x - (width - 1) / 2) / zoom - shiftX;
      const v = (y - (height - 1) / 2) / zoom - shiftY;
      const inSquare =
        square && x >= square[0] && x < square[0] + square[2] && y >= square[1] && y < square[1] + square[2];
      const value = inSquare ? 0.7 + 0.7 * texture(x - square[0] + 500, y - square[1], seed + 50) : texture(u, v, seed);
      for (let channel = 0; channel < 3; channel++) {
        const jitter = noise * 4 * (hash(x * 3 + channel, y, Math.round(shiftX * 1000 + noise * 77)) - 0.5);
        data[(y * width + x) * 3 + channel] = Math.round(
          Math.min(255, Math.max(0, gain * (tint[channel]! + 150 * (value - 0.4)) + jitter)),
        );
      }
    }
  }
  return { width, height, data };
}

export function filled([red, green, blue]: Rgb, width = 96, height = 54): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i += 3) {
    data.set([red, green, blue], i);
  }
  return { width, height, data };
}

/** The picture with a rectangle, in shares of its sides. */
export function withRectangle(
  image: RgbImage,
  box: { x: number; y: number; width: number; height: number },
  colour: Rgb,
): RgbImage {
  const data = image.data.slice();
  for (let y = Math.round(box.y * image.height); y < Math.round((box.y + box.height) * image.height); y++) {
    for (let x = Math.round(box.x * image.width); x < Math.round((box.x + box.width) * image.width); x++) {
      data.set(colour, (y * image.width + x) * 3);
    }
  }
  return { ...image, data };
}

export const FRAME_SECONDS = 0.25;

/** Frames a quarter of a second apart; the thumb serves as the image. */
export function framesOf(images: readonly RgbImage[], stepSeconds = FRAME_SECONDS): AnalysisFrame[] {
  return images.map((image, index) => ({ timeSeconds: index * stepSeconds, image, thumb: image }));
}

interface Pushable<Row> {
  push(frame: AnalysisFrame, endSeconds: number): readonly Row[];
}

export function analysed<Row>(
  analyser: Pushable<Row>,
  images: readonly RgbImage[],
  stepSeconds = FRAME_SECONDS,
): Row[] {
  return framesOf(images, stepSeconds).flatMap((frame) => [...analyser.push(frame, frame.timeSeconds + stepSeconds)]);
}

type WithoutBase<Atom> = Atom extends PlanAtom ? Omit<Atom, 'atomId' | 'span' | 'isNegated' | 'noun' | 'lead'> : never;

export function atomOf(atom: WithoutBase<PlanAtom>): PlanAtom {
  return planAtomSchema.parse({
    atomId: 'a1',
    span: { start: 0, end: 1 },
    isNegated: false,
    noun: null,
    lead: null,
    ...atom,
  });
}

export function gridOver(seconds: number, stepSeconds = 0.5) {
  return { startSeconds: 0, stepSeconds, stepCount: Math.ceil(seconds / stepSeconds) };
}

/** What evidence tells of a span, in English. */
export function told(evidence: ChannelEvidence, range: TimeRange): string | null {
  const found = evidence.describe(range);
  return found === null ? null : findingText(findingSchema.parse(found), englishWords);
}

/** Values to two places, unknown ones as null: easier to compare. */
export function rounded(values: Float32Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : Math.round(value * 100) / 100));
}
