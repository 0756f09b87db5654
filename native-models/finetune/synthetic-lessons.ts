import { LearnedPolicy } from '../policy/learned-policy.ts';
import { seededRandom } from '../policy/seeded-random.ts';
import { shippedWeights } from '../policy/weights/shipped-weights.ts';
import type { TimeSpan } from '../rewards/interval-union.ts';
import { shownSpans, takeSnapshot, type Lesson } from './lesson.ts';
import { drawEvidence, ordinaryWorld } from './synthetic-episodes.ts';

export interface LessonPlace {
  readonly index: number;
  readonly endSeconds: number;
  readonly random: () => number;
}

/**
 * Lessons as they come about: a policy shows spans of made-up clips, and a person says what each should be. Every clip has
 * at least one, none of which holds nearly all of it.
 */
export function drawLessons(
  count: number,
  seed: number,
  truthOf: (shown: readonly TimeSpan[], place: LessonPlace) => readonly TimeSpan[],
): Lesson[] {
  const random = seededRandom(seed);
  const policy = new LearnedPolicy(shippedWeights);
  const lessons: Lesson[] = [];
  while (lessons.length < count) {
    const { input } = drawEvidence({ ...ordinaryWorld, durationSeconds: [20, 60] }, random);
    const { endSeconds } = input;
    const evidence = takeSnapshot(input, [0, endSeconds]);
    const shown = shownSpans(policy, evidence);
    if (shown.length === 0 || shown.some(([from, to]) => to - from > 0.7 * endSeconds)) {
      continue;
    }
    const index = lessons.length;
    const truth = truthOf(shown, { index, endSeconds, random });
    const truthSeconds = truth
      .map(([from, to]): TimeSpan => [Math.max(0, from), Math.min(endSeconds, to)])
      .filter(([from, to]) => to > from);
    lessons.push({ lessonId: `l${index}`, groupId: `clip-${index}`, evidence, truthSeconds, unjudgedSeconds: [] });
  }
  return lessons;
}

export function moved(spans: readonly TimeSpan[], seconds: number, jitter = () => 0): TimeSpan[] {
  return spans.map(([from, to]): TimeSpan => [from + seconds + jitter(), to + seconds + jitter()]);
}
