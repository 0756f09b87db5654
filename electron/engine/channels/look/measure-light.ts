import { colourNames } from '../../../contract/colours.ts';
import type { RgbImage } from '../channel.ts';
import { colourIndexOf } from '../pixels/colour-names.ts';

export interface Light {
  readonly colourShares: Float32Array;
  readonly brightness: number;
  readonly contrast: number;
  readonly colourfulness: number;
}

const COLOURFULNESS_SCALE = 128;

/**
 * Shares of the named colours, mean and standard deviation of luma (BT.601, gamma-coded, 0..1), and colourfulness:
 * √(σ²rg + σ²yb) + 0.3 √(μ²rg + μ²yb) with rg = R − G, yb = (R + G) / 2 − B (Hasler and Süsstrunk 2003).
 */
export function measureLight({ data, width, height }: RgbImage): Light {
  const colourShares = new Float32Array(colourNames.length);
  const count = width * height;
  let luma = 0;
  let lumaSquares = 0;
  let redGreen = 0;
  let redGreenSquares = 0;
  let yellowBlue = 0;
  let yellowBlueSquares = 0;
  for (let i = 0; i < count * 3; i += 3) {
    const red = data[i]!;
    const green = data[i + 1]!;
    const blue = data[i + 2]!;
    colourShares[colourIndexOf(red, green, blue)]! += 1;
    const y = 0.299 * red + 0.587 * green + 0.114 * blue;
    luma += y;
    lumaSquares += y * y;
    const rg = red - green;
    redGreen += rg;
    redGreenSquares += rg * rg;
    const yb = (red + green) / 2 - blue;
    yellowBlue += yb;
    yellowBlueSquares += yb * yb;
  }
  const variance = (sum: number, squares: number) => Math.max(0, squares / count - (sum / count) ** 2);
  const spread = Math.sqrt(variance(redGreen, redGreenSquares) + variance(yellowBlue, yellowBlueSquares));
  const colourfulness = spread + 0.3 * Math.hypot(redGreen / count, yellowBlue / count);
  return {
    colourShares: colourShares.map((pixels) => pixels / count),
    brightness: luma / count / 255,
    contrast: Math.sqrt(variance(luma, lumaSquares)) / 255,
    colourfulness: Math.min(1, colourfulness / COLOURFULNESS_SCALE),
  };
}
