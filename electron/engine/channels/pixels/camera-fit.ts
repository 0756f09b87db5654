import type { LumaPlane } from './luma-plane.ts';

/**
 * How one picture maps to the one before, in pixels around the centre (X, Y from the middle of the picture):
 *
 *     before.x = x + shiftX + scale·X − turn·Y
 *     before.y = y + shiftY + scale·Y + turn·X
 *     luma     = gain · before + offset
 *
 * Gain and offset take up what exposure and fades do, so that they are not mistaken for motion.
 */
export interface CameraFit {
  readonly shiftX: number;
  readonly shiftY: number;
  readonly scale: number;
  readonly turn: number;
  readonly gain: number;
  readonly offset: number;
}

export const stillCamera: CameraFit = { shiftX: 0, shiftY: 0, scale: 0, turn: 0, gain: 1, offset: 0 };

/** Central differences of a picture and the pixels that have enough of them to tell where they went. */
export interface Texture {
  readonly gradientX: Float32Array;
  readonly gradientY: Float32Array;
  readonly pixels: Int32Array;
  pixelCount: number;
}

/** Gradient (levels a pixel) from which a pixel counts as textured. */
const TEXTURE_LEVELS = 3;

export function newTexture(pixelCount: number): Texture {
  return {
    gradientX: new Float32Array(pixelCount),
    gradientY: new Float32Array(pixelCount),
    pixels: new Int32Array(pixelCount),
    pixelCount: 0,
  };
}

export function textureInto(texture: Texture, { width, height, data }: LumaPlane): void {
  let count = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
      const dx = (data[i + 1]! - data[i - 1]!) / 2;
      const dy = (data[i + width]! - data[i - width]!) / 2;
      texture.gradientX[i] = dx;
      texture.gradientY[i] = dy;
      if (dx * dx + dy * dy >= TEXTURE_LEVELS * TEXTURE_LEVELS) {
        texture.pixels[count] = i;
        count += 1;
      }
    }
  }
  texture.pixelCount = count;
}

export interface PicturePair {
  readonly before: LumaPlane;
  readonly current: LumaPlane;
  readonly texture: Texture;
}

/** Residuals beyond about this many levels lose their say: moving things are outliers. One value an iteration. */
const SCALES_COARSE = [24, 18, 12, 9, 7, 6];
const SCALES_FINE = [8, 6, 5];

/**
 * Robust Gauss–Newton alignment (Lucas–Kanade with Geman–McClure weights over the textured pixels, gradients of the
 * current picture), from a start that is right within a few pixels. Gain and offset are re-estimated in each round by
 * weighted regression.
 */
export function refineFit(pair: PicturePair, start: CameraFit, rounds: 'coarse' | 'fine'): CameraFit {
  let fit = start;
  for (const scale of rounds === 'coarse' ? SCALES_COARSE : SCALES_FINE) {
    const next = oneRound(pair, fit, scale);
    if (next === null) {
      return fit;
    }
    fit = next;
  }
  return fit;
}

const normal = new Float64Array(20);
const light = new Float64Array(5);

function oneRound({ before, current, texture }: PicturePair, fit: CameraFit, scale: number): CameraFit | null {
  normal.fill(0);
  light.fill(0);
  const { width, height } = current;
  const centreX = (width - 1) / 2;
  const centreY = (height - 1) / 2;
  const { shiftX, shiftY, scale: zoom, turn, gain, offset } = fit;
  const source = before.data;
  const inverseScale = 1 / (scale * scale);
  for (let k = 0; k < texture.pixelCount; k++) {
    const i = texture.pixels[k]!;
    const row = (i / width) | 0;
    const dx = i - row * width - centreX;
    const dy = row - centreY;
    const x = dx + centreX + shiftX + zoom * dx - turn * dy;
    const y = dy + centreY + shiftY + zoom * dy + turn * dx;
    if (!(x >= 0 && y >= 0 && x < width - 1 && y < height - 1)) {
      continue;
    }
    const left = x | 0;
    const top = y | 0;
    const fx = x - left;
    const j = top * width + left;
    const above = source[j]! + fx * (source[j + 1]! - source[j]!);
    const below = source[j + width]! + fx * (source[j + width + 1]! - source[j + width]!);
    const sample = above + (y - top) * (below - above);
    const value = current.data[i]!;
    const residual = value - gain * sample - offset;
    const attenuation = 1 / (1 + residual * residual * inverseScale);
    const weight = attenuation * attenuation;
    const gx = texture.gradientX[i]!;
    const gy = texture.gradientY[i]!;
    addNormal(weight, residual, gx, gy, gx * dx + gy * dy, gy * dx - gx * dy);
    light[0]! += weight;
    light[1]! += weight * sample;
    light[2]! += weight * value;
    light[3]! += weight * sample * sample;
    light[4]! += weight * sample * value;
  }
  const step = solveFour(normal);
  if (step === null) {
    return null;
  }
  return {
    shiftX: shiftX + step[0]!,
    shiftY: shiftY + step[1]!,
    scale: clamp(zoom + step[2]!, 0.5),
    turn: clamp(turn + step[3]!, 0.5),
    ...exposureOf(light),
  };
}

/** Sums J·Jᵀ (10 values of the upper triangle) and J·r (4 values, from 10). */
// eslint-disable-next-line max-params -- an object for every pixel would cost more than the sums
function addNormal(weight: number, residual: number, a: number, b: number, c: number, d: number): void {
  const wa = weight * a;
  const wb = weight * b;
  const wc = weight * c;
  const wd = weight * d;
  normal[0]! += wa * a;
  normal[1]! += wa * b;
  normal[2]! += wa * c;
  normal[3]! += wa * d;
  normal[4]! += wb * b;
  normal[5]! += wb * c;
  normal[6]! += wb * d;
  normal[7]! += wc * c;
  normal[8]! += wc * d;
  normal[9]! += wd * d;
  normal[10]! += wa * residual;
  normal[11]! += wb * residual;
  normal[12]! += wc * residual;
  normal[13]! += wd * residual;
}

function exposureOf(sums: Float64Array): { gain: number; offset: number } {
  const [weight, before, current, beforeSquared, product] = sums as unknown as [number, number, number, number, number];
  const variance = beforeSquared * weight - before * before;
  const gain = variance > 1e-6 * weight * weight ? (product * weight - before * current) / variance : 1;
  const bounded = Math.min(1.6, Math.max(0.6, gain));
  return { gain: bounded, offset: (current - bounded * before) / weight };
}

/** Cholesky of the 4 × 4 normal equations; null where the picture does not determine the motion. */
function solveFour(sums: Float64Array): readonly number[] | null {
  const at = (row: number, column: number) => sums[row * 4 - (row * (row + 1)) / 2 + column]!;
  const lower: number[][] = [[], [], [], []];
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column <= row; column++) {
      let value = at(column, row);
      for (let k = 0; k < column; k++) {
        value -= lower[row]![k]! * lower[column]![k]!;
      }
      if (row === column) {
        if (!(value > 1e-3 * at(row, row) && value > 1e-6)) {
          return null;
        }
        lower[row]!.push(Math.sqrt(value));
      } else {
        lower[row]!.push(value / lower[column]![column]!);
      }
    }
  }
  const solution = [0, 0, 0, 0];
  for (let row = 0; row < 4; row++) {
    let value = sums[10 + row]!;
    for (let k = 0; k < row; k++) {
      value -= lower[row]![k]! * solution[k]!;
    }
    solution[row] = value / lower[row]![row]!;
  }
  for (let row = 3; row >= 0; row--) {
    let value = solution[row]!;
    for (let k = row + 1; k < 4; k++) {
      value -= lower[k]![row]! * solution[k]!;
    }
    solution[row] = value / lower[row]![row]!;
  }
  return solution;
}

function clamp(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}
