import { seededRandom } from '../policy/seeded-random.ts';
import type { Lesson } from './lesson.ts';

export interface Folds {
  /** Whether the lessons of a clip always lie in one fold; where there are too few clips, only lessons are kept apart. */
  readonly apart: 'clip' | 'lesson';
  /** Every lesson lies in exactly one; none is empty unless there are fewer lessons than folds. */
  readonly folds: readonly (readonly Lesson[])[];
}

/** Deals lessons out for cross-validation, the same way for the same lessons and seed. */
export function foldsOf(lessons: readonly Lesson[], foldCount: number, seed: number): Folds {
  const groups = Map.groupBy(lessons, ({ groupId }) => groupId);
  const apart = groups.size >= foldCount ? 'clip' : 'lesson';
  const hands: (readonly Lesson[])[] = apart === 'clip' ? [...groups.values()] : lessons.map((lesson) => [lesson]);
  const folds = Array.from({ length: foldCount }, (): Lesson[] => []);
  // The largest first, each to the fold that has least.
  for (const hand of shuffled(hands, seed).sort((a, b) => b.length - a.length)) {
    folds.reduce((least, fold) => (fold.length < least.length ? fold : least)).push(...hand);
  }
  return { apart, folds };
}

/** Fisher–Yates. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  const mixed = [...items];
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [mixed[index], mixed[other]] = [mixed[other]!, mixed[index]!];
  }
  return mixed;
}
