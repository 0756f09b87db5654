import type { GroundingCurve, GroundingInput } from '../api/grounding-policy.ts';
import { evidenceFeatures } from '../policy/evidence-features.ts';
import type { TimeSpan } from '../rewards/interval-union.ts';
import type { Episode } from './episode.ts';
import { drawCueEvidence } from './synthetic-cues.ts';

/** Ranges that evidence is drawn from; each pair is lowest and highest. */
export interface EvidenceWorld {
  readonly stepSeconds: number;
  readonly durationSeconds: readonly [number, number];
  readonly curveCount: readonly [number, number];
  /** Share of episodes in which nothing matches. */
  readonly nothingShare: number;
  /** Share of the episodes without a match in which a part of the query matches all the same, less strongly. */
  readonly decoyShare: number;
  /** Share of episodes that timed text answers (`synthetic-cues.ts`). */
  readonly cueShare: number;
  /** Share of episodes of which every channel sees little, as of a thing that the detector hardly knows. */
  readonly weakShare: number;
  /** Share of the others that match from end to end, as what a file's name answers does. */
  readonly wholeShare: number;
  readonly eventCount: readonly [number, number];
  /** Shortest event, and longest as a share of the clip. */
  readonly eventSeconds: number;
  readonly eventShare: number;
  /** Standard deviation of what a curve is late or early at each edge. */
  readonly delaySeconds: number;
  /** Chance a second that a curve misses a stretch inside an event. */
  readonly dropOutRate: number;
  /** False alarms a minute of a curve. */
  readonly falseAlarmRate: number;
  /** Share of a clip that was never decoded. */
  readonly unknownShare: number;
  /** Mean standard deviation. */
  readonly noise: number;
  /** Share of clips of which the curves by themselves are not handed on, only what they say together. */
  readonly hiddenShare: number;
  /** Mean distance of cuts; an event begins or ends at one as often as `cutShare` says. */
  readonly shotSeconds: number;
  readonly cutShare: number;
}

/** Ordinary footage as the index sees it: a detector that flickers, motion that lags, words that come early. */
export const ordinaryWorld: EvidenceWorld = {
  stepSeconds: 0.5,
  durationSeconds: [4, 300],
  curveCount: [1, 5],
  nothingShare: 0.3,
  decoyShare: 0.6,
  cueShare: 0.2,
  weakShare: 0.2,
  wholeShare: 0.12,
  eventCount: [1, 3],
  eventSeconds: 0.8,
  eventShare: 0.4,
  delaySeconds: 0.6,
  dropOutRate: 0.06,
  falseAlarmRate: 1.2,
  unknownShare: 0.03,
  noise: 0.06,
  hiddenShare: 0.1,
  shotSeconds: 9,
  cutShare: 0.3,
};

/** Longer clips, coarser steps, fewer and worse channels: what the training has not seen. */
export const otherWorld: EvidenceWorld = {
  ...ordinaryWorld,
  stepSeconds: 1,
  durationSeconds: [300, 900],
  curveCount: [1, 2],
  eventCount: [1, 6],
  eventShare: 0.15,
  delaySeconds: 1.2,
  dropOutRate: 0.1,
  falseAlarmRate: 0.8,
  unknownShare: 0.1,
  noise: 0.1,
};

type Random = () => number;

/** An input as the search hands it to a policy, made up, with what is true of it, in seconds. */
export interface SyntheticEvidence {
  readonly input: GroundingInput;
  readonly truthSeconds: readonly TimeSpan[];
  /** Whether `refine` gives the true edges back from any step that the truth touches. */
  readonly isExact: boolean;
}

/** One made-up query on one made-up clip. */
export function drawEvidence(world: EvidenceWorld, random: Random): SyntheticEvidence {
  if (random() < world.cueShare) {
    return drawCueEvidence(world, random);
  }
  const durationSeconds = between(world.durationSeconds, random, 'log');
  const stepCount = Math.max(8, Math.round(durationSeconds / world.stepSeconds));
  const endSeconds = stepCount * world.stepSeconds;
  const cuts = drawCuts(world, endSeconds, random);
  const isNothing = random() < world.nothingShare;
  const isDecoy = isNothing && random() < world.decoyShare;
  const events = isNothing && !isDecoy ? [] : drawEvents(world, { endSeconds, cuts }, random);
  const truthSeconds = isNothing ? [] : events;
  const isWeak = isDecoy || random() < world.weakShare;
  const strength = isWeak ? 0.3 + (isDecoy ? 0.5 : 0.2) * random() : 1;
  const curves = Array.from({ length: whole(world.curveCount, random) }, (_, index): GroundingCurve => ({
    channel: `channel-${index}`,
    atomId: `a${index + 1}`,
    values: drawCurve(world, { stepCount, events, strength }, random),
  }));
  const input: GroundingInput = {
    startSeconds: 0,
    stepSeconds: world.stepSeconds,
    endSeconds,
    combined: combine(curves),
    curves: random() < world.hiddenShare ? [] : curves,
    shotEdgesIn: ({ startSeconds, endSeconds: end }) => cuts.filter((cut) => cut >= startSeconds && cut <= end),
    barriersSeconds: [],
    refine: (range) => range,
  };
  return { input, truthSeconds, isExact: false };
}

export function drawEpisode(world: EvidenceWorld, random: Random): Episode {
  const { input, truthSeconds, isExact } = drawEvidence(world, random);
  const { stepSeconds } = world;
  return {
    features: evidenceFeatures(input),
    barrierSteps: [],
    // What is exact is to be covered by whole steps: its edges are found again afterwards.
    truth: truthSeconds.map(([start, end]): TimeSpan =>
      isExact
        ? [Math.floor(start / stepSeconds), Math.ceil(end / stepSeconds)]
        : [start / stepSeconds, end / stepSeconds],
    ),
  };
}

function drawCuts({ shotSeconds }: EvidenceWorld, endSeconds: number, random: Random): number[] {
  const cuts = [0];
  for (let at = exponential(shotSeconds, random); at < endSeconds; at += 0.5 + exponential(shotSeconds, random)) {
    cuts.push(at);
  }
  return cuts;
}

function drawEvents(
  world: EvidenceWorld,
  { endSeconds, cuts }: { readonly endSeconds: number; readonly cuts: readonly number[] },
  random: Random,
): TimeSpan[] {
  if (random() < world.wholeShare) {
    return [[0, endSeconds]];
  }
  const longest = Math.max(4 * world.eventSeconds, world.eventShare * endSeconds);
  const events: TimeSpan[] = [];
  const count = whole(world.eventCount, random);
  for (let tries = 0; events.length < count && tries < 50; tries += 1) {
    const length = between([world.eventSeconds, longest], random, 'log');
    const from = random() * Math.max(0, endSeconds - length);
    const start = random() < world.cutShare ? nearest(cuts, from) : from;
    const end = Math.min(endSeconds, random() < world.cutShare ? nearest(cuts, start + length) : start + length);
    const isApart = events.every(([a, b]) => end + 2 * world.stepSeconds < a || start > b + 2 * world.stepSeconds);
    if (end - start >= world.eventSeconds && isApart) {
      events.push([start, end]);
    }
  }
  return events.sort((a, b) => a[0] - b[0]);
}

interface CurveRequest {
  readonly stepCount: number;
  /** What the curve shows, true or not. */
  readonly events: readonly TimeSpan[];
  /** What a match is multiplied with. */
  readonly strength: number;
}

function drawCurve(world: EvidenceWorld, { stepCount, events, strength }: CurveRequest, random: Random): Float32Array {
  const { stepSeconds } = world;
  const level = strength * (0.35 + 0.6 * random());
  const floor = random() < 0.3 ? 0.25 * random() : 0.05 * random();
  const sharpSeconds = 0.1 + 0.8 * random();
  const values = new Float32Array(stepCount).fill(floor);
  const late = world.delaySeconds * normal(random);
  const raise = ([start, end]: TimeSpan, height: number): void => {
    for (let step = 0; step < stepCount; step += 1) {
      const middle = (step + 0.5) * stepSeconds;
      const inside = Math.min((middle - start) / sharpSeconds, (end - middle) / sharpSeconds, 1);
      if (inside > -1) {
        values[step] = Math.max(values[step]!, height * Math.max(0, Math.min(1, (inside + 1) / 2)));
      }
    }
  };
  for (const [start, end] of events) {
    const edge = () => late + 0.5 * world.delaySeconds * normal(random);
    raise([start + edge(), end + edge()], level * (0.75 + 0.25 * random()));
    dropOut(world, { values, span: [start, end], floor }, random);
  }
  const minutes = (stepCount * stepSeconds) / 60;
  for (let left = world.falseAlarmRate * minutes * 2 * random(); left > random(); left -= 1) {
    const start = random() * stepCount * stepSeconds;
    raise([start, start + between([0.5, 6], random, 'log')], level * (0.3 + 0.6 * random()));
  }
  // Some channels say exactly nothing where nothing is.
  const noise = random() < 0.35 ? 0 : 2 * strength * world.noise * random();
  for (let step = 0; step < stepCount; step += 1) {
    values[step] = Math.max(0, Math.min(1, values[step]! + noise * normal(random)));
  }
  hide(world, values, random);
  return values;
}

interface DropOut {
  readonly values: Float32Array;
  readonly span: TimeSpan;
  readonly floor: number;
}

function dropOut({ stepSeconds, dropOutRate }: EvidenceWorld, { values, span, floor }: DropOut, random: Random): void {
  const [start, end] = span;
  for (let at = start + exponential(1 / dropOutRate, random); at < end; at += exponential(1 / dropOutRate, random)) {
    const until = at + between([0.5, 3], random, 'log');
    for (let step = Math.floor(at / stepSeconds); step * stepSeconds < until && step < values.length; step += 1) {
      values[step] = floor + 0.3 * random() * values[step]!;
    }
    at = until;
  }
}

/** Stretches that were never decoded. */
function hide({ unknownShare }: EvidenceWorld, values: Float32Array, random: Random): void {
  for (let left = unknownShare * values.length * 2 * random(); left > 1;) {
    const length = Math.min(left, 1 + Math.floor(random() * 12));
    const from = Math.floor(random() * values.length);
    values.fill(Number.NaN, from, Math.min(values.length, from + length));
    left -= length;
  }
}

/** As the search joins the parts of a query that must all hold: half the geometric mean, half the least. */
function combine(curves: readonly GroundingCurve[]): Float32Array {
  const stepCount = curves[0]?.values.length ?? 0;
  return Float32Array.from({ length: stepCount }, (_, step) => {
    const known = curves.map(({ values }) => values[step]!).filter((value) => !Number.isNaN(value));
    if (known.length === 0) {
      return Number.NaN;
    }
    const product = known.reduce((all, value) => all * value, 1);
    return 0.5 * product ** (1 / known.length) + 0.5 * Math.min(...known);
  });
}

function between([low, high]: readonly [number, number], random: Random, scale: 'linear' | 'log'): number {
  return scale === 'log' ? low * (high / low) ** random() : low + (high - low) * random();
}

function whole([low, high]: readonly [number, number], random: Random): number {
  return low + Math.floor(random() * (high - low + 1));
}

function exponential(mean: number, random: Random): number {
  return -mean * Math.log(1 - random());
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function nearest(times: readonly number[], wanted: number): number {
  return times.reduce((best, time) => (Math.abs(time - wanted) < Math.abs(best - wanted) ? time : best), times[0]!);
}
