import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classReward, optionReward } from '../../../../native-models/rewards/accuracy-reward.ts';
import { clueIouReward } from '../../../../native-models/rewards/clue-iou-reward.ts';
import { intervalUnionIou, mergeSpans, type TimeSpan } from '../../../../native-models/rewards/interval-union.ts';
import { recallReward } from '../../../../native-models/rewards/recall-reward.ts';
import { cornerBoxIou, spatialIouReward } from '../../../../native-models/rewards/spatial-iou-reward.ts';
import { temporalIouReward } from '../../../../native-models/rewards/temporal-iou-reward.ts';

const answer = (text: string) => `<think>hm</think><answer>${text}</answer>`;

describe('temporalIouReward', () => {
  test.each([
    [answer('2 to 6'), [4, 8], 2 / 6],
    [answer('4 to 8'), [4, 8], 1],
    [answer('0 to 4'), [4, 8], 0],
    // Not clamped to the clip, not scaled.
    [answer('0 to 1000'), [4, 8], 4 / 1000],
    [answer('1 to 2, no: 4 to 8'), [4, 8], 1],
    ['<answer>4 to 8</answer><answer>nothing</answer>', [4, 8], 0],
    ['<answer>nothing</answer> <answer>4 and 8</answer>', [4, 8], 1],
    [answer('<timestep>4</timestep> to <timestep>8</timestep>'), [4, 8], 1],
    // Thinking is not the answer.
    ['<think>4 to 8</think>', [4, 8], 0],
    ['4 to 8', [4, 8], 0],
    // Reversed spans earn nothing, also where the formula of the joint script would give something.
    [answer('8 to 4'), [4, 8], 0],
    [answer('9 to 1'), [0, 10], 0],
    [answer('5 to 5'), [5, 5], 1],
    [answer('5 to 5'), [4, 6], 0],
    [answer('5 to 5'), [6, 6], 0],
  ] as const)('%j against %j is %d', (completion, truth, expected) => {
    expect(temporalIouReward(completion, truth)).toBeCloseTo(expected, 12);
  });

  test('refuses a truth that ends before it begins', () => {
    expect(() => temporalIouReward(answer('1 to 2'), [3, 2])).toThrow(RangeError);
  });
});

describe('clueIouReward', () => {
  const clue = (text: string) => `<answer>A</answer><glue>${text}</glue>`;

  test.each([
    [clue('[(1, 3)]'), [[2, 4]], 1 / 3],
    // Overlaps are merged on both sides.
    [
      clue('[(1, 3), (2, 4)]'),
      [
        [1, 2],
        [2, 4],
      ],
      1,
    ],
    [
      clue('[(8, 9), (1, 2)]'),
      [
        [1, 2],
        [8, 9],
      ],
      1,
    ],
    [clue('[]'), [], 1],
    [clue('[]'), [[1, 2]], 0],
    [clue('[(1, 2)]'), [], 0],
    [clue('[(2, 1)]'), [[1, 2]], 0],
    [clue('1 to 2'), [[1, 2]], 0],
    ['<answer>A</answer>', [], 0],
    ['<clue>[(1, 2)]</clue><glue>[]</glue>', [[1, 2]], 1],
    [clue('[(5, 5)]'), [[5, 5]], 1],
    [clue('[(5, 5)]'), [[9, 9]], 0],
  ] as const)('%j against %j is %d', (completion, truth, expected) => {
    expect(clueIouReward(completion, truth as unknown as TimeSpan[])).toBeCloseTo(expected, 12);
  });
});

const spans = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 12 })), { maxLength: 6 })
  .map((pairs) => pairs.map(([start, length]): TimeSpan => [start, start + length]));

describe('intervalUnionIou', () => {
  test('counts whole seconds as a set would', () => {
    const secondsOf = (list: readonly TimeSpan[]) =>
      new Set(list.flatMap(([start, end]) => Array.from({ length: end - start }, (_, index) => start + index)));
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const [inA, inB] = [secondsOf(a), secondsOf(b)];
        const union = new Set([...inA, ...inB]);
        fc.pre(union.size > 0);
        const shared = [...inA].filter((second) => inB.has(second)).length;
        expect(intervalUnionIou(a, b)).toBeCloseTo(shared / union.size, 9);
      }),
    );
  });

  test('does not care for order or side, and merging twice is merging once', () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        expect(intervalUnionIou(a, b)).toBe(intervalUnionIou(b, a));
        expect(intervalUnionIou([...a].reverse(), b)).toBe(intervalUnionIou(a, b));
        expect(mergeSpans(mergeSpans(a))).toEqual(mergeSpans(a));
      }),
    );
  });
});

describe('spatialIouReward', () => {
  const whole = [0, 0, 1, 1] as const;
  const left = [0, 0, 0.5, 1] as const;
  const list = (boxes: readonly (readonly number[])[]) => answer(JSON.stringify(boxes));
  const eight = <T>(box: T) => Array.from({ length: 8 }, () => box);

  test('is the mean over all eight boxes', () => {
    const mixed = [...eight(whole).slice(0, 4), ...eight(left).slice(0, 4)];
    expect(spatialIouReward(list(mixed), eight(whole))).toBeCloseTo(0.75, 12);
  });

  test('is nothing when there are not eight boxes of four, or no answer', () => {
    expect(spatialIouReward(list(eight(whole).slice(1)), eight(whole))).toBe(0);
    expect(spatialIouReward(list(eight([0, 0, 1])), eight(whole))).toBe(0);
    expect(spatialIouReward(JSON.stringify(eight(whole)), eight(whole))).toBe(0);
  });

  test('takes the first answer and looks over line breaks', () => {
    const broken = `<answer>${JSON.stringify(eight(whole)).replaceAll('],', '],\n')}</answer><answer>none</answer>`;
    expect(spatialIouReward(broken, eight(whole))).toBe(1);
  });

  test('gives nothing for a box without area or with its corners the wrong way round', () => {
    expect(cornerBoxIou([0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5])).toBe(0);
    expect(cornerBoxIou([1, 1, 0, 0], whole)).toBe(0);
    expect(cornerBoxIou([0, 0, 0.4, 0.4], [0.6, 0.6, 1, 1])).toBe(0);
  });

  test('refuses to compare with nothing', () => {
    expect(() => spatialIouReward(list([]), [])).toThrow(RangeError);
  });
});

describe('accuracy', () => {
  test('compares the letter of the first answer', () => {
    expect(optionReward(answer('The answer is (C)'), '(C)')).toBe(1);
    expect(optionReward(answer('D'), '(C)')).toBe(0);
    expect(optionReward(answer('c'), '(C)')).toBe(0);
    expect(optionReward('C', '(C)')).toBe(0);
    expect(optionReward('<answer>C</answer><answer>D</answer>', 'C')).toBe(1);
    expect(() => optionReward(answer('C'), 'the dog')).toThrow(RangeError);
  });

  test('compares classes apart from case and white space around them', () => {
    expect(classReward(answer(' Good \n'), 'good')).toBe(1);
    expect(classReward(answer('good.'), 'good')).toBe(0);
    expect(classReward('good', 'good')).toBe(0);
  });
});

describe('recallReward', () => {
  const { signal } = new AbortController();
  const judge = (entailed: Record<string, boolean | null>) => async (event: string) => entailed[event] ?? null;

  test('is the share of events that the description entails', async () => {
    const request = { events: ['a', 'b', 'c', 'd'], description: 'x', signal };
    expect(await recallReward({ ...request, judge: judge({ a: true, b: false, c: true, d: true }) })).toBe(0.75);
  });

  test('is unknown without events and when the judge could not say', async () => {
    expect(await recallReward({ events: [], description: 'x', judge: judge({}), signal })).toBeNull();
    expect(await recallReward({ events: ['a', 'b'], description: 'x', judge: judge({ a: true }), signal })).toBeNull();
  });

  test('asks no more once it is stopped', async () => {
    const stopped = AbortSignal.abort();
    await expect(
      recallReward({ events: ['a'], description: 'x', judge: judge({ a: true }), signal: stopped }),
    ).rejects.toThrow();
  });
});
