import { colourNames, type ColourName } from '../../../contract/colours.ts';

/** Lightness 0..1, chroma 0..about 0.33, hue in degrees 0..360 of OKLab (Björn Ottosson, 2020). */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hueDegrees: number;
}

/** sRGB 0..255 to OKLCh. */
export function oklchOf(red: number, green: number, blue: number): Oklch {
  const r = linearOf(red);
  const g = linearOf(green);
  const b = linearOf(blue);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const alpha = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const beta = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const hue = (Math.atan2(beta, alpha) * 180) / Math.PI;
  return { lightness, chroma: Math.hypot(alpha, beta), hueDegrees: hue < 0 ? hue + 360 : hue };
}

function linearOf(sample: number): number {
  const value = sample / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/**
 * The basic colour term (Berlin and Kay) that people would most likely use for an sRGB colour. A rule table over
 * OKLCh: first what has no hue (with a chroma threshold that rises in the dark, where noise and compression tint
 * everything), then the hue circle, where brown is dark or pale orange and pink is pale red.
 */
export function colourNameOf(red: number, green: number, blue: number): ColourName {
  const { lightness, chroma, hueDegrees } = oklchOf(red, green, blue);
  const isWarm = hueDegrees > 30 && hueDegrees < 110;
  const greyChroma = lightness < 0.3 ? 0.045 : isWarm ? 0.042 : 0.032;
  if (lightness < 0.16 && chroma < 0.08) {
    return 'black';
  }
  if (chroma < greyChroma) {
    return lightness < 0.34 ? 'black' : lightness > 0.87 ? 'white' : 'grey';
  }
  if (lightness > 0.94 && chroma < 0.06) {
    return 'white';
  }
  return hueNameOf({ lightness, chroma, hueDegrees });
}

function hueNameOf({ lightness, chroma, hueDegrees: hue }: Oklch): ColourName {
  if (hue < 15 || hue >= 345) {
    // Crimson to rose: pink when pale or very bright, red when deep, wine included.
    return lightness > 0.66 || (hue >= 345 && lightness > 0.55)
      ? 'pink'
      : lightness < 0.45 && hue >= 345
        ? 'purple'
        : 'red';
  }
  if (hue < 38) {
    return lightness > 0.74 && chroma < 0.13 ? 'pink' : chroma < 0.095 && chroma < 0.28 * lightness ? 'brown' : 'red';
  }
  if (hue < 76) {
    return orangeNameOf(lightness, chroma, hue);
  }
  if (hue < 112) {
    const isYellow = lightness > 0.68 && chroma > 0.09;
    return isYellow ? 'yellow' : hue < 100 || lightness > 0.8 ? 'brown' : 'green';
  }
  if (hue < 190) {
    return 'green';
  }
  if (hue < 290) {
    return 'blue';
  }
  if (hue < 330) {
    return 'purple';
  }
  return lightness > 0.62 ? 'pink' : 'purple';
}

/** Orange only where it is vivid: skin, wood, cardboard and sand are brown, pale skin pink. */
function orangeNameOf(lightness: number, chroma: number, hue: number): ColourName {
  if (chroma > 0.125 && lightness > 0.58) {
    return hue < 44 && lightness < 0.64 ? 'red' : 'orange';
  }
  if (hue < 44 && chroma > 0.13) {
    return 'red';
  }
  return lightness > 0.82 && hue < 62 ? 'pink' : 'brown';
}

const LEVEL_BITS = 5;
const LEVEL_SHIFT = 8 - LEVEL_BITS;

/** Index into `colourNames` for every colour of 5 bits a sample, so that naming a pixel is one look-up. */
const colourTable: Uint8Array = buildTable();

function buildTable(): Uint8Array {
  const levels = 1 << LEVEL_BITS;
  const table = new Uint8Array(levels ** 3);
  const centre = (level: number) => ((level + 0.5) * 256) / levels;
  for (let i = 0; i < table.length; i++) {
    const name = colourNameOf(centre(i >> 10), centre((i >> 5) & 31), centre(i & 31));
    table[i] = colourNames.indexOf(name);
  }
  return table;
}

/** Index into `colourNames` of a pixel, exact to the 8 levels that share a cell of the table. */
export function colourIndexOf(red: number, green: number, blue: number): number {
  return colourTable[((red >> LEVEL_SHIFT) << 10) | ((green >> LEVEL_SHIFT) << 5) | (blue >> LEVEL_SHIFT)]!;
}
