import { BlockReader, BlockWriter, byteToUnit, unitToByte } from '../block-codec.ts';
import type { BlockFormat } from '../block-codec.ts';
import type { CoveringRow } from '../channel.ts';
import { gapToUint16, uint16ToGap } from '../frame-gap.ts';

/**
 * How one frame differs from the frames before it. Whether that is a cut is decided when rows are read
 * (`shots-of.ts`), because it takes the frames after it too.
 */
export interface ShotRow extends CoveringRow {
  /** Seconds since the sample decoded before; NaN for the first frame of a video or of a resumed step. */
  readonly gapSeconds: number;
  /** 0..1, distance of the distributions of luma and tint to the frame before; NaN when there is none. */
  readonly change: number;
  /** 0..1, the same to the frame before that one; NaN when there is none. Small after a flash. */
  readonly changeOverTwo: number;
  /** 0..1, share of the picture that was nowhere near in the frame before; NaN when there is none. */
  readonly unmatchedShare: number;
  /** Mean and standard deviation of luma, 0..1. */
  readonly meanLuma: number;
  readonly lumaSpread: number;
}

export const shotsFormat: BlockFormat = { channel: 'shots', version: 1 };

const unitColumns = ['change', 'changeOverTwo', 'unmatchedShare', 'meanLuma', 'lumaSpread'] as const;

export function encodeShotRows(rows: readonly ShotRow[]): Uint8Array {
  const writer = new BlockWriter(shotsFormat, rows);
  writer.uint16Column(rows.map((row) => gapToUint16(row.gapSeconds)));
  for (const column of unitColumns) {
    writer.uint8Column(rows.map((row) => unitToByte(row[column])));
  }
  return writer.finish();
}

export function decodeShotRows(payload: Uint8Array): readonly ShotRow[] {
  const reader = new BlockReader(payload, shotsFormat);
  const gaps = reader.uint16Column();
  const units = unitColumns.map(() => reader.uint8Column());
  reader.finish();
  return Array.from({ length: reader.rowCount }, (_, i) => ({
    startSeconds: reader.startSeconds[i]!,
    endSeconds: reader.endSeconds[i]!,
    gapSeconds: uint16ToGap(gaps[i]!),
    change: byteToUnit(units[0]![i]!),
    changeOverTwo: byteToUnit(units[1]![i]!),
    unmatchedShare: byteToUnit(units[2]![i]!),
    meanLuma: byteToUnit(units[3]![i]!),
    lumaSpread: byteToUnit(units[4]![i]!),
  }));
}
