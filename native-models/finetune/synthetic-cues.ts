import type { GroundingInput, GroundingRange } from '../api/grounding-policy.ts';
import type { TimeSpan } from '../rewards/interval-union.ts';
import type { SyntheticEvidence } from './synthetic-episodes.ts';

type Random = () => number;

/** Timed text and how well each line of it fits the words of a query. */
interface Line {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Share of the words that the line has, 0..1. */
  match: number;
}

export interface CueWorld {
  readonly stepSeconds: number;
  readonly durationSeconds: readonly [number, number];
  readonly nothingShare: number;
}

/**
 * A query for what is said: lines of half a second to five follow each other, one holds the words (or two that follow
 * each other do, where the sentence is broken), and others hold some of them by chance. Such evidence is exact and has
 * no noise, and what half matches beside a full match is not meant.
 */
export function drawCueEvidence(world: CueWorld, random: Random): SyntheticEvidence {
  const { stepSeconds } = world;
  const [shortest, longest] = world.durationSeconds;
  const durationSeconds = shortest * (longest / shortest) ** random();
  const stepCount = Math.max(8, Math.round(durationSeconds / stepSeconds));
  const endSeconds = stepCount * stepSeconds;
  const lines = drawLines(endSeconds, random);
  const meant = random() < world.nothingShare ? [] : chooseMeant(lines, random);
  const values = new Float32Array(stepCount);
  for (const line of lines) {
    const last = Math.min(stepCount, Math.ceil(line.endSeconds / stepSeconds));
    for (let step = Math.floor(line.startSeconds / stepSeconds); step < last; step += 1) {
      values[step] = Math.max(values[step]!, line.match);
    }
  }
  const input: GroundingInput = {
    ...{ startSeconds: 0, stepSeconds, endSeconds, combined: values },
    curves: [{ channel: 'speech', atomId: 'a1', values }],
    shotEdgesIn: () => [],
    barriersSeconds: [],
    refine: (range) => toLines(lines, range),
  };
  return { input, isExact: true, truthSeconds: meant.map((line): TimeSpan => [line.startSeconds, line.endSeconds]) };
}

function drawLines(endSeconds: number, random: Random): Line[] {
  const lines: Line[] = [];
  const chance = 0.1 + 0.4 * random();
  for (let at = 2 * random(); at < endSeconds - 0.4;) {
    const length = 0.5 * 10 ** random();
    const end = Math.min(endSeconds, at + length);
    lines.push({ startSeconds: at, endSeconds: end, match: random() < chance ? 0.1 + 0.45 * random() : 0 });
    at = end + (random() < 0.4 ? 2 * random() : 0);
  }
  return lines;
}

/** Gives the lines that are meant their match, and returns them joined where they follow each other. */
function chooseMeant(lines: readonly Line[], random: Random): readonly Line[] {
  const index = Math.floor(random() * lines.length);
  const first = lines[index];
  const second = lines[index + 1];
  if (first === undefined) {
    return [];
  }
  if (second !== undefined && random() < 0.2) {
    first.match = 0.45 + 0.25 * random();
    second.match = 0.45 + 0.25 * random();
    return [{ ...first, endSeconds: second.endSeconds }];
  }
  first.match = 0.65 + 0.35 * random();
  return [first];
}

/** As the speech channel refines: to the edges of the lines that a range touches. */
function toLines(lines: readonly Line[], range: GroundingRange): GroundingRange {
  const touched = lines.filter(
    ({ startSeconds, endSeconds, match }) =>
      match > 0 && startSeconds < range.endSeconds - 0.05 && endSeconds > range.startSeconds + 0.05,
  );
  const [first] = touched;
  const last = touched.at(-1);
  return first === undefined || last === undefined
    ? range
    : { startSeconds: first.startSeconds, endSeconds: last.endSeconds };
}
