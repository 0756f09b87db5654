import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { taskReward, type TaskTruth } from '../../../../native-models/rewards/task-reward.ts';

interface GoldenCase {
  readonly truth: TaskTruth;
  readonly isThinking: boolean;
  readonly completion: string;
  readonly parts: Readonly<Record<string, number>>;
}

// The training recipe's own tests read the same file, so the two sides cannot drift apart.
const { cases } = JSON.parse(readFileSync(new URL('../../../golden/rewards.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly GoldenCase[];
};

describe('taskReward', () => {
  test.each(
    cases.map((one, index) => ({ ...one, name: `${index} ${one.truth.task}: ${one.completion.slice(0, 60)}` })),
  )('agrees with the recipe in Python on case $name', ({ truth, isThinking, completion, parts }) => {
    const reward = taskReward(truth, completion, { isThinking });
    expect(Object.keys(reward.parts).sort()).toEqual(Object.keys(parts).sort());
    for (const [part, value] of Object.entries(parts)) {
      expect(reward.parts[part], part).toBeCloseTo(value, 12);
    }
  });
});
