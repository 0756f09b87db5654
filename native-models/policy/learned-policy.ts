import type { GroundedSpan, GroundingInput, GroundingPolicy } from '../api/grounding-policy.ts';
import { strengthOf } from './baseline-policy.ts';
import { calibratedConfidence, type Calibration, type SpanSigns } from './confidence.ts';
import { noHabit, shiftedBy, type EdgeHabit } from './edge-habit.ts';
import { decodeSpans, type DecodedSpan } from './decode-spans.ts';
import { evidenceFeatures } from './evidence-features.ts';
import { runNetwork, weightCount } from './policy-network.ts';
import { barrierStepsOf, clipTo, edgesOffTheGrid, roomAround } from './span-edges.ts';
import { mostSpans, type StepSpan } from './span-distribution.ts';
import { spanMarginals } from './span-marginals.ts';

/** What training leaves behind: all that a policy is. */
export interface LearnedWeights {
  /** Name and revision, as in `grounding@1`. */
  readonly policyId: string;
  readonly weights: readonly number[];
  readonly calibration: Calibration;
  /** How the people of a library set edges; none where nobody has taught anything. */
  readonly edgeHabit?: EdgeHabit | undefined;
}

export interface LearnedSettings {
  /** More probable than this, nothing is the answer. */
  readonly nothingLimit: number;
  /** An edge this close to the edge of a shot is taken to be it. */
  readonly snapSeconds: number;
}

/** Evidence that is nowhere above this is none. */
const leastEvidence = 0.05;

export const defaultLearnedSettings: LearnedSettings = { nothingLimit: 0.995, snapSeconds: 0.75 };

/**
 * The policy that was taught: a small network scores every step, the distribution over sets of spans that the scores
 * define tells how probable each step is to lie in a span, and the set with the highest expected overlap is given. Its
 * confidence is the probability, calibrated on held-out evidence, that a span overlaps a true one by half.
 */
export class LearnedPolicy implements GroundingPolicy {
  readonly policyId: string;
  readonly #weights: Float64Array;
  readonly #calibration: Calibration;
  readonly #edgeHabit: EdgeHabit;
  readonly #settings: LearnedSettings;

  /** @throws RangeError when the weights are those of another network. */
  constructor({ policyId, weights, calibration, edgeHabit }: LearnedWeights, settings: Partial<LearnedSettings> = {}) {
    if (weights.length !== weightCount) {
      throw new RangeError(`${policyId} has ${weights.length} weights; this network has ${weightCount}.`);
    }
    this.policyId = policyId;
    this.#weights = Float64Array.from(weights);
    this.#calibration = calibration;
    this.#edgeHabit = edgeHabit ?? noHabit;
    this.#settings = { ...defaultLearnedSettings, ...settings };
  }

  ground(input: GroundingInput): readonly GroundedSpan[] {
    const found: GroundedSpan[] = [];
    for (const { span, signs } of this.spansOnGrid(input)) {
      const edges = edgesOffTheGrid(input, span, this.#settings.snapSeconds);
      const range = clipTo(shiftedBy(edges, this.#edgeHabit, input), roomAround(input, { span, found }));
      if (range !== null) {
        const confidence = calibratedConfidence(this.#calibration, signs);
        found.push({ ...range, confidence, strength: strengthOf(input, span) });
      }
    }
    return found.sort((a, b) => b.confidence - a.confidence || a.startSeconds - b.startSeconds);
  }

  /** The chosen spans with the signs that their confidence is made of: what calibration is fitted on. */
  spansOnGrid(input: GroundingInput): readonly { readonly span: StepSpan; readonly signs: SpanSigns }[] {
    // A network is never sure; where no channel saw anything to speak of, nothing is certain.
    if (!input.combined.some((value) => value > leastEvidence)) {
      return [];
    }
    const barrierSteps = barrierStepsOf(input);
    const { potentials } = runNetwork(this.#weights, evidenceFeatures(input), barrierSteps);
    const marginals = spanMarginals(potentials);
    const spans = decodeSpans(marginals, {
      nothingLimit: this.#settings.nothingLimit,
      mostCount: mostSpans,
      barrierSteps,
    });
    return spans.map((span) => ({ span, signs: signsOf(input, span, marginals.nothing) }));
  }
}

function signsOf({ combined }: GroundingInput, { fromStep, toStep, probability }: DecodedSpan, nothing: number) {
  let sum = 0;
  let count = 0;
  for (let step = fromStep; step < toStep; step += 1) {
    const value = combined[step]!;
    if (!Number.isNaN(value)) {
      sum += value;
      count += 1;
    }
  }
  return { probability, nothing, evidence: count === 0 ? 0 : sum / count, stepCount: toStep - fromStep };
}
