import type { BlockSpace } from './block-space.ts';

/**
 * "First this, then that" over blocks: for each block where the last part may happen, the best blocks of the same video
 * at or before it for the parts before, within `maxBlockCount` blocks in all. Every block from the first part to the
 * last gets the value (geometric mean of the parts), so that they become one window. Parts unknown in a whole video
 * are left out there.
 */
export function thenBlocks(space: BlockSpace, parts: readonly Float32Array[], maxBlockCount: number): Float32Array {
  const values = new Float32Array(space.blockCount);
  for (let index = 0; index < space.videos.length; index += 1) {
    const from = space.firstOrdinals[index]!;
    const to = space.firstOrdinals[index + 1]!;
    const known = parts
      .map((part) => part.subarray(from, to))
      .filter((part) => part.some((value) => !Number.isNaN(value)));
    if (known.length === 0) {
      values.fill(Number.NaN, from, to);
    } else {
      thenInVideo(values.subarray(from, to), known, maxBlockCount);
    }
  }
  return values;
}

/** `product[k]` is the best product of parts so far with the last of them in block k; `start[k]` is where it began. */
function thenInVideo(values: Float32Array, parts: readonly Float32Array[], maxBlockCount: number): void {
  const count = values.length;
  let product = new Float64Array(count);
  let start = new Int32Array(count);
  for (let block = 0; block < count; block += 1) {
    const value = parts[0]![block]!;
    product[block] = value > 0 ? value : 0;
    start[block] = block;
  }
  for (let index = 1; index < parts.length; index += 1) {
    const part = parts[index]!;
    const nextProduct = new Float64Array(count);
    const nextStart = new Int32Array(count);
    for (let block = 0; block < count; block += 1) {
      const value = part[block]!;
      if (!(value > 0)) {
        continue;
      }
      // Later starts win ties: the shorter span is the likelier one.
      for (let before = block; before >= 0 && before > block - maxBlockCount; before -= 1) {
        const candidate = product[before]! * value;
        if (candidate > nextProduct[block]! && block - start[before]! < maxBlockCount) {
          nextProduct[block] = candidate;
          nextStart[block] = start[before]!;
        }
      }
    }
    product = nextProduct;
    start = nextStart;
  }
  for (let block = 0; block < count; block += 1) {
    const value = product[block]! > 0 ? Math.pow(product[block]!, 1 / parts.length) : 0;
    for (let inside = start[block]!; value > 0 && inside <= block; inside += 1) {
      values[inside] = Math.max(values[inside]!, value);
    }
  }
}
