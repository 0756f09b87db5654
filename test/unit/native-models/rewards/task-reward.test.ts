import { describe, expect, test } from 'vitest';
import { formatReward, tasks } from '../../../../native-models/rewards/format-reward.ts';
import { captionReward, taskReward } from '../../../../native-models/rewards/task-reward.ts';

const thinking = { isThinking: true };
const direct = { isThinking: false };
const boxes = Array.from({ length: 8 }, () => [0, 0, 1, 1] as const);
const good = {
  'temporal-grounding': '<answer>1 to 2</answer>',
  tracking: `<answer>${JSON.stringify(boxes)}</answer>`,
  question: '<answer>A</answer>',
  'grounded-question': '<answer>A</answer><glue>[(1, 2)]</glue>',
  caption: '<answer>A dog runs.</answer>',
  class: '<answer>good</answer>',
} as const;

describe('formatReward', () => {
  test.each(tasks)('%s wants its blocks, and thinking exactly where the prompt asked for it', (task) => {
    const thought = `<think>so</think>\n${good[task]}`;
    expect(formatReward(task, good[task], direct)).toBe(1);
    expect(formatReward(task, thought, thinking)).toBe(1);
    expect(formatReward(task, good[task], thinking)).toBe(0);
    expect(formatReward(task, thought, direct)).toBe(0);
    expect(formatReward(task, `${good[task]} done`, direct)).toBe(0);
  });

  test('a plain question needs no clue, a grounded one a clue that can be read', () => {
    expect(formatReward('question', '<answer>A</answer><glue>[]</glue>', direct)).toBe(0);
    expect(formatReward('grounded-question', '<answer>A</answer><glue>[]</glue>', direct)).toBe(1);
    expect(formatReward('grounded-question', '<answer>A</answer><glue>[(2, 1)]</glue>', direct)).toBe(0);
    expect(formatReward('grounded-question', '<answer>A</answer>', direct)).toBe(0);
  });

  test('a tracking answer holds eight boxes, an empty grounding answer has the form all the same', () => {
    expect(formatReward('tracking', '<answer>[[0, 0, 1, 1]]</answer>', direct)).toBe(0);
    expect(formatReward('temporal-grounding', '<answer></answer>', direct)).toBe(1);
  });
});

describe('taskReward', () => {
  test('adds format and content with equal weights', () => {
    expect(taskReward({ task: 'temporal-grounding', span: [1, 3] }, good['temporal-grounding'], direct)).toEqual({
      total: 1.5,
      parts: { format: 1, iou: 0.5 },
    });
    expect(taskReward({ task: 'tracking', boxes }, good.tracking, direct).total).toBe(2);
    expect(taskReward({ task: 'question', option: '(B)' }, good.question, direct).total).toBe(1);
    expect(taskReward({ task: 'class', label: 'Good' }, good.class, direct).total).toBe(2);
    const grounded = { task: 'grounded-question', option: 'A', spans: [[1, 2]] } as const;
    expect(taskReward(grounded, good['grounded-question'], direct)).toEqual({
      total: 3,
      parts: { format: 1, iou: 1, accuracy: 1 },
    });
  });

  test('pays for the content also where the form is broken', () => {
    expect(
      taskReward({ task: 'temporal-grounding', span: [1, 2] }, `so ${good['temporal-grounding']}`, direct),
    ).toEqual({
      total: 1,
      parts: { format: 0, iou: 1 },
    });
  });
});

describe('captionReward', () => {
  const { signal } = new AbortController();
  const truth = { events: ['a dog runs', 'it rains'], signal };
  const judge = async (event: string, description: string) => description.toLowerCase().includes(event);

  test('adds the form and the share of events', async () => {
    expect((await captionReward({ ...truth, judge }, good.caption, direct))?.total).toBe(1.5);
  });

  test('is unknown when the judge could not say, and nothing without an answer', async () => {
    expect(await captionReward({ ...truth, judge: async () => null }, good.caption, direct)).toBeNull();
    expect((await captionReward({ ...truth, judge }, 'a dog runs', direct))?.total).toBe(0);
  });
});
