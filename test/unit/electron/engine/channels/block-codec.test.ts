import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BlockReader,
  BlockWriter,
  byteToUnit,
  int16ToSigned,
  signedToInt16,
  uint16ToUnit,
  unitToByte,
  unitToUint16,
} from '../../../../../electron/engine/channels/block-codec.ts';

const format = { channel: 'look', version: 3 } as const;
const rows = [
  { startSeconds: 3600.0333333, endSeconds: 3600.2833333 },
  { startSeconds: 3600.2833333, endSeconds: Number.POSITIVE_INFINITY },
];
const block = () =>
  new BlockWriter(format, rows)
    .uint8Column([1, 255])
    .uint16Column([1, 65_535])
    .int16Column([-2, 7])
    .textColumn(['é', ''])
    .finish();

function read(payload: Uint8Array, of: { channel: 'look' | 'motion'; version: number } = format) {
  const reader = new BlockReader(payload, of);
  const columns = [reader.uint8Column(), reader.uint16Column(), reader.int16Column()].map((column) => [...column]);
  const texts = reader.textColumn();
  reader.finish();
  return { start: [...reader.startSeconds], end: [...reader.endSeconds], columns, texts };
}

describe('a block', () => {
  test('gives back what was written, times within 0.05 ms', () => {
    const { start, end, columns, texts } = read(block());

    expect(start[0]).toBeCloseTo(rows[0]!.startSeconds, 4);
    expect(start[1]).toBe(end[0]);
    expect(end[1]).toBe(Number.POSITIVE_INFINITY);
    expect(columns).toEqual([
      [1, 255],
      [1, 65_535],
      [-2, 7],
    ]);
    expect(texts).toEqual(['é', '']);
  });

  test('may hold no rows, and may be a view into a larger buffer', () => {
    const empty = new BlockWriter(format, []).finish();
    const shifted = new Uint8Array(empty.length + 5);
    shifted.set(empty, 5);

    expect(new BlockReader(shifted.subarray(5), format).rowCount).toBe(0);
  });

  test('that is cut off anywhere, or goes on, is corrupt', () => {
    const whole = block();
    for (let length = 0; length < whole.length; length++) {
      expect(() => read(whole.slice(0, length)), `${length} bytes`).toThrow(
        expect.objectContaining({ code: 'library-corrupt' }),
      );
    }
    expect(() => read(new Uint8Array([...whole, 0]))).toThrow(expect.objectContaining({ code: 'library-corrupt' }));
  });

  test('of another channel or version is not read', () => {
    expect(() => read(block(), { channel: 'motion', version: 3 })).toThrow(/another channel or version/);
    expect(() => read(block(), { channel: 'look', version: 4 })).toThrow(/another channel or version/);
  });

  test('whose bytes are damaged is either read or corrupt, never anything else', () => {
    const whole = block();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const damaged = whole.slice();
        damaged[at] = value;
        try {
          read(damaged);
        } catch (error) {
          expect(error).toMatchObject({ code: 'library-corrupt' });
        }
      }),
      { numRuns: 500 },
    );
  });

  test('that promises four billion rows is refused without making room for them', () => {
    const payload = new BlockWriter(format, []).finish();
    new DataView(payload.buffer).setUint32(4 + 2 + 1 + 4, 0xffff_ffff, true);

    expect(() => new BlockReader(payload, format)).toThrow(/ends before/);
  });

  test('with rows out of order is corrupt, and rows before the first one cannot be written', () => {
    const backwards = [rows[1]!, rows[0]!];

    expect(() => new BlockWriter(format, backwards)).toThrow(RangeError);
    const swapped = new BlockWriter(format, [
      { startSeconds: 0, endSeconds: 5 },
      { startSeconds: 3, endSeconds: 1 },
    ]).finish();
    expect(() => new BlockReader(swapped, format)).toThrow(/out of order/);
  });
});

describe('quantised numbers', () => {
  test('come back within half a step, unknown as unknown', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
        expect(Math.abs(byteToUnit(unitToByte(value)) - value)).toBeLessThanOrEqual(0.5 / 254 + 1e-12);
        expect(Math.abs(uint16ToUnit(unitToUint16(value)) - value)).toBeLessThanOrEqual(0.5 / 65_535 + 1e-12);
        expect(Math.abs(int16ToSigned(signedToInt16(value - 0.5, 4), 4) - (value - 0.5))).toBeLessThan(0.0001);
      }),
    );
    expect(byteToUnit(unitToByte(Number.NaN))).toBeNaN();
    expect(int16ToSigned(signedToInt16(Number.NaN, 4), 4)).toBeNaN();
    expect(int16ToSigned(signedToInt16(-99, 4), 4)).toBe(-4);
  });
});
