import { runNetwork, runNetworkBack, weightCount } from '../policy/policy-network.ts';
import { seededRandom } from '../policy/seeded-random.ts';
import { SpanDistribution, type PotentialGradients, type StepSpan } from '../policy/span-distribution.ts';
import { adamStep, newAdamState, type AdamState } from './adam.ts';
import { spanReward, type Episode } from './episode.ts';

/*
 * Group relative policy optimisation, as VideoChat-R1 executed it (arXiv 2504.06958, §3.1; TRL 0.15.1):
 *
 *   L(θ) = − mean over a batch's episodes, mean over G samples o_i ~ π_θ of [ ρ_i · A_i − β · (e^d_i − d_i − 1) ]
 *   A_i  = (R_i − mean R) / (std R + 1e-4), the standard deviation of the sample (n − 1)
 *   d_i  = log π_ref(o_i) − log π_θ(o_i), the k3 estimator of the KL divergence to the frozen start policy
 *   ρ_i  = exp(log π_θ − stop-gradient(log π_θ)): numerically 1, with the gradient of log π_θ
 *
 * One sample is a whole set of spans with its exact log-probability; there are no tokens, so nothing is averaged over
 * them. One update a batch: no clipping and no old policy, unless the options ask for more. Left out: the format reward
 * (a set of spans always has its form, so the reward would be constant in a group and teach nothing).
 */

export interface GrpoOptions {
  /** G. */
  readonly groupSize: number;
  /** β. */
  readonly klWeight: number;
  /** Added to the standard deviation. */
  readonly advantageEpsilon: number;
  readonly learningRate: number;
  readonly episodesPerStep: number;
  /** The learning rate falls to 0 in a straight line over them. */
  readonly stepCount: number;
  readonly largestGradientNorm: number;
  /** Updates on the samples of one batch. With more than one, ratios are taken to the policy that drew them. */
  readonly updatesPerBatch: number;
  /** Ratios beyond 1 ± this earn nothing more; null: no clipping. */
  readonly clipRange: number | null;
  readonly seed: number;
}

export const paperOptions: GrpoOptions = {
  groupSize: 8,
  klWeight: 0.04,
  advantageEpsilon: 1e-4,
  learningRate: 1e-3,
  episodesPerStep: 8,
  stepCount: 500,
  largestGradientNorm: 1,
  updatesPerBatch: 1,
  clipRange: null,
  seed: 42,
};

/** Enough to go on from, as if there had been no stop. */
export interface GrpoCheckpoint {
  readonly weights: Float64Array;
  readonly reference: Float64Array;
  readonly adam: AdamState;
  /** Steps done. */
  stepIndex: number;
}

/** What a step was like: the curves that are watched. */
export interface GrpoStep {
  readonly stepIndex: number;
  /** Mean reward of the samples, 0..1. */
  readonly reward: number;
  /** Mean standard deviation of rewards in a group: without any, nothing is learnt. */
  readonly rewardSpread: number;
  /** Mean of the k3 estimates, in nats. */
  readonly kl: number;
  /** Of the policy, in nats, estimated by its samples. */
  readonly entropy: number;
  readonly gradientNorm: number;
}

export function startGrpo(weights: Float64Array): GrpoCheckpoint {
  return { weights: weights.slice(), reference: weights.slice(), adam: newAdamState(weightCount), stepIndex: 0 };
}

export interface GrpoRequest {
  readonly checkpoint: GrpoCheckpoint;
  readonly options: GrpoOptions;
  /** The episodes of a step; the same index gives the same ones, so that a resumed run is the run that was stopped. */
  readonly episodesOf: (stepIndex: number, random: () => number) => readonly Episode[];
  readonly signal: AbortSignal;
}

/**
 * Trains step by step, giving after each what it was like; the checkpoint is updated in place, so that whoever stops
 * listening, or aborts, has what was learnt so far. Deterministic: same checkpoint, options and episodes, same weights.
 */
export function* trainGrpo({ checkpoint, options, episodesOf, signal }: GrpoRequest): Generator<GrpoStep, void> {
  while (checkpoint.stepIndex < options.stepCount) {
    signal.throwIfAborted();
    const { stepIndex, weights, reference, adam } = checkpoint;
    const random = seededRandom(options.seed * 1_000_003 + stepIndex);
    const groups = episodesOf(stepIndex, random).map((episode) =>
      drawGroup(weights, { episode, reference, options, random }),
    );
    const learningRate = options.learningRate * (1 - stepIndex / options.stepCount);
    let gradientNorm = 0;
    for (let update = 0; update < options.updatesPerBatch; update += 1) {
      const gradient = new Float64Array(weightCount);
      for (const group of groups) {
        addGroupGradient(weights, { group, options, share: 1 / groups.length }, gradient);
      }
      gradientNorm = adamStep(weights, gradient, {
        state: adam,
        options: { learningRate, largestNorm: options.largestGradientNorm },
      });
    }
    checkpoint.stepIndex += 1;
    yield { stepIndex, ...summaryOf(groups), gradientNorm };
  }
}

/** The samples of one episode, with all that does not change while they are learnt from. */
interface Group {
  readonly episode: Episode;
  readonly samples: readonly {
    readonly spans: readonly StepSpan[];
    readonly reward: number;
    readonly advantage: number;
    /** Of the policy that drew it. */
    readonly logProbability: number;
    readonly referenceLogProbability: number;
  }[];
  readonly rewardSpread: number;
}

interface DrawRequest {
  readonly episode: Episode;
  readonly reference: Float64Array;
  readonly options: GrpoOptions;
  readonly random: () => number;
}

function drawGroup(weights: Float64Array, { episode, reference, options, random }: DrawRequest): Group {
  const policy = distributionOf(weights, episode);
  const start = distributionOf(reference, episode);
  const drawn = Array.from({ length: options.groupSize }, () => policy.sample(random));
  const rewards = drawn.map((spans) => spanReward(spans, episode));
  const advantages = advantagesOf(rewards, options.advantageEpsilon);
  const samples = drawn.map((spans, index) => ({
    spans,
    reward: rewards[index]!,
    advantage: advantages[index]!,
    logProbability: policy.logProbability(spans),
    referenceLogProbability: start.logProbability(spans),
  }));
  return { episode, samples, rewardSpread: sampleDeviation(rewards) };
}

/** How much better than its group each sample is, in standard deviations of the sample. */
export function advantagesOf(rewards: readonly number[], epsilon: number): number[] {
  const mean = meanOf(rewards);
  const deviation = sampleDeviation(rewards);
  return rewards.map((reward) => (reward - mean) / (deviation + epsilon));
}

interface GroupShare {
  readonly group: Group;
  readonly options: GrpoOptions;
  readonly share: number;
}

/** Adds the gradient of the loss; all samples of an episode go back through the network together. */
function addGroupGradient(weights: Float64Array, { group, options, share }: GroupShare, gradient: Float64Array): void {
  const { features, barrierSteps } = group.episode;
  const { potentials, trace } = runNetwork(weights, features, barrierSteps);
  const policy = new SpanDistribution(potentials);
  const marginals = policy.marginals();
  const sum: PotentialGradients & { nothing: number } = {
    inside: new Float64Array(features.stepCount),
    start: new Float64Array(features.stepCount),
    end: new Float64Array(features.stepCount),
    nothing: 0,
  };
  for (const sample of group.samples) {
    const slope = lossSlope({ ...sample, nowLogProbability: policy.logProbability(sample.spans) }, options);
    const own = policy.gradient(sample.spans, marginals);
    const weight = (slope * share) / group.samples.length;
    addScaled(sum.inside, own.inside, weight);
    addScaled(sum.start, own.start, weight);
    addScaled(sum.end, own.end, weight);
    sum.nothing += weight * own.nothing;
  }
  runNetworkBack(weights, { trace, gradient: sum }, gradient);
}

interface ScoredSample {
  readonly advantage: number;
  readonly logProbability: number;
  readonly referenceLogProbability: number;
  readonly nowLogProbability: number;
}

/** Derivative of one sample's loss with respect to its log-probability. */
export function lossSlope(sample: ScoredSample, { klWeight, clipRange }: GrpoOptions): number {
  const { advantage, nowLogProbability } = sample;
  const ratio = Math.exp(nowLogProbability - sample.logProbability);
  const isClipped =
    clipRange !== null && (advantage > 0 ? ratio > 1 + clipRange : advantage < 0 && ratio < 1 - clipRange);
  const away = sample.referenceLogProbability - nowLogProbability;
  return -(isClipped ? 0 : ratio * advantage) + klWeight * (1 - Math.exp(away));
}

function summaryOf(groups: readonly Group[]): Pick<GrpoStep, 'reward' | 'rewardSpread' | 'kl' | 'entropy'> {
  const samples = groups.flatMap((group) => group.samples);
  return {
    reward: meanOf(samples.map(({ reward }) => reward)),
    rewardSpread: meanOf(groups.map(({ rewardSpread }) => rewardSpread)),
    kl: meanOf(
      samples.map(({ logProbability, referenceLogProbability }) => {
        const away = referenceLogProbability - logProbability;
        return Math.exp(away) - away - 1;
      }),
    ),
    entropy: -meanOf(samples.map(({ logProbability }) => logProbability)),
  };
}

function distributionOf(weights: Float64Array, { features, barrierSteps }: Episode): SpanDistribution {
  return new SpanDistribution(runNetwork(weights, features, barrierSteps).potentials);
}

function addScaled(sum: Float64Array, values: Float64Array, weight: number): void {
  for (let index = 0; index < sum.length; index += 1) {
    sum[index]! += weight * values[index]!;
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleDeviation(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
