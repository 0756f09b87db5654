import type { PotentialGradients, SpanPotentials } from './span-distribution.ts';

export type SpanMarginals = Pick<PotentialGradients, 'inside' | 'start' | 'nothing'>;

/**
 * How probable it is that each step lies in a span and begins one, and that there is none, as `SpanDistribution` has
 * it but without its limit of eight spans: a ninth of the work, for use. Both agree wherever more than eight spans are
 * improbable. O(steps), two states and the one in which no span has begun.
 */
export function spanMarginals(potentials: SpanPotentials): SpanMarginals {
  const stepCount = potentials.inside.length;
  const moves = movesOf(potentials);
  const { open, before, scale, some, logScale } = sumForward(moves);
  const all = some + Math.exp(potentials.nothing - logScale);
  const inside = new Float64Array(stepCount);
  const start = new Float64Array(stepCount);
  // Weights of going on from a closed and from an open span, on the scale that the way there leaves.
  let closedOn = 1;
  let openOn = stepCount === 0 ? 0 : moves.closing[stepCount]!;
  for (let step = stepCount - 1; step >= 0; step -= 1) {
    const begin = moves.beginning[step]!;
    const close = moves.closing[step]!;
    inside[step] = (open[step + 1]! * openOn) / all;
    start[step] = (before[step]! * begin * openOn) / (scale[step + 1]! * all);
    const going = moves.going[step]! + (moves.isBarrier[step] === 1 ? close * begin : 0);
    const nextOpen = (closedOn * close + openOn * going) / scale[step + 1]!;
    closedOn = (closedOn + openOn * begin) / scale[step + 1]!;
    openOn = nextOpen;
  }
  return { inside, start, nothing: Math.exp(potentials.nothing - logScale) / all };
}

/** Weights of what may happen at each step; `closing` is that of ending with the step before it. */
interface Moves {
  readonly beginning: Float64Array;
  readonly going: Float64Array;
  readonly closing: Float64Array;
  readonly isBarrier: Uint8Array;
}

function movesOf({ inside, start, end, barrierSteps }: SpanPotentials): Moves {
  const stepCount = inside.length;
  const [beginning, going] = [new Float64Array(stepCount), new Float64Array(stepCount)];
  const closing = new Float64Array(stepCount + 1);
  const isBarrier = new Uint8Array(stepCount + 1);
  for (let step = 0; step < stepCount; step += 1) {
    const here = Math.exp(inside[step]!);
    going[step] = here;
    beginning[step] = here * Math.exp(start[step]!);
    closing[step + 1] = Math.exp(end[step]!);
  }
  for (const step of barrierSteps) {
    isBarrier[step] = 1;
    going[step] = 0;
  }
  return { beginning, going, closing, isBarrier };
}

/** Every row is divided by its sum: `scale`, whose logarithms add up to `logScale`. */
function sumForward({ beginning, going, closing, isBarrier }: Moves) {
  const stepCount = beginning.length;
  const open = new Float64Array(stepCount + 1);
  /** Weight of all from which a span may begin with a step. */
  const before = new Float64Array(stepCount);
  const scale = new Float64Array(stepCount + 1);
  let none = 1;
  let closed = 0;
  let logScale = 0;
  for (let step = 0; step < stepCount; step += 1) {
    const ending = open[step]! * closing[step]!;
    before[step] = none + closed + (isBarrier[step] === 1 ? ending : 0);
    const nextOpen = open[step]! * going[step]! + before[step]! * beginning[step]!;
    closed += ending;
    const sum = none + closed + nextOpen;
    open[step + 1] = nextOpen / sum;
    closed /= sum;
    none /= sum;
    scale[step + 1] = sum;
    logScale += Math.log(sum);
  }
  return { open, before, scale, some: closed + open[stepCount]! * closing[stepCount]!, logScale };
}
