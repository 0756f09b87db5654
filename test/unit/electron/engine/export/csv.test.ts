import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toCsv } from '../../../../../electron/engine/export/csv.ts';
import { parseCsv } from '../../../../helpers/parse-csv.ts';

describe('toCsv', () => {
  test('gives back every cell that is no formula', () => {
    const cell = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 4 }), (rows) => {
        expect(parseCsv(toCsv(rows))).toEqual(rows);
      }),
    );
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('takes the sting out of %j', (text) => {
    expect(parseCsv(toCsv([[text]]))).toEqual([[`'${text}`]]);
  });

  test('leaves numbers alone, negative ones too, and writes null as nothing', () => {
    expect(toCsv([[-1.5, null, 0]])).toBe('-1.5,,0\r\n');
  });
});
