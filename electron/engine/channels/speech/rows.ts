import { BlockReader, BlockWriter } from '../block-codec.ts';
import type { BlockFormat } from '../block-codec.ts';
import type { CoveringRow } from '../channel.ts';

/** One subtitle or caption. Cues may overlap. */
export interface CueRow extends CoveringRow {
  readonly text: string;
  /** A model has said it of the picture: it is found by its words, and is nothing that anybody says. */
  readonly isDescription?: boolean;
}

export const speechFormat: BlockFormat = { channel: 'speech', version: 1 };

/** Rows must be in the order of their starts. */
export function encodeCueRows(rows: readonly CueRow[]): Uint8Array {
  return new BlockWriter(speechFormat, rows).textColumn(rows.map((row) => row.text)).finish();
}

export function decodeCueRows(payload: Uint8Array): readonly CueRow[] {
  const reader = new BlockReader(payload, speechFormat);
  const texts = reader.textColumn();
  reader.finish();
  if (texts.length !== reader.rowCount) {
    throw reader.corrupt(`it has ${texts.length} texts for ${reader.rowCount} rows`);
  }
  return texts.map((text, i) => ({ startSeconds: reader.startSeconds[i]!, endSeconds: reader.endSeconds[i]!, text }));
}
