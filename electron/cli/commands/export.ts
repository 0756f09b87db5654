import { parseSearchDocument, searchDocumentToCsv } from '../../engine/export/search-document.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { outputFile, readInput, writeWhole } from '../whole-files.ts';

interface ExportOptions {
  readonly from: string;
  readonly out: string;
  readonly format: 'csv' | 'json';
  readonly force?: boolean;
}

/** Writes the hits of a saved search as a table; whole or not at all. */
export async function exportCommand(options: ExportOptions, { output }: CommandContext): Promise<number> {
  const document = parseSearchDocument(await readInput(options.from));
  const table = options.format === 'csv' ? searchDocumentToCsv(document) : `${JSON.stringify(document, null, 2)}\n`;
  if (options.out === '-') {
    process.stdout.write(table);
    return exitCodes.done;
  }
  const outFile = outputFile(options.out, options.force === true);
  await writeWhole(outFile, table);
  output.result(
    { file: outFile, format: options.format, hitCount: document.hits.length },
    `${document.hits.length} ${document.hits.length === 1 ? 'hit' : 'hits'} written to ${outFile}`,
  );
  return exitCodes.done;
}
