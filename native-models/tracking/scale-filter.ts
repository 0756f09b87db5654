import type { TrackerFrame } from '../api/single-target-tracker.ts';
import { CellFeatureExtractor } from './gradient-histograms.ts';
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
  #numerator: { real: Float32Array; imaginary: Float32Array } | null = null;
  #denominator = new Float32Array(scaleCount);

  /** For a target of this shape. */
  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    const factor = Math.sqrt(patchPixels / (width * height));
    const cells = (length: number): number => Math.min(16, Math.max(2, Math.round((length * factor) / cellSize)));
    this.#patch = newPatch(cells(width) * cellSize, cells(height) * cellSize);
  }

  learn(frame: TrackerFrame, target: Region, rate: number): void {
    const { real, imaginary } = this.#spectra(frame, target);
    const known = this.#numerator;
    const weight = known === null ? 1 : rate;
    const next = { real: new Float32Array(real.length), imaginary: new Float32Array(real.length) };
    this.#denominator = this.#denominator.map((value) => (1 - weight) * value);
    for (let index = 0; index < real.length; index += 1) {
      const scale = index % scaleCount;
      const [x, y] = [real[index]!, imaginary[index]!];
      const [a, b] = [this.#wanted.real[scale]!, this.#wanted.imaginary[scale]!];
      this.#denominator[scale]! += weight * (x * x + y * y);
      next.real[index] = weight * (a * x + b * y) + (1 - weight) * (known?.real[index] ?? 0);
      next.imaginary[index] = weight * (a * y - b * x) + (1 - weight) * (known?.imaginary[index] ?? 0);
    }
    this.#numerator = next;
  }

  /** What the target's size is to be multiplied with. */
  factor(frame: TrackerFrame, target: Region): number {
    const known = this.#numerator;
    if (known === null) {
      return 1;
    }
    const { real, imaginary } = this.#spectra(frame, target);
    const sum = { real: new Float64Array(scaleCount), imaginary: new Float64Array(scaleCount) };
    for (let index = 0; index < real.length; index += 1) {
      const scale = index % scaleCount;
      const [a, b] = [known.real[index]!, known.imaginary[index]!];
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

  /** For every feature the transform over scales. */
  #spectra(frame: TrackerFrame, { centreX, centreY, width, height }: Region) {
    const perScale = Array.from({ length: scaleCount }, (_, index) => {
      const by = scaleStep ** (index - middle);
      drawPatch(frame, { centreX, centreY, width: width * by, height: height * by }, this.#patch);
      return this.#extractor.extract(this.#patch).data;
    });
    const featureCount = perScale[0]!.length;
    const real = new Float32Array(featureCount * scaleCount);
    const imaginary = new Float32Array(featureCount * scaleCount);
    for (let feature = 0; feature < featureCount; feature += 1) {
      for (let k = 0; k < scaleCount; k += 1) {
        let [x, y] = [0, 0];
        for (let scale = 0; scale < scaleCount; scale += 1) {
          const value = perScale[scale]![feature]! * window[scale]!;
          const turn = (scale * k) % scaleCount;
          x += value * cosines[turn]!;
          y -= value * sines[turn]!;
        }
        real[feature * scaleCount + k] = x;
        imaginary[feature * scaleCount + k] = y;
      }
    }
    return { real, imaginary };
  }
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
