/** What an optimiser remembers between steps; part of a checkpoint. */
export interface AdamState {
  stepCount: number;
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

export interface AdamOptions {
  readonly learningRate: number;
  /** Longest gradient (L2) that is followed as it is; longer ones are scaled down to it. Null: as they are. */
  readonly largestNorm: number | null;
}

const [keepMean, keepSquare, epsilon] = [0.9, 0.999, 1e-8];

export function newAdamState(weightCount: number): AdamState {
  return { stepCount: 0, mean: new Float64Array(weightCount), square: new Float64Array(weightCount) };
}

/**
 * One step of Adam (Kingma and Ba, 2015) down a gradient, in place; weight decay 0, as in the paper's recipe. Returns
 * the gradient's norm before it was scaled.
 */
export function adamStep(
  weights: Float64Array,
  gradient: Float64Array,
  { state, options }: { readonly state: AdamState; readonly options: AdamOptions },
): number {
  const norm = Math.hypot(...gradient);
  const scale = options.largestNorm !== null && norm > options.largestNorm ? options.largestNorm / norm : 1;
  state.stepCount += 1;
  const meanCorrection = 1 - keepMean ** state.stepCount;
  const squareCorrection = 1 - keepSquare ** state.stepCount;
  for (let index = 0; index < weights.length; index += 1) {
    const slope = gradient[index]! * scale;
    state.mean[index] = keepMean * state.mean[index]! + (1 - keepMean) * slope;
    state.square[index] = keepSquare * state.square[index]! + (1 - keepSquare) * slope * slope;
    const step = state.mean[index]! / meanCorrection / (Math.sqrt(state.square[index]! / squareCorrection) + epsilon);
    weights[index]! -= options.learningRate * step;
  }
  return norm;
}
