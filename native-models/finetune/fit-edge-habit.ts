import type { GroundingRange } from '../api/grounding-policy.ts';
import { noHabit, shiftedBy, type EdgeHabit } from '../policy/edge-habit.ts';
import { LearnedPolicy, type LearnedWeights } from '../policy/learned-policy.ts';
import type { TimeSpan } from '../rewards/interval-union.ts';
import { judgedIou } from './episode.ts';
import { judgedOf, shownSpans, type Lesson } from './lesson.ts';

const stepSeconds = 0.1;
const mostSeconds = 1.5;
/** A habit must earn this much mean IoU for every second that an edge is moved: what is nothing stays nothing. */
const costPerSecond = 0.01;
/** From so much overlap on, what was shown and what is true are about the same moments, and their edges compare. */
const sameMomentsIou = 0.2;
/** Where fewer lessons are about the same moments, longer or shorter spans would only meet more of the others by chance. */
const leastShare = 0.5;

/**
 * The habit with the highest mean reward on the lessons that are about what was shown, less a small cost for its size.
 * Two numbers are so few that all of them can be tried: the rewards of GRPO, maximised outright. None where most
 * lessons are about other moments.
 */
export function fitEdgeHabit(weights: LearnedWeights, lessons: readonly Lesson[]): EdgeHabit {
  const policy = new LearnedPolicy({ ...weights, edgeHabit: noHabit });
  const cases = lessons
    .map((lesson) => ({
      stretch: lesson.evidence,
      spans: shownSpans(policy, lesson.evidence),
      judged: judgedOf(lesson),
    }))
    .filter(({ spans, judged }) => judgedIou(spans, judged) >= sameMomentsIou);
  if (cases.length < Math.max(1, leastShare * lessons.length)) {
    return noHabit;
  }
  const worth = (habit: EdgeHabit): number => {
    const sum = cases.reduce(
      (total, { spans, judged, stretch }) => total + judgedIou(movedSpans(spans, habit, stretch), judged),
      0,
    );
    const size = Math.abs(habit.startSeconds) + Math.abs(habit.endSeconds);
    return sum / cases.length - costPerSecond * size;
  };
  let best = { habit: noHabit, worth: worth(noHabit) };
  const count = Math.round(mostSeconds / stepSeconds);
  for (let start = -count; start <= count; start += 1) {
    for (let end = -count; end <= count; end += 1) {
      const habit = { startSeconds: start * stepSeconds, endSeconds: end * stepSeconds };
      const value = worth(habit);
      if (value > best.worth + 1e-9) {
        best = { habit, worth: value };
      }
    }
  }
  const tidy = (seconds: number) => Math.round(seconds * 1000) / 1000;
  return { startSeconds: tidy(best.habit.startSeconds), endSeconds: tidy(best.habit.endSeconds) };
}

/** The lesson as a policy without the habit should answer it. */
export function withoutHabit(lesson: Lesson, { startSeconds, endSeconds }: EdgeHabit): Lesson {
  const back = { startSeconds: -startSeconds, endSeconds: -endSeconds };
  return { ...lesson, truthSeconds: movedSpans(lesson.truthSeconds, back, lesson.evidence) };
}

function movedSpans(spans: readonly TimeSpan[], habit: EdgeHabit, stretch: GroundingRange): TimeSpan[] {
  return spans.map(([start, end]): TimeSpan => {
    const moved = shiftedBy({ startSeconds: start, endSeconds: end }, habit, stretch);
    return [moved.startSeconds, moved.endSeconds];
  });
}
