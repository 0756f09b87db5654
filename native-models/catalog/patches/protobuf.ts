/**
 * The little of Protocol Buffers that an ONNX file needs: walking the fields of a message and writing them again.
 * A field that is not understood is copied byte for byte, so that an edited model differs only where it was edited.
 */

export type WireType = 0 | 1 | 2 | 5;

/** One field as it lies in the message. */
export interface ProtobufField {
  readonly fieldNumber: number;
  readonly wireType: WireType;
  /** The bytes after the key: the varint, the fixed value, or what a length-delimited field holds without its length. */
  readonly payload: Uint8Array;
  /** Key, length and payload: what is copied when the field stays as it is. */
  readonly bytes: Uint8Array;
}

/** Thrown for bytes that are no Protocol Buffers message. The caller knows which file it read. */
export class ProtobufSyntaxError extends Error {
  override readonly name = 'ProtobufSyntaxError';
}

/** The fields of a message, in order. Throws `ProtobufSyntaxError` where the bytes do not parse. */
export function* readFields(message: Uint8Array): Generator<ProtobufField> {
  let offset = 0;
  while (offset < message.length) {
    const start = offset;
    const key = readVarint(message, offset);
    const wireType = key.value & 7;
    const fieldNumber = Math.floor(key.value / 8);
    if (fieldNumber === 0) {
      throw new ProtobufSyntaxError(`Field number 0 at byte ${start}.`);
    }
    let payloadStart = key.nextOffset;
    let payloadEnd: number;
    if (wireType === 0) {
      payloadEnd = readVarint(message, payloadStart).nextOffset;
    } else if (wireType === 1 || wireType === 5) {
      payloadEnd = payloadStart + (wireType === 1 ? 8 : 4);
    } else if (wireType === 2) {
      const length = readVarint(message, payloadStart);
      payloadStart = length.nextOffset;
      payloadEnd = payloadStart + length.value;
    } else {
      throw new ProtobufSyntaxError(`Wire type ${wireType} at byte ${start} is not used by ONNX.`);
    }
    if (payloadEnd > message.length) {
      throw new ProtobufSyntaxError(`Field ${fieldNumber} at byte ${start} runs over the end of the message.`);
    }
    yield {
      fieldNumber,
      wireType,
      payload: message.subarray(payloadStart, payloadEnd),
      bytes: message.subarray(start, payloadEnd),
    };
    offset = payloadEnd;
  }
}

/** The value of a varint field. ONNX sizes are far below 2^53, where a number is exact; above it this throws. */
export function varintOf(field: ProtobufField): number {
  return readVarint(field.payload, 0).value;
}

export function textOf(field: ProtobufField): string {
  return new TextDecoder().decode(field.payload);
}

/** A field that holds a whole number of 0 or more. */
export function varintField(fieldNumber: number, value: number): Uint8Array {
  return joinBytes([writeVarint(fieldNumber * 8), writeVarint(value)]);
}

/** A field that holds bytes, text, or a message of its own. */
export function bytesField(fieldNumber: number, payload: Uint8Array | string): Uint8Array {
  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
  return joinBytes([writeVarint(fieldNumber * 8 + 2), writeVarint(bytes.length), bytes]);
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function readVarint(bytes: Uint8Array, offset: number): { value: number; nextOffset: number } {
  let value = 0;
  let scale = 1;
  for (let index = offset; index < bytes.length && index < offset + 10; index += 1) {
    const byte = bytes[index] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) {
      if (value > Number.MAX_SAFE_INTEGER) {
        throw new ProtobufSyntaxError(`The number at byte ${offset} is above 2^53.`);
      }
      return { value, nextOffset: index + 1 };
    }
    scale *= 128;
  }
  throw new ProtobufSyntaxError(`The number at byte ${offset} does not end.`);
}

function writeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
