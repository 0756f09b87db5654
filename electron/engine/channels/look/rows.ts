import { colourNames } from '../../../contract/colours.ts';
import { BlockReader, BlockWriter, byteToUnit, int16ToSigned, signedToInt16, unitToByte } from '../block-codec.ts';
import type { BlockFormat } from '../block-codec.ts';
import { gapToUint16, uint16ToGap } from '../frame-gap.ts';
import type { SampleRow } from '../sample-spans.ts';

/** Light and colour of one frame, and how the camera moved since the sample before. */
export interface LookRow extends SampleRow {
  /** Share of the picture, 0..1, of each of `colourNames`, in their order. */
  readonly colourShares: ArrayLike<number>;
  /** Mean luma, 0..1. */
  readonly brightness: number;
  /** Standard deviation of luma, 0..0.5. */
  readonly contrast: number;
  /** Measure of Hasler and Süsstrunk (2003) ÷ 128: 0 grey, 0.12 slightly colourful, 0.5 highly. Above 1 cut off. */
  readonly colourfulness: number;
  /**
   * Camera a second, NaN when unknown (first frame, samples too far apart, no texture, a cut): to the right in frame
   * widths, up in frame heights, and growth of the content. To the right means that the content goes left.
   */
  readonly panRightPerSecond: number;
  readonly tiltUpPerSecond: number;
  readonly zoomInPerSecond: number;
}

export const lookFormat: BlockFormat = { channel: 'look', version: 1 };

/** Largest camera speed that is stored, in frames a second. */
const SPEED_LIMIT = 4;
const unitColumns = ['brightness', 'contrast', 'colourfulness'] as const;
const speedColumns = ['panRightPerSecond', 'tiltUpPerSecond', 'zoomInPerSecond'] as const;

export function encodeLookRows(rows: readonly LookRow[]): Uint8Array {
  const writer = new BlockWriter(lookFormat, rows);
  writer.uint16Column(rows.map((row) => gapToUint16(row.gapSeconds)));
  for (const index of colourNames.keys()) {
    writer.uint8Column(rows.map((row) => unitToByte(row.colourShares[index]!)));
  }
  for (const column of unitColumns) {
    writer.uint8Column(rows.map((row) => unitToByte(row[column])));
  }
  for (const column of speedColumns) {
    writer.int16Column(rows.map((row) => signedToInt16(row[column], SPEED_LIMIT)));
  }
  return writer.finish();
}

export function decodeLookRows(payload: Uint8Array): readonly LookRow[] {
  const reader = new BlockReader(payload, lookFormat);
  const gaps = reader.uint16Column();
  const shares = colourNames.map(() => reader.uint8Column());
  const units = unitColumns.map(() => reader.uint8Column());
  const speeds = speedColumns.map(() => reader.int16Column());
  reader.finish();
  return Array.from({ length: reader.rowCount }, (_, i) => ({
    startSeconds: reader.startSeconds[i]!,
    endSeconds: reader.endSeconds[i]!,
    gapSeconds: uint16ToGap(gaps[i]!),
    colourShares: Float32Array.from(shares, (column) => byteToUnit(column[i]!)),
    brightness: byteToUnit(units[0]![i]!),
    contrast: byteToUnit(units[1]![i]!),
    colourfulness: byteToUnit(units[2]![i]!),
    panRightPerSecond: int16ToSigned(speeds[0]![i]!, SPEED_LIMIT),
    tiltUpPerSecond: int16ToSigned(speeds[1]![i]!, SPEED_LIMIT),
    zoomInPerSecond: int16ToSigned(speeds[2]![i]!, SPEED_LIMIT),
  }));
}
