import { describe, expect, test } from 'vitest';
import { fitCalibration } from '../../../../native-models/finetune/calibrate.ts';
import { calibrationError } from '../../../../native-models/finetune/evaluate.ts';
import { calibratedConfidence, type SpanSigns } from '../../../../native-models/policy/confidence.ts';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';

function samplesOf(count: number, seed: number) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const signs: SpanSigns = { probability: random(), nothing: random(), evidence: random(), stepCount: 10 };
    // Half as often right as the probability says.
    return { signs, isRight: random() < 0.5 * signs.probability };
  });
}

describe('fitCalibration', () => {
  test('says how often spans are right, also of those it was not fitted on', () => {
    const calibration = fitCalibration(samplesOf(4000, 1));
    const judged = samplesOf(4000, 2).map(({ signs, isRight }) => ({
      confidence: calibratedConfidence(calibration, signs),
      isRight,
    }));
    expect(calibrationError(judged)).toBeLessThan(0.06);
    const raw = samplesOf(4000, 2).map(({ signs, isRight }) => ({ confidence: signs.probability, isRight }));
    expect(calibrationError(raw)).toBeGreaterThan(0.2);
  });

  test('stays finite without samples and where right and wrong are parted without exception', () => {
    expect(fitCalibration([])).toEqual([0, 0, 0, 0, 0]);
    const parted = samplesOf(50, 3).map(({ signs }) => ({ signs, isRight: signs.probability > 0.5 }));
    expect(fitCalibration(parted).every(Number.isFinite)).toBe(true);
  });

  test('finds the slope that made the data', () => {
    const random = seededRandom(4);
    const made = Array.from({ length: 5000 }, () => {
      const signs: SpanSigns = { probability: 0.5, nothing: 0.5, evidence: random(), stepCount: 1 };
      return { signs, isRight: random() < 1 / (1 + Math.exp(-(3 * signs.evidence - 1))) };
    });
    const calibration = fitCalibration(made);
    expect(calibration[2]).toBeGreaterThan(2.5);
    expect(calibration[2]).toBeLessThan(3.5);
    expect(calibration[4]).toBeGreaterThan(-1.3);
    expect(calibration[4]).toBeLessThan(-0.7);
  });
});
