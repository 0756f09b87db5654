/** Half-open range of steps. */
export interface StepSpan {
  readonly fromStep: number;
  readonly toStep: number;
}

/** Scores of one stretch of evidence, a value a step; all finite. */
export interface SpanPotentials {
  /** That a step lies in a span. */
  readonly inside: Float64Array;
  /** That a span begins with a step. */
  readonly start: Float64Array;
  /** That a span ends with a step, the step being its last. */
  readonly end: Float64Array;
  /** Of the empty set: that there is nothing. */
  readonly nothing: number;
  /** Steps before which every span ends; only there may one span begin where another ends. Rising, above 0. */
  readonly barrierSteps: readonly number[];
}

/** How a change of each score changes a log-probability. */
export interface PotentialGradients {
  readonly inside: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly nothing: number;
}

/** An ordered set holds at most this many spans. */
export const mostSpans = 8;

/** Prefix weights after each step, scaled to stay representable: outside of a span, and in one that is still open. */
interface Table {
  /** Row t, column c: steps before t are decided, c spans have begun. `(stepCount + 1) × (mostSpans + 1)`. */
  readonly outside: Float64Array;
  readonly open: Float64Array;
  /** Logarithm of what row t was divided by, summed up to it. */
  readonly logScale: Float64Array;
}

const columns = mostSpans + 1;

/**
 * The distribution over ordered sets of at most eight disjoint spans that scores define: a semi-Markov chain whose
 * weight of a set is `exp` of the sum, over its spans, of the score of their first step, of every step in them and of
 * their last one; the empty set weighs `exp(nothing)`. Spans do not touch, except where a barrier parts them. Exact, by
 * forward and backward sums over the number of spans begun: O(steps × 9).
 */
export class SpanDistribution {
  readonly stepCount: number;
  readonly #potentials: SpanPotentials;
  readonly #weights: Record<'inside' | 'start' | 'end', Float64Array>;
  readonly #isBarrier: Uint8Array;
  readonly #forward: Table;
  /** Logarithm of the weight of all sets that hold at least one span. */
  readonly #logSome: number;
  /** Of all sets. */
  readonly #logAll: number;

  constructor(potentials: SpanPotentials) {
    this.#potentials = potentials;
    this.stepCount = potentials.inside.length;
    this.#weights = {
      inside: potentials.inside.map(Math.exp),
      start: potentials.start.map(Math.exp),
      end: potentials.end.map(Math.exp),
    };
    this.#isBarrier = new Uint8Array(this.stepCount + 1);
    for (const step of potentials.barrierSteps) {
      this.#isBarrier[step] = 1;
    }
    this.#forward = this.#sumForward();
    this.#logSome = this.#logWeightOfSome();
    this.#logAll = logAdd(this.#logSome, potentials.nothing);
  }

  /** 0..1 */
  get nothingProbability(): number {
    return Math.exp(this.#potentials.nothing - this.#logAll);
  }

  /** Natural logarithm of the probability of exactly this set, in order of time; −Infinity for one that cannot be. */
  logProbability(spans: readonly StepSpan[]): number {
    return (spans.length === 0 ? this.#potentials.nothing : this.#score(spans)) - this.#logAll;
  }

  /** One set drawn from the distribution; `random` gives numbers from 0 up to 1. */
  sample(random: () => number): StepSpan[] {
    if (random() < this.nothingProbability || this.#logSome === Number.NEGATIVE_INFINITY) {
      return [];
    }
    return this.#sampleSome(random);
  }

  /** How probable it is that each step lies in a span, begins one, ends one; and that there is none. */
  marginals(): PotentialGradients {
    const { stepCount } = this;
    const { outside, open, logScale } = this.#forward;
    const backward = this.#sumBackward();
    const { inside: weightInside, start: weightStart, end: weightEnd } = this.#weights;
    const inside = new Float64Array(stepCount);
    const start = new Float64Array(stepCount);
    const end = new Float64Array(stepCount);
    for (let step = 0; step < stepCount; step += 1) {
      const scale = Math.exp(logScale[step + 1]! + backward.logScale[step + 1]! - this.#logAll);
      const scaleBefore = Math.exp(logScale[step]! + backward.logScale[step + 1]! - this.#logAll);
      for (let count = 1; count < columns; count += 1) {
        const here = (step + 1) * columns + count;
        const before = step * columns + count - 1;
        const after = backward.open[here]!;
        inside[step]! += open[here]! * after * scale;
        const begun = outside[before]! + (this.#isBarrier[step] === 1 ? open[before]! * weightEnd[step - 1]! : 0);
        start[step]! += begun * weightStart[step]! * weightInside[step]! * after * scaleBefore;
        end[step]! += open[here]! * this.#closing(backward, step, count) * scale;
      }
    }
    return { inside, start, end, nothing: this.nothingProbability };
  }

  /** Gradient of `logProbability(spans)` with respect to every score. */
  gradient(spans: readonly StepSpan[], marginals: PotentialGradients = this.marginals()): PotentialGradients {
    const inside = marginals.inside.map((value) => -value);
    const start = marginals.start.map((value) => -value);
    const end = marginals.end.map((value) => -value);
    for (const { fromStep, toStep } of spans) {
      start[fromStep]! += 1;
      end[toStep - 1]! += 1;
      for (let step = fromStep; step < toStep; step += 1) {
        inside[step]! += 1;
      }
    }
    return { inside, start, end, nothing: (spans.length === 0 ? 1 : 0) - marginals.nothing };
  }

  #score(spans: readonly StepSpan[]): number {
    const { inside, start, end } = this.#potentials;
    let score = spans.length > mostSpans ? Number.NEGATIVE_INFINITY : 0;
    let freeFrom = 0;
    for (const { fromStep, toStep } of spans) {
      const mayBegin = fromStep >= freeFrom || (fromStep === freeFrom - 1 && this.#isBarrier[fromStep] === 1);
      if (!mayBegin || toStep <= fromStep || toStep > this.stepCount) {
        return Number.NEGATIVE_INFINITY;
      }
      score += start[fromStep]! + end[toStep - 1]!;
      for (let step = fromStep; step < toStep; step += 1) {
        if (step > fromStep && this.#isBarrier[step] === 1) {
          return Number.NEGATIVE_INFINITY;
        }
        score += inside[step]!;
      }
      freeFrom = toStep + 1;
    }
    return score;
  }

  #sumForward(): Table {
    const { stepCount } = this;
    const table = emptyTable(stepCount);
    const { outside, open, logScale } = table;
    outside[0] = 1;
    for (let step = 0; step < stepCount; step += 1) {
      const row = step * columns;
      const next = row + columns;
      const closing = step === 0 ? 0 : this.#weights.end[step - 1]!;
      const beginning = this.#weights.start[step]! * this.#weights.inside[step]!;
      const going = this.#isBarrier[step] === 1 ? 0 : this.#weights.inside[step]!;
      const touching = this.#isBarrier[step] === 1 ? closing * beginning : 0;
      for (let count = 0; count < columns; count += 1) {
        outside[next + count] = outside[row + count]! + open[row + count]! * closing;
        open[next + count] =
          open[row + count]! * going +
          (count === 0 ? 0 : outside[row + count - 1]! * beginning + open[row + count - 1]! * touching);
      }
      logScale[step + 1] = logScale[step]! + rescale(table, next);
    }
    return table;
  }

  /** Weights of all ways to go on from each row: the mirror of the forward sums. */
  #sumBackward(): Table {
    const { stepCount } = this;
    const table = emptyTable(stepCount);
    const { outside, open, logScale } = table;
    outside.fill(1, stepCount * columns);
    open.fill(stepCount === 0 ? 0 : this.#weights.end[stepCount - 1]!, stepCount * columns);
    for (let step = stepCount - 1; step >= 0; step -= 1) {
      const row = step * columns;
      const next = row + columns;
      const closing = step === 0 ? 0 : this.#weights.end[step - 1]!;
      const beginning = this.#weights.start[step]! * this.#weights.inside[step]!;
      const going = this.#isBarrier[step] === 1 ? 0 : this.#weights.inside[step]!;
      const touching = this.#isBarrier[step] === 1 ? closing * beginning : 0;
      for (let count = 0; count < columns; count += 1) {
        const begun = count + 1 < columns ? open[next + count + 1]! : 0;
        outside[row + count] = outside[next + count]! + begun * beginning;
        open[row + count] = outside[next + count]! * closing + open[next + count]! * going + begun * touching;
      }
      logScale[step] = logScale[step + 1]! + rescale(table, row);
    }
    return table;
  }

  /** Weight of going on from an open span after `step` by closing it there, on the scale of row `step + 1`. */
  #closing(backward: Table, step: number, count: number): number {
    const closing = this.#weights.end[step]!;
    if (step + 1 === this.stepCount) {
      return closing;
    }
    const next = (step + 2) * columns + count;
    const ratio = Math.exp(backward.logScale[step + 2]! - backward.logScale[step + 1]!);
    const begun = count + 1 < columns && this.#isBarrier[step + 1] === 1 ? backward.open[next + 1]! : 0;
    const beginning = this.#weights.start[step + 1]! * this.#weights.inside[step + 1]!;
    return closing * (backward.outside[next]! + begun * beginning) * ratio;
  }

  #logWeightOfSome(): number {
    const { outside, open, logScale } = this.#forward;
    const row = this.stepCount * columns;
    const closing = this.stepCount === 0 ? 0 : this.#weights.end[this.stepCount - 1]!;
    let sum = 0;
    // Column 0 is the empty set, which has a weight of its own.
    for (let count = 1; count < columns; count += 1) {
      sum += outside[row + count]! + open[row + count]! * closing;
    }
    return Math.log(sum) + logScale[this.stepCount]!;
  }

  /** Backwards from the last step: each choice is drawn in proportion to the forward weights that lead to it. */
  #sampleSome(random: () => number): StepSpan[] {
    const { outside, open } = this.#forward;
    const spans: StepSpan[] = [];
    let { count, toStep } = this.#sampleEnd(random);
    for (let step = this.stepCount; step > 0; step -= 1) {
      const row = (step - 1) * columns;
      const closing = step === 1 ? 0 : this.#weights.end[step - 2]!;
      if (toStep === null) {
        const closed = open[row + count]! * closing;
        if (random() * (outside[row + count]! + closed) < closed) {
          toStep = step - 1;
        }
        continue;
      }
      const isBarrier = this.#isBarrier[step - 1] === 1;
      const going = isBarrier ? 0 : open[row + count]!;
      const begun = outside[row + count - 1]! * this.#weights.start[step - 1]!;
      const touched = isBarrier ? open[row + count - 1]! * closing * this.#weights.start[step - 1]! : 0;
      const drawn = random() * (going + begun + touched);
      if (drawn >= going) {
        spans.push({ fromStep: step - 1, toStep });
        count -= 1;
        toStep = drawn < going + begun ? null : step - 1;
      }
    }
    return spans.reverse();
  }

  /** How many spans there are, and where the last one ends if it is still open at the end of the stretch. */
  #sampleEnd(random: () => number): { count: number; toStep: number | null } {
    const { outside, open } = this.#forward;
    const row = this.stepCount * columns;
    const closing = this.#weights.end[this.stepCount - 1]!;
    const weights: { count: number; toStep: number | null; weight: number }[] = [];
    for (let count = 1; count < columns; count += 1) {
      weights.push({ count, toStep: null, weight: outside[row + count]! });
      weights.push({ count, toStep: this.stepCount, weight: open[row + count]! * closing });
    }
    let drawn = random() * weights.reduce((sum, { weight }) => sum + weight, 0);
    for (const choice of weights) {
      drawn -= choice.weight;
      if (drawn < 0) {
        return choice;
      }
    }
    // Rounding: the last one that is possible at all.
    return weights.findLast(({ weight }) => weight > 0)!;
  }
}

function emptyTable(stepCount: number): Table {
  const size = (stepCount + 1) * columns;
  return {
    outside: new Float64Array(size),
    open: new Float64Array(size),
    logScale: new Float64Array(stepCount + 1),
  };
}

/** Divides a row by its largest weight; returns the logarithm of that. */
function rescale({ outside, open }: Table, row: number): number {
  let largest = 0;
  for (let index = row; index < row + columns; index += 1) {
    largest = Math.max(largest, outside[index]!, open[index]!);
  }
  if (largest > 1e-30 && largest < 1e30) {
    return 0;
  }
  for (let index = row; index < row + columns; index += 1) {
    outside[index]! /= largest;
    open[index]! /= largest;
  }
  return Math.log(largest);
}

function logAdd(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger === Number.NEGATIVE_INFINITY ? larger : larger + Math.log(Math.exp(a - larger) + Math.exp(b - larger));
}
