import { firstAnswer } from '../parsing/answer-blocks.ts';
import type { CornerBox } from '../parsing/box-text.ts';
import { classReward, optionReward } from './accuracy-reward.ts';
import { clueIouReward } from './clue-iou-reward.ts';
import { formatReward, type FormatOptions } from './format-reward.ts';
import type { TimeSpan } from './interval-union.ts';
import { recallReward, type JudgeEntailment } from './recall-reward.ts';
import { spatialIouReward } from './spatial-iou-reward.ts';
import { temporalIouReward } from './temporal-iou-reward.ts';

/** A task with what is true of its sample. */
export type TaskTruth =
  | { readonly task: 'temporal-grounding'; readonly span: TimeSpan }
  | { readonly task: 'tracking'; readonly boxes: readonly CornerBox[] }
  | { readonly task: 'question'; readonly option: string }
  | { readonly task: 'grounded-question'; readonly option: string; readonly spans: readonly TimeSpan[] }
  | { readonly task: 'class'; readonly label: string };

/** The reward of a completion by its parts, each 0..1; the sum, with equal weights, is what GRPO compares. */
export interface TaskReward {
  readonly total: number;
  readonly parts: Readonly<Record<string, number>>;
}

/**
 * Sum of the rewards of a task (VideoChat-R1, §1): grounding and tracking format + IoU, questions and classes format +
 * accuracy (at most 2), grounded questions format + IoU + accuracy (at most 3).
 */
export function taskReward(truth: TaskTruth, completion: string, options: FormatOptions): TaskReward {
  const parts: Record<string, number> = {
    format: formatReward(truth.task, completion, options),
    ...contentRewards(truth, completion),
  };
  return { total: Object.values(parts).reduce((sum, part) => sum + part, 0), parts };
}

export interface CaptionTruth {
  readonly events: readonly string[];
  readonly judge: JudgeEntailment;
  readonly signal: AbortSignal;
}

/** As `taskReward`, for captions: format + recall. Null when the recall is not known. */
export async function captionReward(
  truth: CaptionTruth,
  completion: string,
  options: FormatOptions,
): Promise<TaskReward | null> {
  const description = firstAnswer(completion);
  // Without an answer there is nothing to judge, and nothing of the reference in it.
  const recall = description === null ? 0 : await recallReward({ ...truth, description });
  if (recall === null) {
    return null;
  }
  const format = formatReward('caption', completion, options);
  return { total: format + recall, parts: { format, recall } };
}

function contentRewards(truth: TaskTruth, completion: string): Record<string, number> {
  switch (truth.task) {
    case 'temporal-grounding':
      return { iou: temporalIouReward(completion, truth.span) };
    case 'tracking':
      return { iou: spatialIouReward(completion, truth.boxes) };
    case 'question':
      return { accuracy: optionReward(completion, truth.option) };
    case 'grounded-question':
      return { iou: clueIouReward(completion, truth.spans), accuracy: optionReward(completion, truth.option) };
    case 'class':
      return { accuracy: classReward(completion, truth.label) };
  }
}
