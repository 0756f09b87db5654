import { colourNames } from '../../../contract/colours.ts';
import type { ColourName } from '../../../contract/colours.ts';
import type { Box } from '../../../contract/time-range.ts';
import type { RgbImage } from '../channel.ts';
import { ramp } from '../evidence-grid.ts';
import { colourIndexOf } from '../pixels/colour-names.ts';

export interface ColourShare {
  readonly name: ColourName;
  /** Share of the object, 0..1. */
  readonly share: number;
}

export const COLOURS_KEPT = 3;

/** Part of the box on each side that is left out: mostly background. */
const BORDER_SHARE = 0.1;
/** No more samples than this along a side, whatever the size of the box. */
const MAX_SAMPLES = 40;
const MIN_SHARE = 0.04;
/**
 * Windows, shadows and highlights make every thing black, grey and white in part; a real colour tells more. So much
 * more does it count when it is decided which colours are kept, not in their shares.
 */
const CHROMATIC_FACTOR = 2;

const achromatic: ReadonlySet<ColourName> = new Set(['black', 'white', 'grey']);

export function isAchromatic(colour: ColourName): boolean {
  return achromatic.has(colour);
}

/**
 * The most telling colours inside a box, best first. Pixels count by a bell around the middle of the box, because
 * the corners show what is behind. Empty for a box of less than a pixel.
 */
export function objectColours(image: RgbImage, box: Box): readonly ColourShare[] {
  const columns = samplePositions(box.x, box.width, image.width);
  const rows = samplePositions(box.y, box.height, image.height);
  const weights = new Float64Array(colourNames.length);
  let total = 0;
  for (const row of rows) {
    for (const column of columns) {
      const i = (row.pixel * image.width + column.pixel) * 3;
      const weight = row.weight * column.weight;
      weights[colourIndexOf(image.data[i]!, image.data[i + 1]!, image.data[i + 2]!)]! += weight;
      total += weight;
    }
  }
  if (total === 0) {
    return [];
  }
  const tellingOf = ({ name, share }: ColourShare) => share * (isAchromatic(name) ? 1 : CHROMATIC_FACTOR);
  return colourNames
    .map((name, index) => ({ name, share: weights[index]! / total }))
    .filter(({ share }) => share >= MIN_SHARE)
    .sort((a, b) => tellingOf(b) - tellingOf(a))
    .slice(0, COLOURS_KEPT);
}

function samplePositions(start: number, length: number, sizePixels: number): { pixel: number; weight: number }[] {
  const from = Math.max(0, Math.floor((start + length * BORDER_SHARE) * sizePixels));
  const to = Math.min(sizePixels, Math.ceil((start + length * (1 - BORDER_SHARE)) * sizePixels));
  const step = Math.max(1, Math.ceil((to - from) / MAX_SAMPLES));
  const positions: { pixel: number; weight: number }[] = [];
  for (let pixel = from; pixel < to; pixel += step) {
    const fromMiddle = (pixel + 0.5 - (from + to) / 2) / ((to - from) / 2);
    positions.push({ pixel, weight: Math.exp(-1.5 * fromMiddle * fromMiddle) });
  }
  return positions;
}

/**
 * What light makes of colours: strong light bleaches red paint to pink and grey to white, shade turns orange brown.
 * So much does a pixel of another colour speak for the wanted one, once some of the wanted colour is there itself.
 */
const kinship: Readonly<Partial<Record<ColourName, Readonly<Partial<Record<ColourName, number>>>>>> = {
  red: { pink: 0.6, orange: 0.3 },
  pink: { red: 0.3, purple: 0.5 },
  orange: { red: 0.3, yellow: 0.3, brown: 0.4 },
  yellow: { orange: 0.4, brown: 0.3 },
  brown: { orange: 0.6, red: 0.2 },
  purple: { pink: 0.5, blue: 0.3 },
  white: { grey: 0.35 },
  grey: { white: 0.35, black: 0.35 },
  black: { grey: 0.35 },
};
/** Share of the wanted colour itself from which its kin count in full, and what a likeness by kin is worth at most. */
const KIN_FROM_SHARE = 0.06;
const KIN_FACTOR = 0.75;

/** How much an object is of a colour, 0..1: a quarter of a thing makes it red, most of it must be grey. */
export function objectColourValue(colours: readonly ColourShare[], wanted: ColourName): number {
  const own = colours.find(({ name }) => name === wanted)?.share ?? 0;
  const kin = colours.reduce((sum, { name, share }) => sum + share * (kinship[wanted]?.[name] ?? 0), 0);
  const [none, full] = isAchromatic(wanted) ? [0.2, 0.5] : wanted === 'brown' ? [0.15, 0.4] : [0.06, 0.22];
  const withKin = ramp(own + kin * ramp(own, 0, KIN_FROM_SHARE), none, full);
  return Math.max(ramp(own, none, full), KIN_FACTOR * withKin);
}
