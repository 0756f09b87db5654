import type { ChannelId } from '../../contract/channels.ts';
import { EngineError } from '../../contract/errors.ts';
import type { CoveringRow } from './channel.ts';

/**
 * The compact form of a block of rows: columns, little-endian, no padding.
 *
 *     'TCB1' | version u16 | id length u8 | channel id, ASCII | row count u32 | first start f64 seconds
 *     | start ticks u32 × rows | end ticks u32 × rows | the channel's own columns
 *
 * A tick is 0.1 ms after the first row's start, so a time is exact to 0.05 ms within 119 hours of it; an end that is
 * not known (`Infinity`) is the largest tick. Shares and scores are bytes (0..254 for 0..1, 255 unknown), boxes are
 * uint16 of 0..1.
 */
const MAGIC = 0x31424354;
const TICKS_PER_SECOND = 10_000;
const ENDLESS_TICK = 0xffff_ffff;
const UNKNOWN_BYTE = 255;

export interface BlockFormat {
  readonly channel: ChannelId;
  readonly version: number;
}

/** 0..1 as a byte, error ≤ 0.002; NaN is 255. Values outside are clamped. */
export function unitToByte(value: number): number {
  return Number.isNaN(value) ? UNKNOWN_BYTE : Math.round(Math.min(1, Math.max(0, value)) * 254);
}

export function byteToUnit(byte: number): number {
  return byte === UNKNOWN_BYTE ? Number.NaN : byte / 254;
}

/** 0..1 as uint16, error ≤ 0.00001. Values outside are clamped. */
export function unitToUint16(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 65_535);
}

export function uint16ToUnit(value: number): number {
  return value / 65_535;
}

const UNKNOWN_INT16 = -32_768;

/** −`limit`..`limit` as int16; NaN is −32768. Values outside are clamped. */
export function signedToInt16(value: number, limit: number): number {
  return Number.isNaN(value) ? UNKNOWN_INT16 : Math.round((Math.min(limit, Math.max(-limit, value)) / limit) * 32_767);
}

export function int16ToSigned(value: number, limit: number): number {
  return value === UNKNOWN_INT16 ? Number.NaN : (value / 32_767) * limit;
}

/** Writes one block, column by column, in the order in which `BlockReader` is asked for them. */
export class BlockWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  constructor({ channel, version }: BlockFormat, rows: readonly CoveringRow[]) {
    this.#uint32(MAGIC);
    this.#uint16(version);
    this.#uint8(channel.length);
    for (const character of channel) {
      this.#uint8(character.charCodeAt(0));
    }
    this.#uint32(rows.length);
    const firstSeconds = rows[0]?.startSeconds ?? 0;
    this.#grow(8);
    this.#view.setFloat64(this.#length, firstSeconds, true);
    this.#length += 8;
    for (const row of rows) {
      this.#uint32(ticksAfter(firstSeconds, row.startSeconds));
    }
    for (const row of rows) {
      this.#uint32(ticksAfter(firstSeconds, row.endSeconds));
    }
  }

  uint8Column(values: ArrayLike<number>): this {
    this.#grow(values.length);
    for (let i = 0; i < values.length; i++) {
      this.#bytes[this.#length + i] = values[i]!;
    }
    this.#length += values.length;
    return this;
  }

  uint16Column(values: ArrayLike<number>): this {
    for (let i = 0; i < values.length; i++) {
      this.#uint16(values[i]!);
    }
    return this;
  }

  int16Column(values: ArrayLike<number>): this {
    for (let i = 0; i < values.length; i++) {
      this.#uint16(values[i]! & 0xffff);
    }
    return this;
  }

  float32Column(values: ArrayLike<number>): this {
    this.#grow(values.length * 4);
    for (let i = 0; i < values.length; i++) {
      this.#view.setFloat32(this.#length + i * 4, values[i]!, true);
    }
    this.#length += values.length * 4;
    return this;
  }

  /** Count, then byte lengths, then the UTF-8 of all texts. */
  textColumn(texts: readonly string[]): this {
    const encoded = texts.map((text) => new TextEncoder().encode(text));
    this.#uint32(encoded.length);
    for (const bytes of encoded) {
      this.#uint32(bytes.length);
    }
    for (const bytes of encoded) {
      this.uint8Column(bytes);
    }
    return this;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #uint8(value: number): void {
    this.#grow(1);
    this.#view.setUint8(this.#length, value);
    this.#length += 1;
  }

  #uint16(value: number): void {
    this.#grow(2);
    this.#view.setUint16(this.#length, value, true);
    this.#length += 2;
  }

  #uint32(value: number): void {
    this.#grow(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  #grow(byteCount: number): void {
    if (this.#length + byteCount <= this.#bytes.length) {
      return;
    }
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + byteCount));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Reads one block. Whatever does not fit throws `library-corrupt`; nothing is allocated before it is known to fit. */
export class BlockReader {
  readonly rowCount: number;
  readonly startSeconds: Float64Array;
  readonly endSeconds: Float64Array;
  readonly #view: DataView;
  readonly #channel: ChannelId;
  #offset = 0;

  constructor(payload: Uint8Array, { channel, version }: BlockFormat) {
    this.#view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    this.#channel = channel;
    if (this.#uint32() !== MAGIC) {
      throw this.corrupt('it does not begin as a block');
    }
    const storedVersion = this.#uint16();
    const storedChannel = String.fromCharCode(...this.uint8Column(this.uint8Column(1)[0]!));
    if (storedChannel !== channel || storedVersion !== version) {
      throw this.corrupt(`it holds another channel or version`);
    }
    this.rowCount = this.#uint32();
    const firstSeconds = this.#view.getFloat64(this.#take(8), true);
    if (!Number.isFinite(firstSeconds)) {
      throw this.corrupt('its first time is not a number');
    }
    this.startSeconds = this.#times(firstSeconds);
    this.endSeconds = this.#times(firstSeconds);
    for (let i = 0; i < this.rowCount; i++) {
      if (this.startSeconds[i]! > this.endSeconds[i]! || this.startSeconds[i]! < (this.startSeconds[i - 1] ?? 0)) {
        throw this.corrupt(`row ${i} is out of order`);
      }
    }
  }

  uint8Column(count = this.rowCount): Uint8Array {
    const offset = this.#take(count);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + offset, count).slice();
  }

  uint16Column(count = this.rowCount): Uint16Array {
    const offset = this.#take(count * 2);
    return Uint16Array.from({ length: count }, (_, i) => this.#view.getUint16(offset + i * 2, true));
  }

  int16Column(count = this.rowCount): Int16Array {
    const offset = this.#take(count * 2);
    return Int16Array.from({ length: count }, (_, i) => this.#view.getInt16(offset + i * 2, true));
  }

  /** Finite numbers. */
  float32Column(count = this.rowCount): Float32Array {
    const offset = this.#take(count * 4);
    return Float32Array.from({ length: count }, (_, i) => {
      const value = this.#view.getFloat32(offset + i * 4, true);
      if (!Number.isFinite(value)) {
        throw this.corrupt(`value ${i} is not a number`);
      }
      return value;
    });
  }

  textColumn(): string[] {
    const count = this.#uint32();
    const offset = this.#take(count * 4);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return Array.from({ length: count }, (_, i) => {
      const bytes = this.uint8Column(this.#view.getUint32(offset + i * 4, true));
      try {
        return decoder.decode(bytes);
      } catch (error) {
        throw this.corrupt(`text ${i} is not UTF-8`, error);
      }
    });
  }

  /** To be called after the last column: a block with more in it was not written by this code. */
  finish(): void {
    if (this.#offset !== this.#view.byteLength) {
      throw this.corrupt(`${this.#view.byteLength - this.#offset} bytes are left over`);
    }
  }

  corrupt(why: string, cause?: unknown): EngineError {
    return new EngineError('library-corrupt', `A block of ${this.#channel} cannot be read: ${why}.`, {
      cause,
      details: { channel: this.#channel, sizeBytes: this.#view.byteLength, offsetBytes: this.#offset },
    });
  }

  #times(firstSeconds: number): Float64Array {
    const offset = this.#take(this.rowCount * 4);
    return Float64Array.from({ length: this.rowCount }, (_, i) => {
      const ticks = this.#view.getUint32(offset + i * 4, true);
      return ticks === ENDLESS_TICK ? Number.POSITIVE_INFINITY : firstSeconds + ticks / TICKS_PER_SECOND;
    });
  }

  #uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  #uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  #take(byteCount: number): number {
    const offset = this.#offset;
    if (offset + byteCount > this.#view.byteLength) {
      throw this.corrupt(`it ends before ${offset + byteCount} bytes`);
    }
    this.#offset += byteCount;
    return offset;
  }
}

function ticksAfter(firstSeconds: number, seconds: number): number {
  if (seconds === Number.POSITIVE_INFINITY) {
    return ENDLESS_TICK;
  }
  const ticks = Math.round((seconds - firstSeconds) * TICKS_PER_SECOND);
  if (!(ticks >= 0 && ticks < ENDLESS_TICK)) {
    throw new RangeError(
      `A row at ${seconds} s does not fit a block that starts at ${firstSeconds} s (0 to 119 h later).`,
    );
  }
  return ticks;
}
