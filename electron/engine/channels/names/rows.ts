import { BlockReader, BlockWriter } from '../block-codec.ts';
import type { BlockFormat } from '../block-codec.ts';
import type { CoveringRow } from '../channel.ts';

/** The words of one file of a video: of its name, of the folders below its root, and of dates. It covers the video. */
export interface NameRow extends CoveringRow {
  readonly words: readonly string[];
}

export const namesFormat: BlockFormat = { channel: 'names', version: 1 };

export function encodeNameRows(rows: readonly NameRow[]): Uint8Array {
  return new BlockWriter(namesFormat, rows).textColumn(rows.map((row) => row.words.join('\n'))).finish();
}

export function decodeNameRows(payload: Uint8Array): readonly NameRow[] {
  const reader = new BlockReader(payload, namesFormat);
  const texts = reader.textColumn();
  reader.finish();
  if (texts.length !== reader.rowCount) {
    throw reader.corrupt(`it has ${texts.length} texts for ${reader.rowCount} rows`);
  }
  return texts.map((text, i) => ({
    startSeconds: reader.startSeconds[i]!,
    endSeconds: reader.endSeconds[i]!,
    words: text === '' ? [] : text.split('\n'),
  }));
}
