import { EngineError } from '../../contract/errors.ts';
import type { TrackKeyBlock } from '../../contract/track-keys.ts';

/*
 * Keys as one blob: 'TCK1' | key count u32 | replaced count u32 | 0 u32 | times f64 | frame indexes i32 | boxes 4 × f32
 * | confidences f32 | replaced boxes 4 × f32 | flags u8; little-endian, 33 bytes a key.
 */
const magic = 0x314b4354;
const headBytes = 16;

export function encodeTrackKeys(keys: TrackKeyBlock): Uint8Array {
  const columns = [keys.timesSeconds, keys.frameIndexes, keys.boxes, keys.confidences, keys.replacedBoxes, keys.flags];
  const bytes = new Uint8Array(columns.reduce((sum, { byteLength }) => sum + byteLength, headBytes));
  const head = new DataView(bytes.buffer);
  head.setUint32(0, magic, true);
  head.setUint32(4, keys.timesSeconds.length, true);
  head.setUint32(8, keys.replacedBoxes.length / 4, true);
  let offset = headBytes;
  for (const { buffer, byteOffset, byteLength } of columns) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return bytes;
}

/** Throws EngineError `library-corrupt` for what `encodeTrackKeys` has not written. */
export function decodeTrackKeys(blob: Uint8Array): TrackKeyBlock {
  // A copy, because SQLite's bytes may begin anywhere and numbers of eight bytes may not.
  const bytes = Uint8Array.from(blob);
  const head = new DataView(bytes.buffer);
  const isHead = bytes.length >= headBytes && head.getUint32(0, true) === magic;
  const [count, replacedCount] = isHead ? [head.getUint32(4, true), head.getUint32(8, true)] : [0, 0];
  if (!isHead || bytes.length !== headBytes + 33 * count + 16 * replacedCount) {
    throw new EngineError('library-corrupt', 'A track of the library is damaged.');
  }
  const { buffer } = bytes;
  const framesAt = headBytes + 8 * count;
  const boxesAt = framesAt + 4 * count;
  const confidencesAt = boxesAt + 16 * count;
  const replacedAt = confidencesAt + 4 * count;
  return {
    timesSeconds: new Float64Array(buffer, headBytes, count),
    frameIndexes: new Int32Array(buffer, framesAt, count),
    boxes: new Float32Array(buffer, boxesAt, 4 * count),
    confidences: new Float32Array(buffer, confidencesAt, count),
    replacedBoxes: new Float32Array(buffer, replacedAt, 4 * replacedCount),
    flags: new Uint8Array(buffer, replacedAt + 16 * replacedCount, count),
  };
}
