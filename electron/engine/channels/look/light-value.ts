import { colourNames, type ColourName } from '../../../contract/colours.ts';
import type { Light } from '../../../contract/plan.ts';
import { ramp } from '../evidence-grid.ts';
import type { LookRow } from './rows.ts';

/** Shares of the picture at which a colour counts 63 %: what every scene has some of must be there in quantity. */
const COMMON_SHARE = 0.35;
const RARE_SHARE = 0.12;
const commonColours: ReadonlySet<ColourName> = new Set(['black', 'white', 'grey', 'brown']);

/** How much a frame is of a colour, 0..1, growing with its share of the picture. */
export function colourValue(row: LookRow, colour: ColourName): number {
  const share = row.colourShares[colourNames.indexOf(colour)]!;
  return 1 - Math.exp(-share / (commonColours.has(colour) ? COMMON_SHARE : RARE_SHARE));
}

/** How dark, bright, flat, hard, colourful or colourless a frame is, 0..1. */
export function lightValue({ brightness, contrast, colourfulness }: LookRow, light: Light): number {
  switch (light) {
    case 'dark':
      return ramp(brightness, 0.32, 0.14);
    case 'bright':
      return ramp(brightness, 0.52, 0.75);
    case 'low-contrast':
      return ramp(contrast, 0.16, 0.07);
    case 'high-contrast':
      return ramp(contrast, 0.2, 0.32);
    case 'colourful':
      return ramp(colourfulness, 0.25, 0.55);
    case 'colourless':
      return ramp(colourfulness, 0.14, 0.05);
  }
}
