import type { ChatModelRef, ChatTask } from '../../../electron/contract/chat.ts';

/** Tasks that need nothing but the question; with options they choose among them. */
export const plainTasks = ['ask', 'ground', 'reread', 'perceive', 'track', 'summary', 'chapters', 'captions'] as const;
export type PlainTask = (typeof plainTasks)[number];

/** Options stand one a line below the question: `A) …`, `b. …`, `(C) …`. */
const optionLine = /^\s*\(?([A-Ga-g])[).:]\s*(.+)$/;

/** The task that a question is asked with: where it brings options of its own, one that chooses among them. */
export function taskOf(kind: PlainTask, question: string): ChatTask {
  const options = question
    .split('\n')
    .flatMap((line) => optionLine.exec(line)?.[2]?.trim() ?? [])
    .slice(0, 7);
  switch (kind) {
    case 'ask':
      return options.length >= 2 ? { kind: 'choose', options } : { kind: 'ask' };
    case 'reread':
      return { kind: 'reread', options };
    case 'perceive':
      return { kind: 'perceive', passCount: 3, options };
    case 'track':
      return { kind: 'track', box: null };
    default:
      return { kind };
  }
}

/** A name for a model in a list of choices. */
export function modelKey(model: ChatModelRef): string {
  return JSON.stringify(model);
}
