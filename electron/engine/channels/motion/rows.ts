import { BlockReader, BlockWriter, byteToUnit, int16ToSigned, signedToInt16, unitToByte } from '../block-codec.ts';
import type { BlockFormat } from '../block-codec.ts';
import { gapToUint16, uint16ToGap } from '../frame-gap.ts';
import type { SampleRow } from '../sample-spans.ts';

export const CELL_COUNT = 9;

/** What moved since the sample before, once the camera's own motion is taken out. */
export interface MotionRow extends SampleRow {
  /**
   * Share of each of 3 × 3 cells (row by row, from the top left) that moved, 0..1; NaN when unknown: first frame,
   * samples too far apart, a cut, or a cell that the camera had not seen before.
   */
  readonly cells: ArrayLike<number>;
  /** Speed of what moved, in long sides of the frame a second; NaN when nothing was followed. At most about 0.5. */
  readonly speedPerSecond: number;
}

export const motionFormat: BlockFormat = { channel: 'motion', version: 1 };

const SPEED_LIMIT = 8;

export function encodeMotionRows(rows: readonly MotionRow[]): Uint8Array {
  const writer = new BlockWriter(motionFormat, rows);
  writer.uint16Column(rows.map((row) => gapToUint16(row.gapSeconds)));
  for (let cell = 0; cell < CELL_COUNT; cell++) {
    writer.uint8Column(rows.map((row) => unitToByte(row.cells[cell]!)));
  }
  writer.int16Column(rows.map((row) => signedToInt16(row.speedPerSecond, SPEED_LIMIT)));
  return writer.finish();
}

export function decodeMotionRows(payload: Uint8Array): readonly MotionRow[] {
  const reader = new BlockReader(payload, motionFormat);
  const gaps = reader.uint16Column();
  const cells = Array.from({ length: CELL_COUNT }, () => reader.uint8Column());
  const speeds = reader.int16Column();
  reader.finish();
  return Array.from({ length: reader.rowCount }, (_, i) => ({
    startSeconds: reader.startSeconds[i]!,
    endSeconds: reader.endSeconds[i]!,
    gapSeconds: uint16ToGap(gaps[i]!),
    cells: Float32Array.from(cells, (column) => byteToUnit(column[i]!)),
    speedPerSecond: int16ToSigned(speeds[i]!, SPEED_LIMIT),
  }));
}
