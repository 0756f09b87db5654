import { describe, expect, test } from 'vitest';
import type { GroundingInput } from '../../../../native-models/api/grounding-policy.ts';
import { evidenceFeatures } from '../../../../native-models/policy/evidence-features.ts';
import {
  initialWeights,
  runNetwork,
  runNetworkBack,
  weightCount,
} from '../../../../native-models/policy/policy-network.ts';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';
import { SpanDistribution } from '../../../../native-models/policy/span-distribution.ts';

function inputOf(stepCount: number, curveCount: number, seed = 5): GroundingInput {
  const random = seededRandom(seed);
  const values = () => Float32Array.from({ length: stepCount }, () => (random() < 0.1 ? Number.NaN : random()));
  return {
    startSeconds: 10,
    stepSeconds: 0.5,
    endSeconds: 10 + stepCount / 2,
    combined: values(),
    curves: Array.from({ length: curveCount }, (_, index) => ({
      channel: `c${index}`,
      atomId: 'a1',
      values: values(),
    })),
    shotEdgesIn: () => [12.5, 14],
    barriersSeconds: [],
    refine: (range) => range,
  };
}

/** Away from the kinks of the rectifiers, where a slope by differences means nothing. */
const spans = [
  { fromStep: 2, toStep: 5 },
  { fromStep: 7, toStep: 9 },
];

describe('the policy network', () => {
  test.each([0, 1, 3])('has the gradient that small changes of its weights show, with %d curves', (curveCount) => {
    const features = evidenceFeatures(inputOf(12, curveCount));
    const weights = initialWeights(seededRandom(11)).map((weight, index) => weight + 0.03 * Math.sin(index));
    const logProbability = (changed: Float64Array) =>
      new SpanDistribution(runNetwork(changed, features, []).potentials).logProbability(spans);
    const { potentials, trace } = runNetwork(weights, features, []);
    const gradient = new Float64Array(weightCount);
    runNetworkBack(weights, { trace, gradient: new SpanDistribution(potentials).gradient(spans) }, gradient);
    const epsilon = 1e-6;
    for (let index = 0; index < weightCount; index += 1) {
      const up = weights.slice();
      const down = weights.slice();
      up[index]! += epsilon;
      down[index]! -= epsilon;
      const slope = (logProbability(up) - logProbability(down)) / (2 * epsilon);
      expect(Math.abs(gradient[index]! - slope), `weight ${index}: ${gradient[index]} against ${slope}`).toBeLessThan(
        1e-4 * Math.max(1, Math.abs(slope)),
      );
    }
  });

  test('does not care in which order the channels come', () => {
    const input = inputOf(20, 4);
    const weights = initialWeights(seededRandom(2));
    const one = runNetwork(weights, evidenceFeatures(input), []).potentials;
    const other = runNetwork(
      weights,
      evidenceFeatures({ ...input, curves: [...input.curves].reverse() }),
      [],
    ).potentials;
    expect([...other.inside].map((value) => value.toFixed(9))).toEqual(
      [...one.inside].map((value) => value.toFixed(9)),
    );
    expect(other.nothing).toBeCloseTo(one.nothing, 9);
  });

  test('gives finite scores when everything is unknown, and for no step at all', () => {
    const input = inputOf(8, 2);
    const unknown = { ...input, combined: new Float32Array(8).fill(Number.NaN) };
    const weights = initialWeights(seededRandom(2));
    const { potentials } = runNetwork(weights, evidenceFeatures(unknown), []);
    expect(
      [...potentials.inside, ...potentials.start, ...potentials.end, potentials.nothing].every(Number.isFinite),
    ).toBe(true);
    const none = runNetwork(weights, evidenceFeatures(inputOf(0, 0)), []).potentials;
    expect(new SpanDistribution(none).nothingProbability).toBe(1);
  });
});
