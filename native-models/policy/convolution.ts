/** A layer over steps: each output step is a weighted sum of `width` input steps around it, `dilation` apart. */
export interface Convolution {
  readonly inputCount: number;
  readonly outputCount: number;
  /** Odd. */
  readonly width: number;
  readonly dilation: number;
}

/** Weights `[output][tap][input]`, then a bias for each output. */
export function convolutionSize({ inputCount, outputCount, width }: Convolution): number {
  return outputCount * width * inputCount + outputCount;
}

/** `steps × inputCount` → `steps × outputCount`; steps beyond the ends count as zeros. */
export function convolve(layer: Convolution, weights: Float64Array, input: Float64Array): Float64Array {
  const { inputCount, outputCount, width, dilation } = layer;
  const stepCount = input.length / inputCount;
  const output = new Float64Array(stepCount * outputCount);
  const biases = outputCount * width * inputCount;
  const reach = (width - 1) / 2;
  for (let step = 0; step < stepCount; step += 1) {
    for (let out = 0; out < outputCount; out += 1) {
      let sum = weights[biases + out]!;
      for (let tap = 0; tap < width; tap += 1) {
        const from = step + (tap - reach) * dilation;
        if (from < 0 || from >= stepCount) {
          continue;
        }
        const row = from * inputCount;
        const kernel = (out * width + tap) * inputCount;
        for (let into = 0; into < inputCount; into += 1) {
          sum += weights[kernel + into]! * input[row + into]!;
        }
      }
      output[step * outputCount + out] = sum;
    }
  }
  return output;
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
  const { inputCount, outputCount, width, dilation } = layer;
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
        const from = step + (tap - reach) * dilation;
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
