import type { Calibration } from '../policy/confidence.ts';
import { LearnedPolicy, type LearnedWeights } from '../policy/learned-policy.ts';
import { gridRange } from '../policy/span-edges.ts';
import { initialWeights, weightCount } from '../policy/policy-network.ts';
import { seededRandom } from '../policy/seeded-random.ts';
import { newAdamState, type AdamState } from './adam.ts';
import { fitCalibration } from './calibrate.ts';
import type { Episode } from './episode.ts';
import { isRight } from './evaluate.ts';
import { paperOptions, startGrpo, trainGrpo, type GrpoCheckpoint, type GrpoOptions, type GrpoStep } from './grpo.ts';
import { trainSupervised, type SupervisedOptions, type SupervisedStep } from './supervised.ts';
import { drawEpisode, drawEvidence, ordinaryWorld, type SyntheticEvidence } from './synthetic-episodes.ts';

/** How the weights that are shipped come to be. */
export interface Recipe {
  readonly supervised: SupervisedOptions;
  readonly grpo: GrpoOptions;
  /** Made-up clips, apart from those of the training, on which confidence is calibrated. */
  readonly calibrationCount: number;
}

/**
 * A warm-up on true sets, then rewards; the same seed gives the same weights. The pull to the reference is stronger than
 * the paper's 0.04: with that, the distribution narrows to its likeliest set within some hundred steps, and decoding,
 * which lives on honest probabilities, loses what sampling gains (RESULTS.md shows both).
 */
export function groundingRecipe(seed: number): Recipe {
  return {
    supervised: { learningRate: 0.01, episodesPerStep: 8, stepCount: 3000, largestGradientNorm: 5, seed },
    grpo: { ...paperOptions, klWeight: 1, stepCount: 1000, seed: seed + 1000 },
    calibrationCount: 2000,
  };
}

/** Enough to go on from; all of it is numbers and arrays of numbers. */
export interface RecipeState {
  readonly weights: Float64Array;
  readonly adam: AdamState;
  /** Supervised steps that were done. */
  stepIndex: number;
  /** Null until the warm-up is over. */
  grpo: GrpoCheckpoint | null;
}

export type RecipeStep = ({ readonly stage: 'supervised' } & SupervisedStep) | ({ readonly stage: 'grpo' } & GrpoStep);

export function startRecipe({ supervised }: Recipe): RecipeState {
  return {
    weights: initialWeights(seededRandom(supervised.seed)),
    adam: newAdamState(weightCount),
    stepIndex: 0,
    grpo: null,
  };
}

/** The episodes of a step of either stage. */
export function ordinaryEpisodes(count: number) {
  return (_stepIndex: number, random: () => number): Episode[] =>
    Array.from({ length: count }, () => drawEpisode(ordinaryWorld, random));
}

/** Follows a recipe from wherever its state is, changing the state in place. */
export function* followRecipe(
  state: RecipeState,
  { supervised, grpo }: Recipe,
  signal: AbortSignal,
): Generator<RecipeStep, void> {
  if (state.grpo === null) {
    const { weights, adam, stepIndex: firstStepIndex } = state;
    const episodesOf = ordinaryEpisodes(supervised.episodesPerStep);
    for (const step of trainSupervised({ weights, adam, options: supervised, episodesOf, signal, firstStepIndex })) {
      state.stepIndex = step.stepIndex + 1;
      yield { stage: 'supervised', ...step };
    }
    state.grpo = startGrpo(state.weights);
  }
  const episodesOf = ordinaryEpisodes(grpo.episodesPerStep);
  for (const step of trainGrpo({ checkpoint: state.grpo, options: grpo, episodesOf, signal })) {
    yield { stage: 'grpo', ...step };
  }
}

/** Far from every seed that a training step uses. */
const heldOutSeed = 3_000_000_019;

/** Made-up clips that no training sees; a different `part` gives different ones. */
export function heldOutEvidence(count: number, part: number, world = ordinaryWorld): SyntheticEvidence[] {
  const random = seededRandom(heldOutSeed + part);
  return Array.from({ length: count }, () => drawEvidence(world, random));
}

/** Weights as they are stored, with the calibration that belongs to them. */
export function finishWeights(policyId: string, trained: Float64Array, calibrationCount: number): LearnedWeights {
  const weights = [...trained].map((weight) => Number(weight.toPrecision(7)));
  return { policyId, weights, calibration: calibrationOf(weights, calibrationCount) };
}

function calibrationOf(weights: readonly number[], count: number): Calibration {
  const policy = new LearnedPolicy({ policyId: 'uncalibrated', weights, calibration: [0, 0, 0, 0, 0] });
  const samples = heldOutEvidence(count, 0).flatMap(({ input, truthSeconds }) =>
    policy.spansOnGrid(input).map(({ span, signs }) => ({
      signs,
      isRight: isRight({ ...gridRange(input, span), confidence: 0, strength: 0 }, truthSeconds),
    })),
  );
  return fitCalibration(samples).map((weight) => Number(weight.toPrecision(7)));
}
