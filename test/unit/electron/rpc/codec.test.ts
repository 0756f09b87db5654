import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { decodeMessage, encodeMessage, maxMessageBytes } from '../../../../electron/rpc/codec.ts';

const typedArray = fc.oneof(
  fc.float32Array(),
  fc.float64Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
  fc.int8Array(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.bigInt64Array(),
  fc.bigUint64Array(),
);
const message = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, false, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    fc.string({ unit: 'binary' }),
    typedArray,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString')), tie('value'), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
  ),
})).value;

/** A Node Buffer in the middle of a pool, as a socket delivers it. */
function asPooled(bytes: Uint8Array): Buffer {
  const pool = Buffer.alloc(bytes.length + 24, 0xee);
  pool.set(bytes, 13);
  return pool.subarray(13, 13 + bytes.length);
}

function failureOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
}

/** A message written by hand: head, header and raw blocks. */
function handmade(header: unknown, tail: Uint8Array = new Uint8Array()): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const hasBlocks = tail.length > 0 || (typeof header === 'object' && JSON.stringify(header).endsWith(']]]}'));
  const padding = !hasBlocks ? 0 : (8 - ((8 + text.length) % 8)) % 8;
  const bytes = new Uint8Array(8 + text.length + padding + tail.length);
  bytes.set(new TextEncoder().encode('TCM1'));
  new DataView(bytes.buffer).setUint32(4, text.length, true);
  bytes.set(text, 8);
  bytes.set(tail, 8 + text.length + padding);
  return bytes;
}

describe('encodeMessage and decodeMessage', () => {
  test('whatever goes in comes out, typed arrays with their types', () => {
    fc.assert(
      fc.property(message, (value) => {
        // Vitest's own comparison mistakes a key named constructor for the class.
        deepStrictEqual(decodeMessage(asPooled(encodeMessage(value))), value);
      }),
      { numRuns: 500 },
    );
  });

  test('NaN and infinities live inside typed arrays', () => {
    const values = Float32Array.of(0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0);
    expect(decodeMessage(encodeMessage({ values }))).toStrictEqual({ values });
  });

  test('a decoded array owns its memory', () => {
    const bytes = asPooled(encodeMessage(Uint8Array.of(1, 2, 3)));
    const decoded = decodeMessage(bytes) as Uint8Array;
    bytes.fill(0);
    expect([...decoded]).toEqual([1, 2, 3]);
    expect(decoded.buffer.byteLength).toBe(3);
  });

  test('a view into a larger buffer carries only what it shows', () => {
    const view = new Float32Array(Float32Array.of(9, 1, 2, 9).buffer, 4, 2);
    expect(decodeMessage(encodeMessage(view))).toStrictEqual(Float32Array.of(1, 2));
  });

  test('properties that are undefined are left out', () => {
    expect(decodeMessage(encodeMessage({ a: undefined, b: 1 }))).toStrictEqual({ b: 1 });
  });

  test.each([
    ['a number that is none', { a: Number.NaN }],
    ['an infinity', [Number.POSITIVE_INFINITY]],
    ['a function', { f: () => 1 }],
    ['a big integer outside an array', { n: 1n }],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['an instance of a class', new EngineError('internal', 'x')],
    ['a data view', new DataView(new ArrayBuffer(4))],
    ['a hole in a list', [1, undefined]],
    ['more than the size limit', new Uint8Array(maxMessageBytes)],
  ])('%s is refused with words', (_name, value) => {
    expect(failureOf(() => encodeMessage(value))).toMatchObject({
      name: 'EngineError',
      message: expect.stringContaining('cannot be sent'),
    });
  });

  test('what holds itself is refused', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(failureOf(() => encodeMessage(loop))).toBeInstanceOf(EngineError);
  });
});

describe('decodeMessage of hostile bytes', () => {
  const cleanly = (bytes: Uint8Array) => {
    const failure = failureOf(() => decodeMessage(bytes));
    if (failure !== null) {
      expect(failure).toMatchObject({ name: 'EngineError', code: 'bad-request' });
    }
    return failure;
  };

  test('random bytes fail cleanly', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(cleanly(bytes)).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  test('a random header behind a right head fails cleanly or is read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.uint8Array({ maxLength: 64 }), (header, tail) => {
        cleanly(handmade(header, tail));
      }),
      { numRuns: 500 },
    );
  });

  test('a message with bytes changed, added or cut off fails cleanly or is read', () => {
    const change = fc.record({ message, at: fc.nat(), byte: fc.nat(255), cut: fc.nat(20), tail: fc.uint8Array() });
    fc.assert(
      fc.property(change, ({ message: value, at, byte, cut, tail }) => {
        const whole = encodeMessage(value);
        whole[at % whole.length] = byte;
        cleanly(whole);
        cleanly(whole.subarray(0, Math.max(0, whole.length - cut)));
        expect(cleanly(new Uint8Array([...encodeMessage(value), ...tail, 1]))).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  const one = ['Uint8Array', 1, ['a']];
  const body = { a: null, list: [null], text: 'x' };

  const manyBlocks = (count: number) => ({
    body: new Array(count).fill(null),
    blocks: Array.from({ length: count }, (_, index) => ['Uint8Array', 0, [index]]),
  });

  test('as many blocks as the limit are read', () => {
    expect(decodeMessage(handmade(manyBlocks(9_999)))).toHaveLength(9_999);
  });

  test('a message written by hand is read, so that the cases below fail for their own reason', () => {
    expect(decodeMessage(handmade({ body, blocks: [one] }, Uint8Array.of(7)))).toEqual({
      ...body,
      a: Uint8Array.of(7),
    });
  });

  test.each([
    ['a block longer than the message', 8, { body, blocks: [['Float64Array', 2, ['a']]] }],
    ['a block of half an element', 2, { body, blocks: [['Uint8Array', 1.5, ['a']]] }],
    ['a block of negative length', 0, { body, blocks: [['Uint8Array', -1, ['a']]] }],
    ['a block of an unknown type', 1, { body, blocks: [['SharedArrayBuffer', 1, ['a']]] }],
    ['a block of an inherited name', 1, { body, blocks: [['constructor', 1, ['a']]] }],
    ['two blocks in one place', 9, { body, blocks: [one, one] }],
    ['a block in place of a text', 1, { body, blocks: [['Uint8Array', 1, ['text']]] }],
    ['a block in the prototype', 1, { body, blocks: [['Uint8Array', 1, ['__proto__', 'a']]] }],
    [
      'a block instead of the end of all prototypes',
      1,
      { body, blocks: [['Uint8Array', 1, ['__proto__', '__proto__']]] },
    ],
    ['a block instead of the prototype', 1, { body, blocks: [['Uint8Array', 1, ['__proto__']]] }],
    ['a block on a new property', 1, { body, blocks: [['Uint8Array', 1, ['b']]] }],
    ['a block as the length of a list', 1, { body, blocks: [['Uint8Array', 1, ['list', 'length']]] }],
    ['a block inside a block', 9, { body, blocks: [one, ['Uint8Array', 1, ['a', 0]]] }],
    ['a place that is no path', 1, { body, blocks: [['Uint8Array', 1, 'a']] }],
    ['no blocks', 0, { body }],
    ['too many blocks', 0, manyBlocks(10_001)],
    ['bytes that nothing names', 8, { body, blocks: [] }],
    ['a body nested deeper than the limit', 0, `{"body":${'['.repeat(200)}${']'.repeat(200)},"blocks":[]}`],
    ['nothing but brackets', 0, '['.repeat(100_000)],
  ])('%s is refused', (_name, tailLength, header) => {
    expect(cleanly(handmade(header, new Uint8Array(tailLength)))).not.toBeNull();
  });

  test('brackets inside texts are no depth', () => {
    const text = '[{"\\'.repeat(1000);
    expect(decodeMessage(encodeMessage({ text }))).toEqual({ text });
  });
});
