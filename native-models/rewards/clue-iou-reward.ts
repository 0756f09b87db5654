import { firstClue } from '../parsing/answer-blocks.ts';
import { parseSpanList } from '../parsing/span-text.ts';
import { intervalUnionIou, type TimeSpan } from './interval-union.ts';

/**
 * IoU of the union of an answer's clue spans with the union of the true ones, 0..1 (VideoChat-R1, grounded questions).
 * The first `<glue>` or `<clue>` counts; 0 without one or when it cannot be read; 1 when it is rightly empty.
 */
export function clueIouReward(completion: string, truth: readonly TimeSpan[]): number {
  const spans = clueSpans(completion);
  return spans === null ? 0 : intervalUnionIou(spans, truth);
}

/** The spans that an answer rests on, as written; null without a clue that can be read. */
export function clueSpans(completion: string): TimeSpan[] | null {
  const clue = firstClue(completion);
  return clue === null ? null : parseSpanList(clue);
}
