import { convolutionSize, convolve, convolveBack, rectify, rectifyBack, type Convolution } from './convolution.ts';
import { curveFeatureCount, stepFeatureCount, wholeFeatureCount, type EvidenceFeatures } from './evidence-features.ts';
import type { PotentialGradients, SpanPotentials } from './span-distribution.ts';

const curveWidth = 4;
const hiddenWidth = 8;
const headCount = 3;
/** Mean and highest value of each hidden feature over the stretch, besides the stretch's own features. */
const nothingInputCount = 2 * hiddenWidth + wholeFeatureCount;

const curveLayer: Convolution = { inputCount: curveFeatureCount, outputCount: curveWidth, width: 1 };
const firstLayer: Convolution = {
  inputCount: stepFeatureCount + 2 * curveWidth,
  outputCount: hiddenWidth,
  width: 1,
};
const secondLayer: Convolution = { inputCount: hiddenWidth, outputCount: hiddenWidth, width: 3 };
const headLayer: Convolution = { inputCount: hiddenWidth, outputCount: headCount, width: 1 };
const layers = { curve: curveLayer, first: firstLayer, second: secondLayer, head: headLayer } as const;
type LayerName = keyof typeof layers;

/** What the way back needs of the way there. */
interface Trace {
  readonly features: EvidenceFeatures;
  /** Of each curve, rectified. */
  readonly encoded: readonly Float64Array[];
  /** Which curve was the highest, for each step and feature; −1 without curves. */
  readonly highestCurve: Int32Array;
  readonly joined: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** The step at which each hidden feature is highest. */
  readonly highestStep: Int32Array;
  readonly nothingInput: Float64Array;
}

export interface PolicyOutput {
  readonly potentials: SpanPotentials;
  readonly trace: Trace;
}

/** Where each layer's weights lie in the one vector of all weights. */
const layout = layOut();
export const weightCount = layout.total;

/**
 * The policy's network: every curve goes through the same small layer, and their mean and maximum join the features of
 * the step, so that the order and the number of channels do not matter; two convolutions over time; scores for being in
 * a span, beginning one and ending one; and, from the stretch as a whole, for there being nothing.
 */
export function runNetwork(
  weights: Float64Array,
  features: EvidenceFeatures,
  barrierSteps: readonly number[],
): PolicyOutput {
  const { stepCount } = features;
  const encoded = features.curves.map((curve) => rectify(convolve(curveLayer, weightsOf(weights, 'curve'), curve)));
  const { joined, highestCurve } = joinCurves(features, encoded);
  const first = rectify(convolve(firstLayer, weightsOf(weights, 'first'), joined));
  const second = rectify(convolve(secondLayer, weightsOf(weights, 'second'), first));
  const heads = convolve(headLayer, weightsOf(weights, 'head'), second);
  const { nothingInput, highestStep } = summarise(features, second);
  const nothingWeights = weights.subarray(layout.nothing, layout.total);
  let nothing = nothingWeights[nothingInputCount]!;
  for (let index = 0; index < nothingInputCount; index += 1) {
    nothing += nothingWeights[index]! * nothingInput[index]!;
  }
  const potentials = {
    inside: column(heads, 0, stepCount),
    start: column(heads, 1, stepCount),
    end: column(heads, 2, stepCount),
    nothing,
    barrierSteps,
  };
  return { potentials, trace: { features, encoded, highestCurve, joined, first, second, highestStep, nothingInput } };
}

/** Adds to `weightGradient` what a gradient with respect to the scores means for the weights. */
export function runNetworkBack(
  weights: Float64Array,
  { trace, gradient }: { readonly trace: Trace; readonly gradient: PotentialGradients },
  weightGradient: Float64Array,
): void {
  const { features, joined, first, second } = trace;
  const back = (layer: LayerName, input: Float64Array, outputGradient: Float64Array) =>
    convolveBack({
      layer: layers[layer],
      weights: weightsOf(weights, layer),
      input,
      outputGradient,
      weightGradient: weightsOf(weightGradient, layer),
    });
  const secondGradient = back('head', second, interleave(gradient));
  addNothingGradient(weights, { trace, slope: gradient.nothing, weightGradient }, secondGradient);
  const firstGradient = back('second', first, rectifyBack(secondGradient, second));
  const joinedGradient = back('first', joined, rectifyBack(firstGradient, first));
  for (const [index, curve] of trace.encoded.entries()) {
    back('curve', features.curves[index]!, rectifyBack(curveGradient(joinedGradient, trace, index), curve));
  }
}

/** Small random weights (He initialisation for the rectified layers); scores begin near zero. */
export function initialWeights(random: () => number): Float64Array {
  const weights = new Float64Array(weightCount);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  for (const name of ['curve', 'first', 'second', 'head'] as const) {
    const { inputCount, width, outputCount } = layers[name];
    const scale = Math.sqrt((name === 'head' ? 0.1 : 2) / (inputCount * width));
    const own = weightsOf(weights, name);
    for (let index = 0; index < inputCount * width * outputCount; index += 1) {
      own[index] = scale * normal();
    }
  }
  return weights;
}

function joinCurves({ stepCount, steps }: EvidenceFeatures, encoded: readonly Float64Array[]) {
  const joined = new Float64Array(stepCount * firstLayer.inputCount);
  const highestCurve = new Int32Array(stepCount * curveWidth).fill(-1);
  for (let step = 0; step < stepCount; step += 1) {
    const row = step * firstLayer.inputCount;
    for (let index = 0; index < stepFeatureCount; index += 1) {
      joined[row + index] = steps[step * stepFeatureCount + index]!;
    }
    for (let feature = 0; feature < curveWidth; feature += 1) {
      let sum = 0;
      let highest = 0;
      const here = step * curveWidth + feature;
      for (let curve = 0; curve < encoded.length; curve += 1) {
        const value = encoded[curve]![here]!;
        sum += value;
        if (value > highest) {
          highest = value;
          highestCurve[here] = curve;
        }
      }
      joined[row + stepFeatureCount + feature] = sum / Math.max(1, encoded.length);
      joined[row + stepFeatureCount + curveWidth + feature] = highest;
    }
  }
  return { joined, highestCurve };
}

function curveGradient(joinedGradient: Float64Array, { encoded, highestCurve }: Trace, curve: number): Float64Array {
  const gradient = new Float64Array(encoded[curve]!.length);
  const stepCount = gradient.length / curveWidth;
  for (let step = 0; step < stepCount; step += 1) {
    const row = step * firstLayer.inputCount + stepFeatureCount;
    for (let feature = 0; feature < curveWidth; feature += 1) {
      const here = step * curveWidth + feature;
      gradient[here] = joinedGradient[row + feature]! / encoded.length;
      if (highestCurve[here] === curve) {
        gradient[here]! += joinedGradient[row + curveWidth + feature]!;
      }
    }
  }
  return gradient;
}

function summarise({ stepCount, whole }: EvidenceFeatures, second: Float64Array) {
  const nothingInput = new Float64Array(nothingInputCount);
  const highestStep = new Int32Array(hiddenWidth).fill(-1);
  for (let step = 0; step < stepCount; step += 1) {
    for (let feature = 0; feature < hiddenWidth; feature += 1) {
      const value = second[step * hiddenWidth + feature]!;
      nothingInput[feature]! += value / stepCount;
      if (value > nothingInput[hiddenWidth + feature]!) {
        nothingInput[hiddenWidth + feature] = value;
        highestStep[feature] = step;
      }
    }
  }
  nothingInput.set(whole, 2 * hiddenWidth);
  return { nothingInput, highestStep };
}

function addNothingGradient(
  weights: Float64Array,
  {
    trace,
    slope,
    weightGradient,
  }: { readonly trace: Trace; readonly slope: number; readonly weightGradient: Float64Array },
  secondGradient: Float64Array,
): void {
  const { nothingInput, highestStep, features } = trace;
  for (let index = 0; index < nothingInputCount; index += 1) {
    weightGradient[layout.nothing + index]! += slope * nothingInput[index]!;
  }
  weightGradient[layout.nothing + nothingInputCount]! += slope;
  for (let feature = 0; feature < hiddenWidth; feature += 1) {
    const meanSlope = (slope * weights[layout.nothing + feature]!) / features.stepCount;
    for (let step = 0; step < features.stepCount; step += 1) {
      secondGradient[step * hiddenWidth + feature]! += meanSlope;
    }
    if (highestStep[feature]! >= 0) {
      secondGradient[highestStep[feature]! * hiddenWidth + feature]! +=
        slope * weights[layout.nothing + hiddenWidth + feature]!;
    }
  }
}

function layOut() {
  let total = 0;
  const take = (size: number): number => {
    const offset = total;
    total += size;
    return offset;
  };
  const curve = take(convolutionSize(curveLayer));
  const first = take(convolutionSize(firstLayer));
  const second = take(convolutionSize(secondLayer));
  const head = take(convolutionSize(headLayer));
  const nothing = take(nothingInputCount + 1);
  return { curve, first, second, head, nothing, total };
}

function weightsOf(weights: Float64Array, layer: LayerName): Float64Array {
  return weights.subarray(layout[layer], layout[layer] + convolutionSize(layers[layer]));
}

function column(heads: Float64Array, head: number, stepCount: number): Float64Array {
  const values = new Float64Array(stepCount);
  for (let step = 0; step < stepCount; step += 1) {
    values[step] = heads[step * headCount + head]!;
  }
  return values;
}

function interleave({ inside, start, end }: PotentialGradients): Float64Array {
  const gradient = new Float64Array(inside.length * headCount);
  for (let step = 0; step < inside.length; step += 1) {
    gradient[step * headCount] = inside[step]!;
    gradient[step * headCount + 1] = start[step]!;
    gradient[step * headCount + 2] = end[step]!;
  }
  return gradient;
}
