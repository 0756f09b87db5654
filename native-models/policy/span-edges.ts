import type { GroundedSpan, GroundingInput, GroundingRange } from '../api/grounding-policy.ts';
import type { StepSpan } from './span-distribution.ts';

/** The steps with which a stretch may begin anew, rising, strictly inside it. */
export function barrierStepsOf({
  barriersSeconds,
  startSeconds,
  stepSeconds,
  combined,
}: Pick<GroundingInput, 'barriersSeconds' | 'startSeconds' | 'stepSeconds' | 'combined'>): number[] {
  const steps = barriersSeconds.map((seconds) => Math.round((seconds - startSeconds) / stepSeconds));
  return [...new Set(steps)].filter((step) => step > 0 && step < combined.length).sort((a, b) => a - b);
}

/** Where steps lie in the video; the last one may end inside itself. */
export function gridRange(
  { startSeconds, stepSeconds, endSeconds }: GroundingInput,
  { fromStep, toStep }: StepSpan,
): GroundingRange {
  return {
    startSeconds: startSeconds + fromStep * stepSeconds,
    endSeconds: Math.min(endSeconds, startSeconds + toStep * stepSeconds),
  };
}

/** Moves the edges of a span from the grid to what was seen, then to edges of shots that are close by. */
export function edgesOffTheGrid(input: GroundingInput, span: StepSpan, snapSeconds: number): GroundingRange {
  const refined = input.refine(gridRange(input, span));
  const snapped = {
    startSeconds: nearestShotEdge(input, refined.startSeconds, snapSeconds),
    endSeconds: nearestShotEdge(input, refined.endSeconds, snapSeconds),
  };
  return snapped.startSeconds < snapped.endSeconds ? snapped : refined;
}

/** The edge of a shot closest to a time, or the time itself where none is close enough. */
function nearestShotEdge(input: GroundingInput, seconds: number, toleranceSeconds: number): number {
  let best = seconds;
  let bestDistance = toleranceSeconds;
  const around = { startSeconds: seconds - toleranceSeconds, endSeconds: seconds + toleranceSeconds };
  for (const edge of input.shotEdgesIn(around)) {
    const distance = Math.abs(edge - seconds);
    if (distance <= bestDistance) {
      best = edge;
      bestDistance = distance;
    }
  }
  return best;
}

/** How far a span may reach: to the ends of the stretch, the barriers, and the spans that were found before it. */
export function roomAround(
  input: GroundingInput,
  { span, found }: { readonly span: StepSpan; readonly found: readonly GroundedSpan[] },
): GroundingRange {
  const { startSeconds, endSeconds } = gridRange(input, span);
  const middle = (startSeconds + endSeconds) / 2;
  const room = { startSeconds: Number.NEGATIVE_INFINITY, endSeconds: Number.POSITIVE_INFINITY };
  const narrow = (edge: number): void => {
    if (edge <= middle) {
      room.startSeconds = Math.max(room.startSeconds, edge);
    } else {
      room.endSeconds = Math.min(room.endSeconds, edge);
    }
  };
  narrow(input.startSeconds);
  narrow(input.endSeconds);
  input.barriersSeconds.forEach(narrow);
  for (const other of found) {
    narrow(other.startSeconds);
    narrow(other.endSeconds);
  }
  return room;
}

/** Null when nothing is left. */
export function clipTo(range: GroundingRange, room: GroundingRange): GroundingRange | null {
  const startSeconds = Math.max(range.startSeconds, room.startSeconds);
  const endSeconds = Math.min(range.endSeconds, room.endSeconds);
  return startSeconds < endSeconds ? { startSeconds, endSeconds } : null;
}
