/** The typed arrays that travel as binary: how wide an element is, and how to see a buffer as one. */
export const blockTypes = {
  Int8Array: { elementBytes: 1, read: (buffer: ArrayBuffer) => new Int8Array(buffer) },
  Uint8Array: { elementBytes: 1, read: (buffer: ArrayBuffer) => new Uint8Array(buffer) },
  Uint8ClampedArray: { elementBytes: 1, read: (buffer: ArrayBuffer) => new Uint8ClampedArray(buffer) },
  Int16Array: { elementBytes: 2, read: (buffer: ArrayBuffer) => new Int16Array(buffer) },
  Uint16Array: { elementBytes: 2, read: (buffer: ArrayBuffer) => new Uint16Array(buffer) },
  Int32Array: { elementBytes: 4, read: (buffer: ArrayBuffer) => new Int32Array(buffer) },
  Uint32Array: { elementBytes: 4, read: (buffer: ArrayBuffer) => new Uint32Array(buffer) },
  Float32Array: { elementBytes: 4, read: (buffer: ArrayBuffer) => new Float32Array(buffer) },
  Float64Array: { elementBytes: 8, read: (buffer: ArrayBuffer) => new Float64Array(buffer) },
  BigInt64Array: { elementBytes: 8, read: (buffer: ArrayBuffer) => new BigInt64Array(buffer) },
  BigUint64Array: { elementBytes: 8, read: (buffer: ArrayBuffer) => new BigUint64Array(buffer) },
} as const;

export interface Block {
  readonly type: keyof typeof blockTypes;
  /** Elements, not bytes. */
  readonly count: number;
  readonly bytes: Uint8Array;
}

export function isBlockType(name: string): name is keyof typeof blockTypes {
  return Object.hasOwn(blockTypes, name);
}
