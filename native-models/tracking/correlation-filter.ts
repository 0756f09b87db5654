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
  readonly #numerators: readonly ComplexPlane[];
  readonly #denominator: Float32Array;
  /** Overwritten by every look. */
  readonly #spectra: readonly ComplexPlane[];
  readonly #pair: ComplexPlane;
  readonly #sum: ComplexPlane;
  #isTaught = false;

  constructor(options: CorrelationFilterOptions) {
    const { columns, rows } = options;
    const size = columns * rows;
    const planes = () => Array.from({ length: cellFeatureCount }, () => complexPlane(size));
    this.#options = options;
    this.#fourier = new PlaneFourier(columns, rows);
    this.#window = hannWindow(columns, rows);
    this.#wanted = wantedSpectrum(options, this.#fourier);
    this.#numerators = planes();
    this.#denominator = new Float32Array(size);
    this.#spectra = planes();
    this.#pair = complexPlane(size);
    this.#sum = complexPlane(size);
  }

  /** Learns that the target is in the middle of the patch with these features; `rate` 1 forgets what was known. */
  learn(features: CellFeatures, rate: number): void {
    const weight = this.#isTaught ? rate : 1;
    this.#isTaught = true;
    this.#transform(features);
    const denominator = this.#denominator;
    for (let index = 0; index < denominator.length; index += 1) {
      denominator[index]! *= 1 - weight;
    }
    for (const [channel, spectrum] of this.#spectra.entries()) {
      this.#learnChannel(spectrum, this.#numerators[channel]!, weight);
    }
  }

  #learnChannel({ real, imaginary }: ComplexPlane, numerator: ComplexPlane, weight: number): void {
    const { real: wantedReal, imaginary: wantedImaginary } = this.#wanted;
    const denominator = this.#denominator;
    const kept = 1 - weight;
    for (let index = 0; index < real.length; index += 1) {
      const x = real[index]!;
      const y = imaginary[index]!;
      const a = wantedReal[index]!;
      const b = wantedImaginary[index]!;
      denominator[index]! += weight * (x * x + y * y);
      // conj(wanted) · features
      numerator.real[index] = weight * (a * x + b * y) + kept * numerator.real[index]!;
      numerator.imaginary[index] = weight * (a * y - b * x) + kept * numerator.imaginary[index]!;
    }
  }

  /**
   * Where in a patch with these features the target is likely to be; the values are overwritten by the next look.
   * Throws Error before anything is learnt.
   */
  respond(features: CellFeatures): FilterResponse {
    if (!this.#isTaught) {
      throw new Error('The filter has learnt nothing yet.');
    }
    const { columns, rows, regularisation } = this.#options;
    const sum = this.#sum;
    sum.real.fill(0);
    sum.imaginary.fill(0);
    this.#transform(features);
    for (const [channel, spectrum] of this.#spectra.entries()) {
      addProduct(this.#numerators[channel]!, spectrum, sum);
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
  #transform({ data }: CellFeatures): void {
    const { columns, rows } = this.#options;
    const size = columns * rows;
    const both = this.#pair;
    for (let channel = 0; channel < cellFeatureCount; channel += 2) {
      const first = channel * size;
      const second = first + size;
      for (let index = 0; index < size; index += 1) {
        both.real[index] = data[first + index]! * this.#window[index]!;
        both.imaginary[index] = data[second + index]! * this.#window[index]!;
      }
      this.#fourier.forward(both);
      separate(both, [this.#spectra[channel]!, this.#spectra[channel + 1]!], { columns, rows });
    }
  }
}

/** conj(filter) · features */
function addProduct(filter: ComplexPlane, features: ComplexPlane, sum: ComplexPlane): void {
  for (let index = 0; index < sum.real.length; index += 1) {
    const a = filter.real[index]!;
    const b = filter.imaginary[index]!;
    const x = features.real[index]!;
    const y = features.imaginary[index]!;
    sum.real[index]! += a * x + b * y;
    sum.imaginary[index]! += a * y - b * x;
  }
}

/** The spectra of two real planes from that of the one plus i times the other; `columns × rows` as spectra lie. */
function separate(
  { real, imaginary }: ComplexPlane,
  [first, second]: readonly [ComplexPlane, ComplexPlane],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): void {
  for (let u = 0; u < columns; u += 1) {
    const mirroredColumn = u === 0 ? 0 : columns - u;
    for (let v = 0; v < rows; v += 1) {
      const at = u * rows + v;
      const mirrored = mirroredColumn * rows + (v === 0 ? 0 : rows - v);
      const x = real[at]!;
      const y = imaginary[at]!;
      const p = real[mirrored]!;
      const q = imaginary[mirrored]!;
      first.real[at] = 0.5 * (x + p);
      first.imaginary[at] = 0.5 * (y - q);
      second.real[at] = 0.5 * (y + q);
      second.imaginary[at] = 0.5 * (p - x);
    }
  }
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
