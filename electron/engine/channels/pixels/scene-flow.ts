import type { AnalysisFrame } from '../channel.ts';
import { matchBlocks } from './block-match.ts';
import { newTexture, refineFit, stillCamera, textureInto } from './camera-fit.ts';
import type { CameraFit, PicturePair, Texture } from './camera-fit.ts';
import { coarseShift, everywhere } from './coarse-shift.ts';
import { halveInto, lumaInto, newPlane } from './luma-plane.ts';
import type { LumaPlane } from './luma-plane.ts';
import { movingCells } from './moving-cells.ts';

/** What happened from one thumb to the next. Shares of the frame, not yet divided by the time between them. */
export interface SceneChange {
  /** Null where the picture does not tell: no texture, or another picture altogether. */
  readonly camera: {
    /** How far the camera turned to the right, in frame widths: the content moved left by as much. */
    readonly panRight: number;
    /** How far it turned up, in frame heights: the content moved down by as much. */
    readonly tiltUp: number;
    /** Relative growth of the content about the middle of the frame: 0.1 is 10 % larger. */
    readonly zoomIn: number;
  } | null;
  /**
   * Share of each of 3 × 3 cells, row by row, that moves besides the camera. Null when the picture is another one
   * altogether.
   */
  readonly movingCells: Float32Array | null;
  /** How far moving things went besides the camera, in long sides of the frame; NaN when nothing was followed. */
  readonly distance: number;
  /** Share of the picture that is found nowhere near in the picture before: 0 for any motion, near 1 for a cut. */
  readonly unmatchedShare: number;
}

interface Level {
  readonly plane: LumaPlane;
  readonly texture: Texture;
}

interface Pyramid {
  readonly full: Level;
  readonly half: Level;
  readonly quarter: LumaPlane;
}

/** Share of textured pixels below which nothing can be said about the camera. */
const MIN_TEXTURE_SHARE = 0.015;
/** Share of textured pixels that must agree with the camera's motion for it to count. */
const MIN_SUPPORT = 0.3;
/**
 * When so much of the texture has not moved at all, nearly as much as agrees with the best motion found, then the
 * camera has not moved, and a large object has.
 */
const STILL_SUPPORT = 0.4;
const STILL_RATIO = 0.7;
/** With this much support the motion is that of the whole picture. */
const WHOLE_SUPPORT = 0.9;
/** Share of unmatched blocks from which a motion with less support than this is no motion but another picture. */
const OTHER_PICTURE_SHARE = 0.5;
const SURE_SUPPORT = 0.6;
/** Share of blocks that the camera does not explain from which matches are looked for in both directions. */
const MANY_SEARCHED_SHARE = 0.4;

/**
 * Follows the thumbs of one video and says how each came from the one before. Several analysers share one: the answer
 * for the same frame object is kept. It copies what it needs; a frame's bytes may be reused after the call.
 */
export class SceneFlow {
  #before: Pyramid | null = null;
  #current: Pyramid | null = null;
  #residual = new Float32Array(0);
  #lastFrame: AnalysisFrame | null = null;
  #lastChange: SceneChange | null = null;

  /** Null for the first frame, and where the size of the picture changes. */
  observe(frame: AnalysisFrame): SceneChange | null {
    if (frame !== this.#lastFrame) {
      this.#lastFrame = frame;
      this.#lastChange = this.#measure(frame);
    }
    return this.#lastChange;
  }

  #measure({ thumb }: AnalysisFrame): SceneChange | null {
    const reusable = this.#before;
    this.#before = this.#current;
    const isSameSize = (level: Pyramid | null) =>
      level !== null && level.full.plane.width === thumb.width && level.full.plane.height === thumb.height;
    this.#current = isSameSize(reusable) ? reusable! : newPyramid(thumb.width, thumb.height);
    const { full, half, quarter } = this.#current;
    lumaInto(full.plane, thumb);
    halveInto(half.plane, full.plane);
    halveInto(quarter, half.plane);
    textureInto(full.texture, full.plane);
    textureInto(half.texture, half.plane);
    if (!isSameSize(this.#before)) {
      return null;
    }
    if (this.#residual.length !== full.plane.data.length) {
      this.#residual = new Float32Array(full.plane.data.length);
    }
    return changeBetween(this.#before!, this.#current, this.#residual);
  }
}

function newPyramid(width: number, height: number): Pyramid {
  const level = (w: number, h: number): Level => ({ plane: newPlane(w, h), texture: newTexture(w * h) });
  return {
    full: level(width, height),
    half: level(width >> 1, height >> 1),
    quarter: newPlane(width >> 2, height >> 2),
  };
}

function changeBetween(before: Pyramid, current: Pyramid, residual: Float32Array): SceneChange {
  const { width, height, data } = current.full.plane;
  const pair: PicturePair = { before: before.full.plane, current: current.full.plane, texture: current.full.texture };
  const isTextured = pair.texture.pixelCount >= MIN_TEXTURE_SHARE * data.length;
  const found = isTextured ? bestFit(before, current, pair) : stillCamera;
  const support = isTextured ? supportOf(pair, found) : Number.NaN;
  // A fit that little agrees with is none, and its gain would make any flat patch look like any other.
  const fit = support >= MIN_SUPPORT ? found : stillCamera;
  residualInto(residual, pair, fit);
  const cells = movingCells(residual, pair);
  const blocks = matchBlocks(pair, fit, residual);
  let unmatchedShare = blocks.unmatchedShare;
  if (blocks.searchedShare > MANY_SEARCHED_SHARE) {
    // A flat picture is found in almost any other; then ask the other way round too.
    const back: PicturePair = { before: pair.current, current: pair.before, texture: before.full.texture };
    const inverse = inverseOf(fit);
    residualInto(residual, back, inverse);
    unmatchedShare = Math.max(unmatchedShare, matchBlocks(back, inverse, residual).unmatchedShare);
  }
  const isOther = !(support >= SURE_SUPPORT) && unmatchedShare >= OTHER_PICTURE_SHARE;
  return {
    camera:
      support >= MIN_SUPPORT && !isOther
        ? { panRight: fit.shiftX / width, tiltUp: -fit.shiftY / height, zoomIn: -fit.scale }
        : null,
    movingCells: isOther ? null : cells,
    distance: isOther ? Number.NaN : blocks.distancePixels / Math.max(width, height),
    unmatchedShare,
  };
}

/** The same motion seen backwards. */
function inverseOf({ shiftX, shiftY, scale, turn, gain, offset }: CameraFit): CameraFit {
  const square = (1 + scale) ** 2 + turn ** 2;
  const cosine = (1 + scale) / square;
  const sine = turn / square;
  return {
    shiftX: -(cosine * shiftX + sine * shiftY),
    shiftY: -(cosine * shiftY - sine * shiftX),
    scale: cosine - 1,
    turn: -sine,
    gain: 1 / gain,
    offset: -offset / gain,
  };
}

/** From two starts, no motion and the best whole shift of the coarsest picture, to the better supported fit. */
function bestFit(before: Pyramid, current: Pyramid, pair: PicturePair): CameraFit {
  const half: PicturePair = { before: before.half.plane, current: current.half.plane, texture: current.half.texture };
  let best = refineFit(half, stillCamera, 'coarse');
  const coarse = coarseShift(before.quarter, current.quarter, everywhere(current.quarter));
  const around = { x: coarse.x * 2, y: coarse.y * 2 };
  const shift = coarseShift(half.before, half.current, { around, reachX: 2, reachY: 2 });
  if (shift.x !== 0 || shift.y !== 0) {
    const shifted = refineFit(half, { ...stillCamera, shiftX: shift.x, shiftY: shift.y }, 'coarse');
    best = supportOf(half, shifted) > supportOf(half, best) ? shifted : best;
  }
  const fit = refineFit(pair, { ...best, shiftX: best.shiftX * 2, shiftY: best.shiftY * 2 }, 'fine');
  const support = supportOf(pair, fit);
  const isFar = Math.hypot(fit.shiftX, fit.shiftY) > 1.5 || Math.abs(fit.scale) > 0.03;
  if (!isFar || support >= WHOLE_SUPPORT) {
    return fit;
  }
  const still = { ...stillCamera, gain: fit.gain, offset: fit.offset };
  const isStill = supportOf(pair, still) >= Math.max(STILL_SUPPORT, STILL_RATIO * support);
  return isStill ? still : fit;
}

/** Levels by which a pixel may differ and still agree, besides the share of its gradient (a third of a pixel). */
const AGREE_LEVELS = 6;
const AGREE_PIXELS = 0.35;
/** Pixels count by their gradient up to this many levels: faint texture agrees with anything. */
const MAX_GRADIENT_WEIGHT = 30;

/** Share of the textured pixels that the fit explains; those that were out of view before do not count. */
function supportOf({ before, current, texture }: PicturePair, fit: CameraFit): number {
  let seenCount = 0;
  let seen = 0;
  let agreed = 0;
  for (let k = 0; k < texture.pixelCount; k++) {
    const i = texture.pixels[k]!;
    const predicted = predictedAt(before, fit, i);
    if (!Number.isNaN(predicted)) {
      const gradient = Math.abs(texture.gradientX[i]!) + Math.abs(texture.gradientY[i]!);
      const weight = Math.min(MAX_GRADIENT_WEIGHT, gradient);
      seenCount += 1;
      seen += weight;
      agreed += Math.abs(current.data[i]! - predicted) <= AGREE_LEVELS + AGREE_PIXELS * gradient ? weight : 0;
    }
  }
  return seenCount * 3 < texture.pixelCount ? Number.NaN : agreed / seen;
}

function residualInto(residual: Float32Array, { before, current }: PicturePair, fit: CameraFit): void {
  for (let i = 0; i < residual.length; i++) {
    residual[i] = Math.abs(current.data[i]! - predictedAt(before, fit, i));
  }
}

/** The luma that the picture before and the fit foretell at a pixel; NaN when it was out of view. */
function predictedAt({ width, height, data }: LumaPlane, fit: CameraFit, pixel: number): number {
  const row = (pixel / width) | 0;
  const dx = pixel - row * width - (width - 1) / 2;
  const dy = row - (height - 1) / 2;
  const x = dx + (width - 1) / 2 + fit.shiftX + fit.scale * dx - fit.turn * dy;
  const y = row + fit.shiftY + fit.scale * dy + fit.turn * dx;
  if (!(x >= -0.5 && y >= -0.5 && x <= width - 0.5 && y <= height - 0.5)) {
    return Number.NaN;
  }
  const left = Math.min(width - 2, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 2, Math.max(0, Math.floor(y)));
  const j = top * width + left;
  const fx = Math.min(1, Math.max(0, x - left));
  const above = data[j]! + fx * (data[j + 1]! - data[j]!);
  const below = data[j + width]! + fx * (data[j + width + 1]! - data[j + width]!);
  return fit.gain * (above + Math.min(1, Math.max(0, y - top)) * (below - above)) + fit.offset;
}
