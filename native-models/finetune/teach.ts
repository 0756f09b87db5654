import { LearnedPolicy, type LearnedWeights } from '../policy/learned-policy.ts';
import { noHabit, type EdgeHabit } from '../policy/edge-habit.ts';
import type { Episode } from './episode.ts';
import { evaluatePolicy } from './evaluate.ts';
import { fitEdgeHabit, withoutHabit } from './fit-edge-habit.ts';
import { foldsOf, type Folds } from './folds.ts';
import { paperOptions, startGrpo, trainGrpo, type GrpoOptions, type GrpoStep } from './grpo.ts';
import { episodeOf, lessonIou, type Lesson } from './lesson.ts';
import { pairedBootstrap, type PairedInterval } from './paired-bootstrap.ts';
import { heldOutEvidence } from './recipe.ts';
import { drawEpisode, ordinaryWorld, type SyntheticEvidence } from './synthetic-episodes.ts';

export interface TeachOptions {
  readonly grpo: GrpoOptions;
  /** k of the cross-validation. */
  readonly foldCount: number;
  /** Fewer lessons than this say nothing about what was not taught. */
  readonly leastLessons: number;
  /** Made-up clips in every step beside the lessons, so that nothing else is forgotten. */
  readonly replayPerStep: number;
  /** Made-up clips of the built-in set, and how much mean IoU a new policy may lose on them. */
  readonly builtInCount: number;
  readonly mostBuiltInLoss: number;
}

/** Chosen on made-up lessons; β is that of the shipped recipe. */
export const ordinaryTeaching: TeachOptions = {
  grpo: { ...paperOptions, klWeight: 1, learningRate: 3e-3, episodesPerStep: 5, stepCount: 150, seed: 42 },
  foldCount: 5,
  leastLessons: 5,
  replayPerStep: 3,
  builtInCount: 500,
  mostBuiltInLoss: 0.005,
};

/** What a policy may change: where edges are set, or that and what is found at all. */
export type TaughtPart = 'edges' | 'edges-and-network';

export interface TeachStep extends GrpoStep {
  /** Of all training runs: one a fold, and the last one on all lessons. */
  readonly runIndex: number;
  readonly runCount: number;
  readonly stepCount: number;
}

/** How good a candidate is on lessons that it was not taught. */
export interface HeldOutScores {
  readonly part: TaughtPart;
  /** Mean IoU over lessons, 0..1. */
  readonly before: number;
  readonly after: number;
  /** Of the gain a clip (a lesson, where there are too few clips), wider for having two candidates. */
  readonly interval: PairedInterval;
  /** On the built-in set, without the edge habit, which is a person's and not the evidence's. Mean IoU, 0..1. */
  readonly builtInBefore: number;
  readonly builtInAfter: number;
}

/**
 * - `better`: the new policy may be offered.
 * - `too-few`: nothing was trained.
 * - `no-better`: no candidate is better on held-out lessons beyond the error of that figure.
 * - `forgets`: one is, but it has lost too much on the built-in set.
 */
export type TeachVerdict = 'better' | 'too-few' | 'no-better' | 'forgets';

export interface TeachOutcome {
  readonly verdict: TeachVerdict;
  readonly lessonCount: number;
  readonly apart: Folds['apart'] | null;
  readonly candidates: readonly HeldOutScores[];
  /** What is offered, taught by all lessons; null unless it is better. */
  readonly taught: { readonly part: TaughtPart; readonly weights: LearnedWeights } | null;
}

export interface TeachRequest {
  /** What is in use: the teaching goes on from it, and has to be better than it. */
  readonly current: LearnedWeights;
  /** What comes with the program: what must not be forgotten is measured by it, however often is taught. */
  readonly shipped: LearnedWeights;
  readonly lessons: readonly Lesson[];
  readonly policyId: string;
  readonly signal: AbortSignal;
  readonly options?: TeachOptions;
}

/** 95 % of two candidates together (Bonferroni): neither is taken for better by luck more often than one would be. */
const candidateLevel = 0.975;

/**
 * Teaches a policy by what people have said, and finds out whether that helped: k-fold cross-validation over clips, then
 * once more with all lessons. Gives every step of every training; returns the verdict of the gate. Deterministic.
 *
 * Two things are learnt: the edge habit, and, with the habit taken out of the lessons, the network, by GRPO with the
 * lessons' IoU as reward. Each is a candidate by itself, because a few lessons may be enough for two numbers and not
 * enough for a network.
 *
 * @throws the signal's reason when aborted.
 */
export function* teach(request: TeachRequest): Generator<TeachStep, TeachOutcome> {
  const { current, shipped, lessons, options = ordinaryTeaching } = request;
  if (lessons.length < options.leastLessons) {
    return { verdict: 'too-few', lessonCount: lessons.length, apart: null, candidates: [], taught: null };
  }
  const { apart, folds } = foldsOf(lessons, options.foldCount, options.grpo.seed);
  const runCount = folds.length + 1;
  const answers = new Map<Lesson, Answer>();
  for (const [runIndex, fold] of folds.entries()) {
    const others = lessons.filter((lesson) => !fold.includes(lesson));
    const pupil = yield* train({ ...request, lessons: others, options }, { runIndex, runCount });
    const [before, edges, network] = [current, pupil.edges, pupil.network].map((weights) => new LearnedPolicy(weights));
    for (const lesson of fold) {
      answers.set(lesson, {
        before: lessonIou(before!, lesson),
        edges: lessonIou(edges!, lesson),
        'edges-and-network': lessonIou(network!, lesson),
      });
    }
  }
  const pupil = yield* train({ ...request, options }, { runIndex: runCount - 1, runCount });
  const builtIn = heldOutEvidence(options.builtInCount, builtInPart);
  const builtInBefore = builtInIou(shipped, builtIn);
  const scoresOf = (part: TaughtPart): HeldOutScores => ({
    part,
    before: meanOf([...answers.values()].map(({ before }) => before)),
    after: meanOf([...answers.values()].map((answer) => answer[part])),
    interval: pairedBootstrap(gains(answers, part, apart), { level: candidateLevel })!,
    builtInBefore,
    builtInAfter: builtInIou(part === 'edges' ? pupil.edges : pupil.network, builtIn),
  });
  const candidates = [scoresOf('edges'), scoresOf('edges-and-network')];
  const { verdict, best } = judge(candidates, options);
  const taught = best === null ? null : { part: best, weights: best === 'edges' ? pupil.edges : pupil.network };
  return { verdict, lessonCount: lessons.length, apart, candidates, taught };
}

/** Mean IoU on a lesson, by who answers. */
type Answer = Readonly<Record<'before' | TaughtPart, number>>;

/** Of `heldOutEvidence`, apart from those of calibration and reports. */
const builtInPart = 5;

/** Whether a candidate is good enough to be offered, and which; of two, the one that gains more. */
export function judge(
  candidates: readonly HeldOutScores[],
  { mostBuiltInLoss }: Pick<TeachOptions, 'mostBuiltInLoss'>,
): { readonly verdict: TeachVerdict; readonly best: TaughtPart | null } {
  const better = candidates.filter(({ interval }) => interval.low > 0);
  const remembering = better.filter(
    ({ builtInBefore, builtInAfter }) => builtInBefore - builtInAfter < mostBuiltInLoss,
  );
  const [best] = [...remembering].sort((a, b) => b.after - a.after);
  if (best !== undefined) {
    return { verdict: 'better', best: best.part };
  }
  return { verdict: better.length > 0 ? 'forgets' : 'no-better', best: null };
}

interface Pupil {
  readonly edges: LearnedWeights;
  readonly network: LearnedWeights;
}

interface TrainRequest extends TeachRequest {
  readonly options: TeachOptions;
}

/** One training, from the current weights on. */
function* train(
  { current, lessons, policyId, options, signal }: TrainRequest,
  place: { readonly runIndex: number; readonly runCount: number },
): Generator<TeachStep, Pupil> {
  signal.throwIfAborted();
  const edges: LearnedWeights = { ...current, policyId, edgeHabit: fitEdgeHabit(current, lessons) };
  const habit = edges.edgeHabit!;
  const episodes = lessons.map((lesson) => episodeOf(withoutHabit(lesson, habit)));
  const checkpoint = startGrpo(Float64Array.from(current.weights));
  const { grpo, replayPerStep } = options;
  const episodesOf = (_stepIndex: number, random: () => number): Episode[] => [
    ...Array.from({ length: grpo.episodesPerStep }, () => episodes[Math.floor(random() * episodes.length)]!),
    ...Array.from({ length: replayPerStep }, () => drawEpisode(ordinaryWorld, random)),
  ];
  for (const step of trainGrpo({ checkpoint, options: grpo, episodesOf, signal })) {
    yield { ...step, ...place, stepCount: grpo.stepCount };
  }
  const weights = [...checkpoint.weights].map((weight) => Number(weight.toPrecision(7)));
  const trained: LearnedWeights = { ...current, policyId, weights };
  // A network that finds other spans may need another habit.
  return { edges, network: { ...trained, edgeHabit: refit(trained, lessons, habit) } };
}

function refit(trained: LearnedWeights, lessons: readonly Lesson[], habit: EdgeHabit): EdgeHabit {
  return habit.startSeconds === 0 && habit.endSeconds === 0 ? noHabit : fitEdgeHabit(trained, lessons);
}

function gains(answers: ReadonlyMap<Lesson, Answer>, part: TaughtPart, apart: Folds['apart']): number[] {
  const byGroup = Map.groupBy(answers, ([{ groupId, lessonId }]) => (apart === 'clip' ? groupId : lessonId));
  return [...byGroup.values()].map((group) => meanOf(group.map(([, answer]) => answer[part] - answer.before)));
}

function builtInIou(weights: LearnedWeights, evidence: readonly SyntheticEvidence[]): number {
  return evaluatePolicy(new LearnedPolicy({ ...weights, edgeHabit: noHabit }), evidence).meanIou;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
