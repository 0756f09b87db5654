import type { TrackerFrame } from '../api/single-target-tracker.ts';
import { CellFeatureExtractor, cellFeatureCount } from './gradient-histograms.ts';
import { drawPatch, newPatch, type Patch, type Region } from './patch.ts';

const scaleCount = 17;
const scaleStep = 1.025;
const middle = (scaleCount - 1) / 2;
const cellSize = 4;
/** Of the patch that a scale is judged by. */
const patchPixels = 512;
const regularisation = 0.01;
const sigmaScales = 1.1;

/**
 * How much larger or smaller the target has become: a correlation filter over one dimension, the scale (Danelljan et
 * al. 2014, section 3.2).
 */
export class ScaleFilter {
  readonly #extractor = new CellFeatureExtractor(cellSize);
  readonly #patch: Patch;
  readonly #wanted = wantedSpectrum();
  /** `features × scaleCount`, real and imaginary. */
  readonly #numerator: Spectra;
  /** Overwritten by every look. */
  readonly #spectra: Spectra;
  readonly #denominator = new Float32Array(scaleCount);
  readonly #perScale: Float32Array[] = [];
  #isTaught = false;

  /** For a target of this shape. */
  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    const factor = Math.sqrt(patchPixels / (width * height));
    const cells = (length: number): number => Math.min(16, Math.max(2, Math.round((length * factor) / cellSize)));
    const [columns, rows] = [cells(width), cells(height)];
    this.#patch = newPatch(columns * cellSize, rows * cellSize);
    const size = cellFeatureCount * columns * rows * scaleCount;
    this.#numerator = { real: new Float32Array(size), imaginary: new Float32Array(size) };
    this.#spectra = { real: new Float32Array(size), imaginary: new Float32Array(size) };
  }

  learn(frame: TrackerFrame, target: Region, rate: number): void {
    this.#look(frame, target);
    const { real, imaginary } = this.#spectra;
    const { real: knownReal, imaginary: knownImaginary } = this.#numerator;
    const weight = this.#isTaught ? rate : 1;
    const kept = 1 - weight;
    this.#isTaught = true;
    this.#denominator.forEach((value, scale) => {
      this.#denominator[scale] = kept * value;
    });
    for (let index = 0, scale = 0; index < real.length; index += 1, scale = scale + 1 === scaleCount ? 0 : scale + 1) {
      const x = real[index]!;
      const y = imaginary[index]!;
      const a = this.#wanted.real[scale]!;
      const b = this.#wanted.imaginary[scale]!;
      this.#denominator[scale]! += weight * (x * x + y * y);
      knownReal[index] = weight * (a * x + b * y) + kept * knownReal[index]!;
      knownImaginary[index] = weight * (a * y - b * x) + kept * knownImaginary[index]!;
    }
  }

  /** What the target's size is to be multiplied with; 1 before anything is learnt. */
  factor(frame: TrackerFrame, target: Region): number {
    if (!this.#isTaught) {
      return 1;
    }
    this.#look(frame, target);
    const { real, imaginary } = this.#spectra;
    const known = this.#numerator;
    const sum = { real: new Float64Array(scaleCount), imaginary: new Float64Array(scaleCount) };
    for (let index = 0, scale = 0; index < real.length; index += 1, scale = scale + 1 === scaleCount ? 0 : scale + 1) {
      const a = known.real[index]!;
      const b = known.imaginary[index]!;
      sum.real[scale]! += a * real[index]! + b * imaginary[index]!;
      sum.imaginary[scale]! += a * imaginary[index]! - b * real[index]!;
    }
    const response = Float64Array.from({ length: scaleCount }, (_, scale) => {
      let value = 0;
      for (let k = 0; k < scaleCount; k += 1) {
        const by = 1 / (this.#denominator[k]! + regularisation);
        const turn = (scale * k) % scaleCount;
        value += by * (sum.real[k]! * cosines[turn]! - sum.imaginary[k]! * sines[turn]!);
      }
      return value;
    });
    const best = response.reduce((at, value, index) => (value > response[at]! ? index : at), 0);
    return scaleStep ** (best + vertex(response[best - 1], response[best]!, response[best + 1]) - middle);
  }

  /** For every feature the transform over scales. Features are real, so that half of it is the other half mirrored. */
  #look(frame: TrackerFrame, { centreX, centreY, width, height }: Region): void {
    for (let index = 0; index < scaleCount; index += 1) {
      const by = scaleStep ** (index - middle);
      drawPatch(frame, { centreX, centreY, width: width * by, height: height * by }, this.#patch);
      this.#perScale[index] = this.#extractor.extract(this.#patch).data;
    }
    const { real, imaginary } = this.#spectra;
    const values = new Float64Array(scaleCount);
    for (let feature = 0, at = 0; at < real.length; feature += 1, at += scaleCount) {
      for (let scale = 0; scale < scaleCount; scale += 1) {
        values[scale] = this.#perScale[scale]![feature]! * window[scale]!;
      }
      for (let k = 0; k <= middle; k += 1) {
        let x = 0;
        let y = 0;
        for (let scale = 0, turn = 0; scale < scaleCount; scale += 1, turn = (turn + k) % scaleCount) {
          x += values[scale]! * cosines[turn]!;
          y -= values[scale]! * sines[turn]!;
        }
        real[at + k] = x;
        imaginary[at + k] = y;
        if (k > 0) {
          real[at + scaleCount - k] = x;
          imaginary[at + scaleCount - k] = -y;
        }
      }
    }
  }
}

interface Spectra {
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
}

const cosines = Float64Array.from({ length: scaleCount }, (_, k) => Math.cos((2 * Math.PI * k) / scaleCount));
const sines = Float64Array.from({ length: scaleCount }, (_, k) => Math.sin((2 * Math.PI * k) / scaleCount));
const window = Float64Array.from(
  { length: scaleCount },
  (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 0.5)) / scaleCount),
);

/** A Gaussian over scales around the middle one. */
function wantedSpectrum() {
  const values = Float64Array.from({ length: scaleCount }, (_, index) =>
    Math.exp(-((index - middle) ** 2) / (2 * sigmaScales * sigmaScales)),
  );
  const real = new Float64Array(scaleCount);
  const imaginary = new Float64Array(scaleCount);
  for (let k = 0; k < scaleCount; k += 1) {
    for (let index = 0; index < scaleCount; index += 1) {
      const turn = (index * k) % scaleCount;
      real[k]! += values[index]! * cosines[turn]!;
      imaginary[k]! -= values[index]! * sines[turn]!;
    }
  }
  return { real, imaginary };
}

/** Where the top of a parabola through three neighbours lies, −0.5..0.5 from the middle one; 0 at a border. */
export function vertex(before: number | undefined, here: number, after: number | undefined): number {
  if (before === undefined || after === undefined) {
    return 0;
  }
  const bend = before - 2 * here + after;
  return bend >= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend));
}
