/**
 * Compares ways to say when, on made-up evidence that none was trained on: `npm run compare:grounding`. Writes the
 * table of native-models/finetune/RESULTS.md to standard output; `-- --seeds 1,2,3` names the seeds of training.
 */
import { parseArgs } from 'node:util';
import { BaselinePolicy } from '../../native-models/policy/baseline-policy.ts';
import type { GroundingPolicy } from '../../native-models/api/grounding-policy.ts';
import { newAdamState } from '../../native-models/finetune/adam.ts';
import { spanReward } from '../../native-models/finetune/episode.ts';
import { evaluatePolicy, type PolicyScores } from '../../native-models/finetune/evaluate.ts';
import { paperOptions, startGrpo, trainGrpo, type GrpoOptions } from '../../native-models/finetune/grpo.ts';
import {
  finishWeights,
  groundingRecipe,
  heldOutEvidence,
  ordinaryEpisodes,
  startRecipe,
} from '../../native-models/finetune/recipe.ts';
import { trainSupervised, type SupervisedOptions } from '../../native-models/finetune/supervised.ts';
import { otherWorld, type SyntheticEvidence } from '../../native-models/finetune/synthetic-episodes.ts';
import { evidenceFeatures } from '../../native-models/policy/evidence-features.ts';
import { LearnedPolicy } from '../../native-models/policy/learned-policy.ts';
import { runNetwork } from '../../native-models/policy/policy-network.ts';
import { seededRandom } from '../../native-models/policy/seeded-random.ts';
import { SpanDistribution } from '../../native-models/policy/span-distribution.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1,2,3' } } });
const seeds = values.seeds.split(',').map(Number);
const signal = new AbortController().signal;
const worlds = { 'in domain': heldOutEvidence(1000, 21), 'out of domain': heldOutEvidence(500, 22, otherWorld) };

/** A way to say when, as often as it was trained. */
interface Contender {
  readonly name: string;
  readonly policies: readonly GroundingPolicy[];
  /** Mean reward of a draw from each trained policy, in a world. */
  readonly draws: Readonly<Record<string, readonly number[]>> | null;
}

const wholeVideo: GroundingPolicy = {
  policyId: 'whole-video',
  ground: ({ startSeconds, endSeconds }) => [{ startSeconds, endSeconds, confidence: 1, strength: 1 }],
};
const trained = seeds.map(trainAll);
const contenders: Contender[] = [
  { name: 'whole video', policies: [wholeVideo], draws: null },
  { name: 'hand-written baseline', policies: [new BaselinePolicy()], draws: null },
  learned('supervised', (one) => one.warm),
  learned('supervised, continued', (one) => one.continued),
  learned('GRPO, β 0.04 (the paper)', (one) => one.paper),
  learned('GRPO, β 1 (shipped recipe)', (one) => one.rewarded),
];
for (const [world, evidence] of Object.entries(worlds)) {
  console.log(`\n### ${world}, ${evidence.length} queries\n`);
  console.log('| policy | mIoU | R1@0.3 | R1@0.5 | R1@0.7 | several F1 | nothing prec. | nothing rec. | ECE | draw |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const { name, policies, draws } of contenders) {
    const cells = cellsOf(policies.map((policy) => evaluatePolicy(policy, evidence)));
    console.log(`| ${[name, ...cells, draws === null ? '–' : spread(draws[world]!)].join(' | ')} |`);
  }
}

/** All that is trained with one seed: the warm-up once, then three ways on from it over the same episodes. */
function trainAll(seed: number) {
  const { supervised, grpo } = groundingRecipe(seed);
  const { weights: warm, adam } = startRecipe(groundingRecipe(seed));
  const episodesOf = ordinaryEpisodes(supervised.episodesPerStep);
  runThrough(trainSupervised({ weights: warm, adam, options: supervised, episodesOf, signal }));
  const continued = warm.slice();
  const goOn: SupervisedOptions = {
    ...supervised,
    learningRate: grpo.learningRate,
    largestGradientNorm: grpo.largestGradientNorm,
    stepCount: grpo.stepCount,
    seed: grpo.seed,
  };
  const fresh = newAdamState(warm.length);
  runThrough(trainSupervised({ weights: continued, adam: fresh, options: goOn, episodesOf, signal }));
  const rewardedWith = (options: GrpoOptions): Float64Array => {
    const checkpoint = startGrpo(warm);
    runThrough(trainGrpo({ checkpoint, options, episodesOf, signal }));
    return checkpoint.weights;
  };
  const rewarded = rewardedWith(grpo);
  const paper = rewardedWith({ ...grpo, klWeight: paperOptions.klWeight });
  console.error(`seed ${seed} is trained`);
  return { warm, continued, rewarded, paper };
}

type Trained = ReturnType<typeof trainAll>;

function learned(name: string, weightsOf: (one: Trained) => Float64Array): Contender {
  const all = trained.map(weightsOf);
  return {
    name,
    policies: all.map((weights) => new LearnedPolicy(finishWeights(name, weights, 2000))),
    draws: Object.fromEntries(
      Object.entries(worlds).map(([world, evidence]) => [world, all.map((weights) => meanDraw(weights, evidence))]),
    ),
  };
}

/** Mean reward of one set drawn for each query: what rewards raise. */
function meanDraw(weights: Float64Array, evidence: readonly SyntheticEvidence[]): number {
  const random = seededRandom(11);
  const rewards = evidence.map(({ input, truthSeconds }) => {
    const { potentials } = runNetwork(weights, evidenceFeatures(input), []);
    const truth = truthSeconds.map(([start, end]) => [start / input.stepSeconds, end / input.stepSeconds] as const);
    return spanReward(new SpanDistribution(potentials).sample(random), { truth });
  });
  return rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
}

function runThrough(training: Generator<unknown, void>): void {
  while (training.next().done !== true) {
    // Every step changes the weights that the caller holds.
  }
}

function cellsOf(scores: readonly PolicyScores[]): string[] {
  const cell = (pick: (one: PolicyScores) => number | null): string => {
    const known = scores.map(pick).filter((value) => value !== null);
    return known.length < scores.length ? '–' : spread(known);
  };
  return [
    cell(({ meanIou }) => meanIou),
    ...([0, 1, 2] as const).map((index) => cell(({ recallAt1 }) => recallAt1[index])),
    cell(({ severalF1 }) => severalF1),
    cell(({ nothingPrecision }) => nothingPrecision),
    cell(({ nothingRecall }) => nothingRecall),
    cell(({ calibrationError }) => calibrationError),
  ];
}

/** Mean and sample standard deviation over seeds, in per cent. */
function spread(shares: readonly number[]): string {
  const mean = shares.reduce((sum, value) => sum + value, 0) / shares.length;
  const text = (100 * mean).toFixed(1);
  if (shares.length === 1) {
    return text;
  }
  const square = shares.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (shares.length - 1);
  return `${text} ± ${(100 * Math.sqrt(square)).toFixed(1)}`;
}
