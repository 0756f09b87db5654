import { BlockReader, BlockWriter, byteToUnit, uint16ToUnit, unitToByte, unitToUint16 } from '../block-codec.ts';
import type { BlockFormat } from '../block-codec.ts';
import type { CameraPathKey, CameraPathRow, TrackletKey, TrackletRow, TrackRow } from './rows.ts';

export const tracksFormat: BlockFormat = { channel: 'tracks', version: 2 };

const KEY_UNITS_PER_SECOND = 1000;
const boxSides = ['x', 'y', 'width', 'height'] as const;
const cameraColumns = ['x', 'y', 'scale'] as const;
const CONTINUED = 1;
const CONTINUES = 2;
const CAMERA = 4;

/**
 * After the times: the class names; for each row its flags and its count of keys; for each tracklet its number and
 * class; then a column for each field of the keys of tracklets (times as milliseconds from the start of the row), and
 * of the keys of camera paths, whose values are float32.
 */
export function encodeTrackRows(rows: readonly TrackRow[]): Uint8Array {
  const tracklets = rows.filter((row): row is TrackletRow => row.kind === 'tracklet');
  const paths = rows.filter((row): row is CameraPathRow => row.kind === 'camera');
  const vocabulary = [...new Set(tracklets.map(({ className }) => className))];
  const indexOf = new Map(vocabulary.map((className, index) => [className, index]));
  const boxKeys = tracklets.flatMap(({ keys }) => keys);
  const writer = new BlockWriter(tracksFormat, rows)
    .textColumn(vocabulary)
    .uint8Column(rows.map(flagsOf))
    .uint16Column(rows.map(({ keys }) => keys.length))
    .uint16Column(tracklets.map(({ trackNumber }) => trackNumber & 0xffff))
    .uint16Column(tracklets.map(({ trackNumber }) => trackNumber >>> 16))
    .uint16Column(tracklets.map(({ className }) => indexOf.get(className)!))
    .uint16Column(tracklets.flatMap(keyTimes))
    .uint8Column(boxKeys.map(({ score }) => unitToByte(score)));
  for (const side of boxSides) {
    writer.uint16Column(boxKeys.map(({ box }) => unitToUint16(box[side])));
  }
  writer.uint16Column(paths.flatMap(keyTimes));
  for (const column of cameraColumns) {
    writer.float32Column(paths.flatMap(({ keys }) => keys.map((key) => key[column])));
  }
  return writer.finish();
}

function flagsOf(row: TrackRow): number {
  return row.kind === 'camera' ? CAMERA : (row.isContinued ? CONTINUED : 0) | (row.continues ? CONTINUES : 0);
}

function keyTimes({ startSeconds, keys }: TrackRow): number[] {
  return keys.map(({ timeSeconds }) => Math.round((timeSeconds - startSeconds) * KEY_UNITS_PER_SECOND));
}

/** @throws EngineError `library-corrupt` when it is no block of this channel. */
export function decodeTrackRows(payload: Uint8Array): readonly TrackRow[] {
  const reader = new BlockReader(payload, tracksFormat);
  const vocabulary = reader.textColumn();
  const flags = reader.uint8Column();
  const counts = reader.uint16Column();
  const isCamera = (index: number): boolean => (flags[index]! & CAMERA) !== 0;
  const cameraCount = flags.reduce((sum, flag) => sum + ((flag & CAMERA) === 0 ? 0 : 1), 0);
  const keyCount = (ofCamera: boolean): number =>
    counts.reduce((sum, count, index) => sum + (isCamera(index) === ofCamera ? count : 0), 0);
  const heads = readHeads(reader, vocabulary, reader.rowCount - cameraCount);
  const boxKeys = readBoxKeys(reader, keyCount(false));
  const cameraKeys = readCameraKeys(reader, keyCount(true));
  reader.finish();
  return Array.from({ length: reader.rowCount }, (_, index): TrackRow => {
    const span = { startSeconds: reader.startSeconds[index]!, endSeconds: reader.endSeconds[index]! };
    if (counts[index] === 0) {
      throw reader.corrupt(`row ${index} has no key`);
    }
    if (isCamera(index)) {
      return { kind: 'camera', ...span, keys: keysFrom(cameraKeys.splice(0, counts[index]), span.startSeconds) };
    }
    const [isContinued, continues] = [(flags[index]! & CONTINUED) !== 0, (flags[index]! & CONTINUES) !== 0];
    const keys = keysFrom(boxKeys.splice(0, counts[index]), span.startSeconds);
    return { kind: 'tracklet', ...span, ...heads.shift()!, isContinued, continues, keys };
  });
}

function keysFrom<Key extends { readonly timeSeconds: number }>(keys: readonly Key[], startSeconds: number): Key[] {
  return keys.map((key) => ({ ...key, timeSeconds: startSeconds + key.timeSeconds }));
}

function readHeads(reader: BlockReader, vocabulary: readonly string[], count: number) {
  const low = reader.uint16Column(count);
  const high = reader.uint16Column(count);
  const classes = reader.uint16Column(count);
  return Array.from({ length: count }, (_, i) => {
    const className = vocabulary[classes[i]!];
    if (className === undefined) {
      throw reader.corrupt(`tracklet ${i} has a class that the block does not name`);
    }
    return { trackNumber: high[i]! * 0x1_0000 + low[i]!, className };
  });
}

/** Times from the start of their rows. */
function readBoxKeys(reader: BlockReader, count: number): TrackletKey[] {
  const times = reader.uint16Column(count);
  const scores = reader.uint8Column(count);
  const sides = boxSides.map(() => reader.uint16Column(count));
  return Array.from({ length: count }, (_, i) => {
    const [x, y, width, height] = sides.map((side) => uint16ToUnit(side[i]!)) as [number, number, number, number];
    const timeSeconds = times[i]! / KEY_UNITS_PER_SECOND;
    return { timeSeconds, box: { x, y, width, height }, score: byteToUnit(scores[i]!) };
  });
}

function readCameraKeys(reader: BlockReader, count: number): CameraPathKey[] {
  const times = reader.uint16Column(count);
  const [x, y, scale] = cameraColumns.map(() => reader.float32Column(count));
  return Array.from({ length: count }, (_, i) => ({
    timeSeconds: times[i]! / KEY_UNITS_PER_SECOND,
    x: x![i]!,
    y: y![i]!,
    scale: scale![i]!,
  }));
}
