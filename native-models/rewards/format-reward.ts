import { consistsOf, firstAnswer, firstClue, type AnswerPart } from '../parsing/answer-blocks.ts';
import { parseBoxList } from '../parsing/box-text.ts';
import { parseSpanList } from '../parsing/span-text.ts';

/** The tasks of VideoChat-R1. */
export const tasks = ['temporal-grounding', 'tracking', 'question', 'grounded-question', 'caption', 'class'] as const;
export type Task = (typeof tasks)[number];

export interface FormatOptions {
  /** Whether the prompt asked for `<think>`. */
  readonly isThinking: boolean;
}

/**
 * 1 when a completion has the form that its task's prompt asks for, otherwise 0. The whole of it must be
 * `<think>…</think><answer>…</answer>`, without the thinking where none was asked for, and with `<glue>` (or `<clue>`)
 * after the answer for grounded questions; a tracking answer must hold its eight boxes, a clue its list of spans.
 *
 * The released rewards ask for `<glue>` in plain questions and for `<think>` in the no-think form of classes, which the
 * prompts do not: constant in a group, they teach nothing. Here a reward asks for what its prompt asks for.
 */
export function formatReward(task: Task, completion: string, { isThinking }: FormatOptions): 0 | 1 {
  const parts: AnswerPart[] = [
    ...(isThinking ? (['think'] as const) : []),
    'answer',
    ...(task === 'grounded-question' ? (['clue'] as const) : []),
  ];
  return consistsOf(completion, parts) && isContentReadable(task, completion) ? 1 : 0;
}

function isContentReadable(task: Task, completion: string): boolean {
  if (task === 'tracking') {
    return parseBoxList(firstAnswer(completion) ?? '') !== null;
  }
  return task !== 'grounded-question' || parseSpanList(firstClue(completion) ?? '') !== null;
}
