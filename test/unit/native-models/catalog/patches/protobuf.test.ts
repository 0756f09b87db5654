import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bytesField,
  joinBytes,
  ProtobufSyntaxError,
  readFields,
  textOf,
  varintField,
  varintOf,
} from '../../../../../native-models/catalog/patches/protobuf.ts';

describe('readFields', () => {
  test('gives back what was written, and its bytes joined are the message', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({ number: fc.integer({ min: 1, max: 5000 }), value: fc.maxSafeNat() }),
            fc.record({ number: fc.integer({ min: 1, max: 5000 }), value: fc.uint8Array({ maxLength: 300 }) }),
          ),
        ),
        (fields) => {
          const message = joinBytes(
            fields.map(({ number, value }) =>
              typeof value === 'number' ? varintField(number, value) : bytesField(number, value),
            ),
          );
          const read = [...readFields(message)];
          expect(read.map((field) => field.fieldNumber)).toEqual(fields.map(({ number }) => number));
          expect(
            read.map((field) => (field.wireType === 0 ? varintOf(field) : Uint8Array.from(field.payload))),
          ).toEqual(fields.map(({ value }) => value));
          expect(joinBytes(read.map(({ bytes }) => bytes))).toEqual(message);
        },
      ),
    );
  });

  test('reads fixed fields of four and eight bytes', () => {
    const message = Uint8Array.of(0x0d, 1, 2, 3, 4, 0x11, 1, 2, 3, 4, 5, 6, 7, 8);
    expect([...readFields(message)].map(({ wireType, payload }) => [wireType, payload.length])).toEqual([
      [5, 4],
      [1, 8],
    ]);
  });

  test('says where bytes are no message', () => {
    expect(() => [...readFields(Uint8Array.of(0x0a, 9, 1))]).toThrow(/runs over the end/);
    expect(() => [...readFields(Uint8Array.of(0x08, 0x80))]).toThrow(/does not end/);
    expect(() => [...readFields(Uint8Array.of(0x0b))]).toThrow(/Wire type 3/);
    expect(() => [...readFields(Uint8Array.of(0x00, 1))]).toThrow(ProtobufSyntaxError);
  });

  test('never reads outside arbitrary bytes: it gives fields or throws its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          expect(joinBytes([...readFields(bytes)].map((field) => field.bytes))).toEqual(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtobufSyntaxError);
        }
      }),
    );
  });
});

test('textOf reads UTF-8', () => {
  const [field] = readFields(bytesField(1, 'größe'));
  expect(textOf(field!)).toBe('größe');
});
