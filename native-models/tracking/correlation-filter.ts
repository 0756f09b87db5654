import { complexPlane, PlaneFourier, type ComplexPlane } from './fast-fourier.ts';
import { cellFeatureCount, type CellFeatures } from './gradient-histograms.ts';

export interface CorrelationFilterOptions {
  readonly columns: number;
  readonly rows: number;
  /** Standard deviation of the wanted response, in cells. */
  readonly sigmaCells: number;
  /** Keeps the division finite. */
  readonly regularisation: number;
}

/** Response of a filter by displacement: value at `(dy mod rows) × columns + (dx mod columns)`. */
export interface FilterResponse {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

/**
 * A discriminative correlation filter over many feature channels with one shared denominator: Danelljan et al., "Accurate
 * scale estimation for robust visual tracking" (2014), equation 3. It learns to answer a patch around the target with a
 * narrow peak in its middle, and everything else in it with nothing.
 */
export class CorrelationFilter {
  readonly #options: CorrelationFilterOptions;
  readonly #fourier: PlaneFourier;
  readonly #window: Float32Array;
  readonly #wanted: ComplexPlane;
  #numerators: ComplexPlane[] | null = null;
  #denominator: Float32Array;

  constructor(options: CorrelationFilterOptions) {
    const { columns, rows } = options;
    this.#options = options;
    this.#fourier = new PlaneFourier(columns, rows);
    this.#window = hannWindow(columns, rows);
    this.#wanted = wantedSpectrum(options, this.#fourier);
    this.#denominator = new Float32Array(columns * rows);
  }

  /** What is learnt so far, to be given back to `restore`. */
  snapshot(): FilterSnapshot {
    return { numerators: this.#numerators, denominator: this.#denominator };
  }

  restore({ numerators, denominator }: FilterSnapshot): void {
    this.#numerators = numerators;
    this.#denominator = denominator;
  }

  /** Learns that the target is in the middle of the patch with these features; `rate` 1 forgets what was known. */
  learn(features: CellFeatures, rate: number): void {
    const { real: wantedReal, imaginary: wantedImaginary } = this.#wanted;
    const size = wantedReal.length;
    const known = this.#numerators;
    const weight = known === null ? 1 : rate;
    const denominator = this.#denominator.map((value) => (1 - weight) * value);
    this.#numerators = this.#spectra(features).map(({ real, imaginary }, channel) => {
      const next = complexPlane(size);
      const before = known?.[channel];
      for (let index = 0; index < size; index += 1) {
        const [x, y] = [real[index]!, imaginary[index]!];
        const [a, b] = [wantedReal[index]!, wantedImaginary[index]!];
        denominator[index]! += weight * (x * x + y * y);
        // conj(wanted) · features
        next.real[index] = weight * (a * x + b * y) + (1 - weight) * (before?.real[index] ?? 0);
        next.imaginary[index] = weight * (a * y - b * x) + (1 - weight) * (before?.imaginary[index] ?? 0);
      }
      return next;
    });
    this.#denominator = denominator;
  }

  /** Where in a patch with these features the target is likely to be. Throws Error before anything is learnt. */
  respond(features: CellFeatures): FilterResponse {
    const numerators = this.#numerators;
    if (numerators === null) {
      throw new Error('The filter has learnt nothing yet.');
    }
    const { columns, rows, regularisation } = this.#options;
    const sum = complexPlane(columns * rows);
    for (const [channel, { real, imaginary }] of this.#spectra(features).entries()) {
      const filter = numerators[channel]!;
      for (let index = 0; index < sum.real.length; index += 1) {
        // conj(numerator) · features
        const [a, b] = [filter.real[index]!, filter.imaginary[index]!];
        sum.real[index]! += a * real[index]! + b * imaginary[index]!;
        sum.imaginary[index]! += a * imaginary[index]! - b * real[index]!;
      }
    }
    const scale = regularisation * columns * rows;
    for (let index = 0; index < sum.real.length; index += 1) {
      const by = 1 / (this.#denominator[index]! + scale);
      sum.real[index]! *= by;
      sum.imaginary[index]! *= by;
    }
    this.#fourier.inverse(sum);
    return { columns, rows, values: sum.real };
  }

  /** Spectra of the windowed channels; two real channels go through one complex transform. */
  #spectra({ data }: CellFeatures): ComplexPlane[] {
    const { columns, rows } = this.#options;
    const size = columns * rows;
    const spectra: ComplexPlane[] = [];
    for (let channel = 0; channel < cellFeatureCount; channel += 2) {
      const both = complexPlane(size);
      const [first, second] = [channel * size, (channel + 1) * size];
      for (let index = 0; index < size; index += 1) {
        both.real[index] = data[first + index]! * this.#window[index]!;
        both.imaginary[index] = data[second + index]! * this.#window[index]!;
      }
      this.#fourier.forward(both);
      spectra.push(...separate(both, columns, rows));
    }
    return spectra;
  }
}

export interface FilterSnapshot {
  readonly numerators: ComplexPlane[] | null;
  readonly denominator: Float32Array;
}

/** The spectra of two real planes from that of the one plus i times the other; `columns × rows` as spectra lie. */
function separate({ real, imaginary }: ComplexPlane, columns: number, rows: number): [ComplexPlane, ComplexPlane] {
  const first = complexPlane(real.length);
  const second = complexPlane(real.length);
  for (let u = 0; u < columns; u += 1) {
    const mirroredColumn = u === 0 ? 0 : columns - u;
    for (let v = 0; v < rows; v += 1) {
      const at = u * rows + v;
      const mirrored = mirroredColumn * rows + (v === 0 ? 0 : rows - v);
      const [x, y] = [real[at]!, imaginary[at]!];
      const [p, q] = [real[mirrored]!, imaginary[mirrored]!];
      first.real[at] = 0.5 * (x + p);
      first.imaginary[at] = 0.5 * (y - q);
      second.real[at] = 0.5 * (y + q);
      second.imaginary[at] = 0.5 * (p - x);
    }
  }
  return [first, second];
}

function hannWindow(columns: number, rows: number): Float32Array {
  const line = (length: number) =>
    Float32Array.from({ length }, (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 0.5)) / length));
  const [across, down] = [line(columns), line(rows)];
  return Float32Array.from({ length: columns * rows }, (_, index) => {
    return across[index % columns]! * down[Math.floor(index / columns)]!;
  });
}

/** A Gaussian whose top is at displacement 0, as displacements lie in a response. */
function wantedSpectrum({ columns, rows, sigmaCells }: CorrelationFilterOptions, fourier: PlaneFourier): ComplexPlane {
  const plane = complexPlane(columns * rows);
  for (let index = 0; index < plane.real.length; index += 1) {
    const dx = wrapped(index % columns, columns);
    const dy = wrapped(Math.floor(index / columns), rows);
    plane.real[index] = Math.exp(-(dx * dx + dy * dy) / (2 * sigmaCells * sigmaCells));
  }
  fourier.forward(plane);
  return plane;
}

/** The displacement that lies at a place of a response: −length/2 up to length/2. */
export function wrapped(index: number, length: number): number {
  return index < length / 2 ? index : index - length;
}
