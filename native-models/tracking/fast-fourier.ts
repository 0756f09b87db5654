/** Real and imaginary parts of as many values. */
export interface ComplexPlane {
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
}

export function complexPlane(size: number): ComplexPlane {
  return { real: new Float32Array(size), imaginary: new Float32Array(size) };
}

/** One pass of a transform: `radix` parts of the input, each a `radix`-th of it, are combined into neighbours. */
interface Pass {
  readonly radix: number;
  /** Product of the radices before it. */
  readonly done: number;
  /** Of e^(−2πi·group·k/(length/done)), at `group · radix + k`. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/**
 * Discrete Fourier transforms of lengths 2^a·3^b·5^c of many interleaved sequences at once (value j of sequence s at
 * `j · count + s`), by Stockham's self-sorting passes.
 */
class BatchedFourier {
  readonly #length: number;
  readonly #passes: readonly Pass[];

  constructor(length: number) {
    this.#length = length;
    this.#passes = passesOf(length);
  }

  /** Overwrites both; returns the one that holds the result. Not divided by the length. */
  transform(input: ComplexPlane, work: ComplexPlane, { count, sign }: BatchOptions): ComplexPlane {
    let [from, to] = [input, work];
    for (const pass of this.#passes) {
      const inner = pass.done * count;
      const groups = this.#length / pass.radix / pass.done;
      for (let group = 0; group < groups; group += 1) {
        combine({ from, to, inner, group, part: (this.#length / pass.radix) * count, sign }, pass);
      }
      [from, to] = [to, from];
    }
    return from;
  }
}

interface BatchOptions {
  readonly count: number;
  readonly sign: -1 | 1;
}

interface Group {
  readonly from: ComplexPlane;
  readonly to: ComplexPlane;
  /** Neighbouring values that are combined alike. */
  readonly inner: number;
  readonly group: number;
  /** Distance of the parts. */
  readonly part: number;
  readonly sign: -1 | 1;
}

/** Small transforms of `radix` values, each turned by its twiddle. */
function combine({ from, to, inner, group, part, sign }: Group, { radix, cos, sin }: Pass): void {
  const small = smallTransforms[radix]!;
  const read = group * inner;
  const write = read * radix;
  for (let k = 0; k < radix; k += 1) {
    const c = cos[group * radix + k]!;
    const s = -sign * sin[group * radix + k]!;
    // The small transform's row k and the twiddle are one factor for each part.
    const into = write + k * inner;
    const { real, imaginary } = to;
    for (let j = 0; j < radix; j += 1) {
      const smallCos = small.cos[j * radix + k]!;
      const smallSin = -sign * small.sin[j * radix + k]!;
      const a = smallCos * c - smallSin * s;
      const b = smallCos * s + smallSin * c;
      const at = read + j * part;
      const { real: x, imaginary: y } = from;
      if (j === 0) {
        for (let index = 0; index < inner; index += 1) {
          real[into + index] = x[at + index]! * a - y[at + index]! * b;
          imaginary[into + index] = x[at + index]! * b + y[at + index]! * a;
        }
      } else {
        for (let index = 0; index < inner; index += 1) {
          real[into + index]! += x[at + index]! * a - y[at + index]! * b;
          imaginary[into + index]! += x[at + index]! * b + y[at + index]! * a;
        }
      }
    }
  }
}

const smallTransforms: Readonly<Record<number, { readonly cos: Float64Array; readonly sin: Float64Array }>> =
  Object.fromEntries([2, 3, 4, 5].map((radix) => [radix, turns(radix, radix, radix)]));

/** cos and sin of −2π·row·column/length for `rows × columns`. */
function turns(rows: number, columns: number, length: number) {
  const angle = (index: number) =>
    (-2 * Math.PI * ((Math.floor(index / columns) * (index % columns)) % length)) / length;
  return {
    cos: Float64Array.from({ length: rows * columns }, (_, index) => Math.cos(angle(index))),
    sin: Float64Array.from({ length: rows * columns }, (_, index) => Math.sin(angle(index))),
  };
}

function passesOf(length: number): Pass[] {
  let done = 1;
  return radicesOf(length).map((radix) => {
    const pass = { radix, done, ...turns(length / done / radix, radix, length / done) };
    done *= radix;
    return pass;
  });
}

function radicesOf(length: number): number[] {
  const radices: number[] = [];
  let left = length;
  for (const radix of [4, 2, 3, 5]) {
    while (left % radix === 0) {
      radices.push(radix);
      left /= radix;
    }
  }
  if (left !== 1 || length < 1) {
    throw new RangeError(`${String(length)} is not a product of 2, 3 and 5.`);
  }
  return radices;
}

/** The smallest even product of 2, 3 and 5 that is not below a length. */
export function goodLength(atLeast: number): number {
  for (let length = Math.max(2, Math.ceil(atLeast)); ; length += 1) {
    let left = length;
    for (const radix of [2, 3, 5]) {
      while (left % radix === 0) {
        left /= radix;
      }
    }
    if (left === 1 && length % 2 === 0) {
      return length;
    }
  }
}

/**
 * Transforms of planes of `height × width`, row-major. The spectrum lies transposed (`width × height`), which no
 * operation on spectra minds; the way back turns it round again.
 */
export class PlaneFourier {
  readonly width: number;
  readonly height: number;
  readonly #rows: BatchedFourier;
  readonly #columns: BatchedFourier;
  readonly #work: ComplexPlane;
  readonly #other: ComplexPlane;

  /** Throws RangeError for a side that is not a product of 2, 3 and 5. */
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#rows = new BatchedFourier(width);
    this.#columns = new BatchedFourier(height);
    this.#work = complexPlane(width * height);
    this.#other = complexPlane(width * height);
  }

  /** In place. */
  forward(plane: ComplexPlane): void {
    const { width, height } = this;
    const columns = this.#columns.transform(plane, this.#work, { count: width, sign: -1 });
    const turned = transpose(columns, columns === plane ? this.#work : this.#other, { width, height });
    const rows = this.#rows.transform(turned, this.#unused(plane, turned), { count: height, sign: -1 });
    copy(rows, plane, 1);
  }

  /** In place; divided by the number of values. */
  inverse(plane: ComplexPlane): void {
    const { width, height } = this;
    const rows = this.#rows.transform(plane, this.#work, { count: height, sign: 1 });
    const turned = transpose(rows, rows === plane ? this.#work : this.#other, { width: height, height: width });
    const columns = this.#columns.transform(turned, this.#unused(plane, turned), { count: width, sign: 1 });
    copy(columns, plane, 1 / (width * height));
  }

  #unused(plane: ComplexPlane, used: ComplexPlane): ComplexPlane {
    return used === this.#work ? this.#other : used === this.#other ? this.#work : plane;
  }
}

function transpose(from: ComplexPlane, to: ComplexPlane, { width, height }: { width: number; height: number }) {
  for (let y = 0; y < height; y += 1) {
    for (let x = 0, at = y; x < width; x += 1, at += height) {
      to.real[at] = from.real[y * width + x]!;
      to.imaginary[at] = from.imaginary[y * width + x]!;
    }
  }
  return to;
}

function copy(from: ComplexPlane, to: ComplexPlane, scale: number): void {
  for (let index = 0; index < to.real.length; index += 1) {
    to.real[index] = from.real[index]! * scale;
    to.imaginary[index] = from.imaginary[index]! * scale;
  }
}
