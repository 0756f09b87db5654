/** A layer over steps: each output step is a weighted sum of `width` input steps around it. */
export interface Convolution {
  readonly inputCount: number;
  readonly outputCount: number;
  /** Odd. */
  readonly width: number;
}

/** Weights `[output][tap][input]`, then a bias for each output. */
export function convolutionSize({ inputCount, outputCount, width }: Convolution): number {
  return outputCount * width * inputCount + outputCount;
}

/** Outputs that are summed together, so that an input is read once for all of them. */
const together = 4;

/** `steps × inputCount` → `steps × outputCount`; steps beyond the ends count as zeros. */
export function convolve(layer: Convolution, weights: Float64Array, input: Float64Array): Float64Array {
  const { inputCount, outputCount, width } = layer;
  const output = new Float64Array((input.length / inputCount) * outputCount);
  const whole = outputCount - (outputCount % together);
  for (let out = 0; out < whole; out += together) {
    convolveFour(layer, { weights, input, output }, out);
  }
  for (let out = whole; out < outputCount; out += 1) {
    convolveOne(layer, { weights, input, output }, out);
  }
  const biases = outputCount * width * inputCount;
  for (let index = 0, out = 0; index < output.length; index += 1, out = out + 1 === outputCount ? 0 : out + 1) {
    output[index]! += weights[biases + out]!;
  }
  return output;
}

interface Pass {
  readonly weights: Float64Array;
  readonly input: Float64Array;
  readonly output: Float64Array;
}

/** Four neighbouring outputs, without their biases. */
function convolveFour(layer: Convolution, { weights, input, output }: Pass, out: number): void {
  const { inputCount, outputCount, width } = layer;
  const stepCount = input.length / inputCount;
  const size = width * inputCount;
  for (let step = 0; step < stepCount; step += 1) {
    let [a, b, c, d] = [0, 0, 0, 0];
    // The steps around this one lie behind each other in memory, and so do their weights: one run over both.
    const shift = (step - (width - 1) / 2) * inputCount;
    const kernel = out * size - shift;
    const end = Math.min(input.length, shift + size);
    for (let into = Math.max(0, shift); into < end; into += 1) {
      const value = input[into]!;
      const at = kernel + into;
      a += weights[at]! * value;
      b += weights[at + size]! * value;
      c += weights[at + 2 * size]! * value;
      d += weights[at + 3 * size]! * value;
    }
    const at = step * outputCount + out;
    output[at] = a;
    output[at + 1] = b;
    output[at + 2] = c;
    output[at + 3] = d;
  }
}

/** One output, without its bias. */
function convolveOne(layer: Convolution, { weights, input, output }: Pass, out: number): void {
  const { inputCount, outputCount, width } = layer;
  const stepCount = input.length / inputCount;
  const size = width * inputCount;
  for (let step = 0; step < stepCount; step += 1) {
    let sum = 0;
    const shift = (step - (width - 1) / 2) * inputCount;
    const kernel = out * size - shift;
    const end = Math.min(input.length, shift + size);
    for (let into = Math.max(0, shift); into < end; into += 1) {
      sum += weights[kernel + into]! * input[into]!;
    }
    output[step * outputCount + out] = sum;
  }
}

export interface ConvolutionBack {
  readonly layer: Convolution;
  readonly weights: Float64Array;
  readonly input: Float64Array;
  /** Of the loss with respect to the output. */
  readonly outputGradient: Float64Array;
  /** Of the weights: added to. */
  readonly weightGradient: Float64Array;
}

/** The way back: adds to the weights' gradient and returns that of the input. */
export function convolveBack(back: ConvolutionBack): Float64Array {
  const { layer, weights, input, outputGradient, weightGradient } = back;
  const { inputCount, outputCount, width } = layer;
  const stepCount = input.length / inputCount;
  const inputGradient = new Float64Array(input.length);
  const biases = outputCount * width * inputCount;
  const reach = (width - 1) / 2;
  for (let step = 0; step < stepCount; step += 1) {
    for (let out = 0; out < outputCount; out += 1) {
      const slope = outputGradient[step * outputCount + out]!;
      if (slope === 0) {
        continue;
      }
      weightGradient[biases + out]! += slope;
      for (let tap = 0; tap < width; tap += 1) {
        const from = step + tap - reach;
        if (from < 0 || from >= stepCount) {
          continue;
        }
        const row = from * inputCount;
        const kernel = (out * width + tap) * inputCount;
        for (let into = 0; into < inputCount; into += 1) {
          weightGradient[kernel + into]! += slope * input[row + into]!;
          inputGradient[row + into]! += slope * weights[kernel + into]!;
        }
      }
    }
  }
  return inputGradient;
}

/** max(0, x), in place. */
export function rectify(values: Float64Array): Float64Array {
  for (let index = 0; index < values.length; index += 1) {
    if (values[index]! < 0) {
      values[index] = 0;
    }
  }
  return values;
}

/** Lets a gradient through where the rectified value is above zero, in place. */
export function rectifyBack(gradient: Float64Array, rectified: Float64Array): Float64Array {
  for (let index = 0; index < gradient.length; index += 1) {
    if (rectified[index] === 0) {
      gradient[index] = 0;
    }
  }
  return gradient;
}
