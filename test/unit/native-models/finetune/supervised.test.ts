import { describe, expect, test } from 'vitest';
import { newAdamState } from '../../../../native-models/finetune/adam.ts';
import { trainSupervised, type SupervisedOptions } from '../../../../native-models/finetune/supervised.ts';
import { weightCount } from '../../../../native-models/policy/policy-network.ts';
import { never, tinyEpisodes, tinyWeights } from './tiny-training.ts';

const options: SupervisedOptions = {
  learningRate: 0.02,
  episodesPerStep: 4,
  stepCount: 8,
  largestGradientNorm: 5,
  seed: 7,
};
const fresh = () => ({ weights: tinyWeights(), adam: newAdamState(weightCount) });

function run(state: ReturnType<typeof fresh>, stepCount = options.stepCount, firstStepIndex = 0): number[] {
  const losses: number[] = [];
  const request = { ...state, options, episodesOf: tinyEpisodes(), signal: never, firstStepIndex };
  for (const { stepIndex, loss } of trainSupervised(request)) {
    losses.push(Number(loss.toFixed(6)));
    if (stepIndex + 1 === stepCount) break;
  }
  return losses;
}

describe('trainSupervised', () => {
  test('has the loss curve that was recorded', () => {
    expect(run(fresh())).toEqual(goldenLosses);
  });

  test('goes on from where it was stopped as if it had not been, bit for bit', () => {
    const [whole, stopped] = [fresh(), fresh()];
    run(whole);
    run(stopped, 3);
    const kept = structuredClone(stopped);
    run(kept, options.stepCount, 3);
    expect(kept).toEqual(whole);
  });

  test('stops between steps once aborted', () => {
    const controller = new AbortController();
    const request = { ...fresh(), options, episodesOf: tinyEpisodes(), signal: controller.signal };
    const training = trainSupervised(request);
    training.next();
    controller.abort();
    expect(() => training.next()).toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

/** Eight steps from the first weights, seed 7, Node 24: what they were when the trainer was first right. */
const goldenLosses = [14.210711, 12.86103, 13.355738, 9.688854, 10.501326, 9.8029, 15.225038, 12.058271];
