/**
 * How often a teaching helps, by what people do: `npm run compare:teaching [-- --lessons 10 --seeds 5]`. People are made
 * up, so is the footage; the last column says how many of the teachings the gate let through.
 */
import { parseArgs } from 'node:util';
import { drawLessons, moved, type LessonPlace } from '../../native-models/finetune/synthetic-lessons.ts';
import { teach, type TeachOutcome } from '../../native-models/finetune/teach.ts';
import { shippedWeights } from '../../native-models/policy/weights/shipped-weights.ts';
import type { TimeSpan } from '../../native-models/rewards/interval-union.ts';

type Person = (shown: readonly TimeSpan[], place: LessonPlace) => readonly TimeSpan[];

/** A hand at an edge is not exact: a triangle of 0.15 s on each side. */
const hand = (random: () => number) => () => 0.15 * (random() + random() - 1);

const people: Readonly<Record<string, Person>> = {
  'half a second earlier': (shown, { random }) => moved(shown, -0.5, hand(random)),
  'half a second wider': (shown, { random }) => {
    const jitter = hand(random);
    return shown.map(([from, to]): TimeSpan => [from - 0.5 + jitter(), to + 0.5 + jitter()]);
  },
  'everything is right': (shown) => shown,
  contradictory: (shown, { index }) => moved(shown, index % 2 === 0 ? 0.5 : -0.5),
  'at random': (_shown, { random, endSeconds }) => {
    const from = random() * (endSeconds - 4);
    return [[from, from + 1 + 8 * random()]];
  },
};

const { values } = parseArgs({
  options: { lessons: { type: 'string', default: '10' }, seeds: { type: 'string', default: '5' } },
});
const seedCount = Number(values.seeds);

console.log('| people say | edges alone | edges and network | built-in set | let through |');
console.log('| --- | --- | --- | --- | --- |');
for (const [name, person] of Object.entries(people)) {
  const outcomes = Array.from({ length: seedCount }, (_, seed) =>
    teachWith(drawLessons(Number(values.lessons), seed + 1, person)),
  );
  const cell = (part: number) => {
    const scores = outcomes.map(({ candidates }) => candidates[part]!);
    return `${percent(meanOf(scores.map(({ before }) => before)))} → ${percent(meanOf(scores.map(({ after }) => after)))}`;
  };
  const builtIn = outcomes.map(({ candidates }) => candidates[1]!.builtInAfter - candidates[1]!.builtInBefore);
  const throughCount = outcomes.filter(({ verdict }) => verdict === 'better').length;
  const cells = [name, cell(0), cell(1), percent(meanOf(builtIn)), `${throughCount} of ${seedCount}`];
  console.log(`| ${cells.join(' | ')} |`);
}

function teachWith(lessons: Parameters<typeof teach>[0]['lessons']): TeachOutcome {
  const signal = new AbortController().signal;
  const weights = { current: shippedWeights, shipped: shippedWeights };
  const teaching = teach({ ...weights, lessons, policyId: 'taught@1', signal });
  for (let next = teaching.next(); ; next = teaching.next()) {
    if (next.done) return next.value;
  }
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
