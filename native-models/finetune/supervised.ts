import { runNetwork, runNetworkBack, weightCount } from '../policy/policy-network.ts';
import { seededRandom } from '../policy/seeded-random.ts';
import { mostSpans, SpanDistribution } from '../policy/span-distribution.ts';
import { adamStep, type AdamState } from './adam.ts';
import { truthOnGrid, type Episode } from './episode.ts';

export interface SupervisedOptions {
  readonly learningRate: number;
  readonly episodesPerStep: number;
  readonly stepCount: number;
  readonly largestGradientNorm: number;
  readonly seed: number;
}

export interface SupervisedRequest {
  /** Changed in place. */
  readonly weights: Float64Array;
  readonly adam: AdamState;
  readonly options: SupervisedOptions;
  readonly episodesOf: (stepIndex: number, random: () => number) => readonly Episode[];
  readonly signal: AbortSignal;
  /** Steps that were done before, with these weights and this state of Adam. Default 0. */
  readonly firstStepIndex?: number;
}

export interface SupervisedStep {
  readonly stepIndex: number;
  /** Mean negative log-probability of the true sets, in nats. */
  readonly loss: number;
}

/**
 * Makes the true sets of spans more probable: the warm-up before rewards, and the baseline that rewards have to beat.
 * The whole set is the label, "nothing" included; nothing of the input is ever a target, so there is nothing to mask.
 */
export function* trainSupervised(request: SupervisedRequest): Generator<SupervisedStep, void> {
  const { weights, adam, options, episodesOf, signal, firstStepIndex = 0 } = request;
  for (let stepIndex = firstStepIndex; stepIndex < options.stepCount; stepIndex += 1) {
    signal.throwIfAborted();
    const episodes = episodesOf(stepIndex, seededRandom(options.seed * 1_000_003 + stepIndex));
    const gradient = new Float64Array(weightCount);
    let loss = 0;
    for (const episode of episodes) {
      loss += addLossGradient(weights, episode, gradient) / episodes.length;
    }
    for (let index = 0; index < gradient.length; index += 1) {
      gradient[index]! /= episodes.length;
    }
    const learningRate = options.learningRate * (1 - stepIndex / options.stepCount);
    adamStep(weights, gradient, { state: adam, options: { learningRate, largestNorm: options.largestGradientNorm } });
    yield { stepIndex, loss };
  }
}

/** Returns the negative log-probability of the truth. */
function addLossGradient(weights: Float64Array, episode: Episode, gradient: Float64Array): number {
  const { potentials, trace } = runNetwork(weights, episode.features, episode.barrierSteps);
  const distribution = new SpanDistribution(potentials);
  const truth = truthOnGrid(episode, mostSpans);
  const { inside, start, end, nothing } = distribution.gradient(truth);
  const down = (values: Float64Array) => values.map((value) => -value);
  const slopes = { inside: down(inside), start: down(start), end: down(end), nothing: -nothing };
  runNetworkBack(weights, { trace, gradient: slopes }, gradient);
  return -distribution.logProbability(truth);
}
