import { describe, expect, test } from 'vitest';
import {
  droppedLabelsPerMinute,
  frameRateName,
  isDropFrameLegal,
  nominalRate,
  standardRateNear,
  standardRates,
} from '../../../../../electron/contract/time/frame-rate.ts';
import { parseRational, rational } from '../../../../../electron/contract/time/rational.ts';

describe('nominalRate', () => {
  test.each([
    ['24000/1001', 24],
    ['25', 25],
    ['30000/1001', 30],
    ['60000/1001', 60],
    ['120', 120],
    ['15', 15],
    ['25/2', 13],
    ['1/10', 1],
  ])('counts %s frames a second as %i', (rate, expected) => {
    expect(nominalRate(parseRational(rate))).toBe(expected);
  });

  test('refuses a rate of nothing', () => {
    expect(() => nominalRate(rational(0))).toThrow(RangeError);
  });
});

describe('isDropFrameLegal', () => {
  test('holds for 29.97 and its multiples only', () => {
    const legal = standardRates.filter(({ rate }) => isDropFrameLegal(rate)).map(({ name }) => name);

    expect(legal).toEqual(['29.97', '59.94', '119.88']);
    expect(isDropFrameLegal(rational(2997, 100))).toBe(false);
  });

  test('drops 2, 4 and 8 labels a minute', () => {
    expect([30000, 60000, 120000, 24000].map((num) => droppedLabelsPerMinute(rational(num, 1001)))).toEqual([
      2, 4, 8, 0,
    ]);
  });
});

describe('standardRateNear', () => {
  test.each([
    ['2997/100', '29.97'],
    ['19001/317', '59.94'],
    ['2398/100', '23.976'],
    ['23976/1000', '23.976'],
    ['24', '24'],
    ['25000/1001', null],
    ['15', null],
  ])('takes %s for %s', (rate, name) => {
    expect(standardRateNear(parseRational(rate))?.name ?? null).toBe(name);
  });

  test('is each standard rate itself', () => {
    for (const standard of standardRates) {
      expect(standardRateNear(standard.rate)).toBe(standard);
    }
  });
});

describe('frameRateName', () => {
  test('names standard rates and writes others with three decimals', () => {
    expect(['30000/1001', '25', '25/2', '15000/1001'].map((rate) => frameRateName(parseRational(rate)))).toEqual([
      '29.97',
      '25',
      '12.5',
      '14.985',
    ]);
  });
});
