import { EngineError } from '../contract/errors.ts';
import { blockTypes, isBlockType, type Block } from './blocks.ts';

/*
 * The one codec of all ports. A message is
 *
 *   'TCM1' | header length, uint32 | header, UTF-8 JSON | padding | block 0 | padding | block 1 | …
 *
 * with every block beginning at a multiple of eight bytes, numbers little-endian, padding zero. The header is
 * {"body": …, "blocks": [[type, element count, path], …]}: the body is the message with null in the places of its
 * typed arrays, and the path says where each belongs, so nothing in a message can be mistaken for a block.
 */

/** No message is longer, in either direction. */
export const maxMessageBytes = 32 * 1024 * 1024;
const magic = 0x314d4354;
const headStart = 8;
const maxBlockCount = 10_000;
const maxDepth = 128;
const alignment = 8;

type Path = (string | number)[];

/**
 * Message to bytes. Carried are null, booleans, finite numbers, strings, arrays, plain objects and typed arrays (with
 * NaN and infinities); a property that is undefined is left out, -0 outside a typed array becomes 0.
 *
 * @throws EngineError `internal` for anything else, a cycle, or more than 32 MiB.
 */
export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  const blocks: { readonly block: Block; readonly path: Path }[] = [];
  const body = strip(message, [], (block, path) => blocks.push({ block, path }));
  const header = new TextEncoder().encode(
    JSON.stringify({ body, blocks: blocks.map(({ block, path }) => [block.type, block.count, path]) }),
  );
  let length = headStart + header.length;
  const offsets = blocks.map(({ block }) => {
    const offset = aligned(length);
    length = offset + block.bytes.length;
    return offset;
  });
  if (length > maxMessageBytes || blocks.length > maxBlockCount) {
    throw uncarriable(`it has ${length} bytes in ${blocks.length} blocks, the limit is ${maxMessageBytes} bytes`);
  }
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, header.length, true);
  bytes.set(header, headStart);
  blocks.forEach(({ block }, index) => bytes.set(block.bytes, offsets[index]));
  return bytes;
}

/**
 * Bytes to message. Typed arrays are copies that own their memory.
 *
 * @throws EngineError `bad-request` for whatever `encodeMessage` could not have written.
 */
export function decodeMessage(bytes: Uint8Array): unknown {
  if (bytes.length < headStart || bytes.length > maxMessageBytes) {
    throw malformed(`it has ${bytes.length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint32(4, true);
  if (view.getUint32(0, true) !== magic || headerLength > bytes.length - headStart) {
    throw malformed('its head is not one');
  }
  const header = parseHeader(bytes.subarray(headStart, headStart + headerLength));
  let offset = headStart + headerLength;
  const root = { body: header.body };
  for (const description of header.blocks) {
    const { type, count, path } = readDescription(description);
    const start = aligned(offset);
    const end = start + count * blockTypes[type].elementBytes;
    if (end > bytes.length) {
      throw malformed('a block reaches beyond its end');
    }
    place(root, path, blockTypes[type].read(ownBuffer(bytes.subarray(start, end))));
    offset = end;
  }
  if (offset !== bytes.length) {
    throw malformed(`${bytes.length - offset} bytes are left over`);
  }
  return root.body;
}

/** A copy; `slice` would not do, because a Node Buffer's shares the memory of its pool. */
function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy.buffer;
}

function aligned(offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

/** The message with null in the places of typed arrays, each of which is reported. `path` is where we stand. */
function strip(value: unknown, path: Path, found: (block: Block, path: Path) => void): unknown {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number' && Number.isFinite(value)) {
    return value;
  }
  if (typeof value !== 'object') {
    throw uncarriable(`${at(path)} is ${typeof value === 'number' ? String(value) : `a ${typeof value}`}`);
  }
  if (path.length >= maxDepth) {
    throw uncarriable(`it is nested deeper than ${maxDepth}, or holds itself`);
  }
  if (ArrayBuffer.isView(value)) {
    found(asBlock(value, path), [...path]);
    return null;
  }
  return Array.isArray(value) ? stripList(value, path, found) : stripObject(value, path, found);
}

function stripList(list: readonly unknown[], path: Path, found: (block: Block, path: Path) => void): unknown[] {
  return Array.from(list, (item, index) => {
    path.push(index);
    if (item === undefined) {
      throw uncarriable(`${at(path)} is undefined`);
    }
    const stripped = strip(item, path, found);
    path.pop();
    return stripped;
  });
}

function stripObject(object: object, path: Path, found: (block: Block, path: Path) => void): unknown {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw uncarriable(`${at(path)} is a ${typeName(object)}`);
  }
  // Without a prototype, a key named __proto__ is a key like any other.
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(object)) {
    path.push(key);
    copy[key] = strip(item, path, found);
    path.pop();
  }
  return copy;
}

function asBlock(view: ArrayBufferView, path: Path): Block {
  const type = typeName(view);
  if (!isBlockType(type)) {
    throw uncarriable(`${at(path)} is a ${type}`);
  }
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return { type, count: view.byteLength / blockTypes[type].elementBytes, bytes };
}

function typeName(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function parseHeader(bytes: Uint8Array): { readonly body: unknown; readonly blocks: readonly unknown[] } {
  requireShallow(bytes);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed('its header is not JSON');
  }
  if (typeof header !== 'object' || header === null || !Object.hasOwn(header, 'blocks')) {
    throw malformed('its header has no blocks');
  }
  const { body, blocks } = header as { body?: unknown; blocks: unknown };
  if (!Array.isArray(blocks) || blocks.length > maxBlockCount) {
    throw malformed('its blocks are not a list, or too many');
  }
  return { body, blocks };
}

/** Measured on the bytes, before anything recursive sees the value. */
function requireShallow(bytes: Uint8Array): void {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (isInString) {
      if (byte === 0x5c) {
        index += 1;
      } else if (byte === 0x22) {
        isInString = false;
      }
    } else if (byte === 0x22) {
      isInString = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      // The header itself is one level, its lists of blocks three.
      if (depth > maxDepth + 3) {
        throw malformed(`it is nested deeper than ${maxDepth}`);
      }
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
    }
  }
}

function readDescription(description: unknown): { type: keyof typeof blockTypes; count: number; path: Path } {
  const [type, count, path] = Array.isArray(description) ? (description as unknown[]) : [];
  const isPath =
    Array.isArray(path) &&
    path.length <= maxDepth &&
    path.every((step) => typeof step === 'string' || Number.isSafeInteger(step));
  if (typeof type !== 'string' || !isBlockType(type) || !isPath) {
    throw malformed('a block is not described');
  }
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0 || count > maxMessageBytes) {
    throw malformed('a block has no length');
  }
  return { type, count, path: path as Path };
}

/** Puts a block where the body holds null for it; only an own property can be such a place. */
function place(root: { body: unknown }, path: Path, block: unknown): void {
  let holder: unknown = root;
  let key: string | number = 'body';
  for (const step of path) {
    holder = ownProperty(holder, key);
    key = step;
  }
  if (ownProperty(holder, key) !== null) {
    throw malformed('a block belongs nowhere');
  }
  (holder as Record<string, unknown>)[key] = block;
}

function ownProperty(holder: unknown, key: string | number): unknown {
  const isHolder = typeof holder === 'object' && holder !== null && !ArrayBuffer.isView(holder);
  if (!isHolder || !Object.hasOwn(holder, key)) {
    throw malformed('a block belongs nowhere');
  }
  return (holder as Record<string, unknown>)[key];
}

function at(path: Path): string {
  return path.length === 0 ? 'the message' : path.join('.');
}

function uncarriable(reason: string): EngineError {
  return new EngineError('internal', `The message cannot be sent: ${reason}.`);
}

function malformed(reason: string): EngineError {
  return new EngineError('bad-request', `The message cannot be read: ${reason}.`);
}
