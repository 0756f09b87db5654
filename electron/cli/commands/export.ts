import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { EngineError } from '../../contract/errors.ts';
import { parseSearchDocument, searchDocumentToCsv } from '../../engine/export/search-document.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { resolveFromCaller } from '../places.ts';

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
  const outFile = resolveFromCaller(options.out);
  if (existsSync(outFile) && options.force !== true) {
    throw new EngineError('bad-request', `${outFile} exists already; add --force to overwrite it.`);
  }
  await writeWhole(outFile, table);
  output.result(
    { file: outFile, format: options.format, hitCount: document.hits.length },
    `${document.hits.length} ${document.hits.length === 1 ? 'hit' : 'hits'} written to ${outFile}`,
  );
  return exitCodes.done;
}

async function readInput(from: string): Promise<string> {
  if (from === '-') {
    return readAll(process.stdin);
  }
  const file = resolveFromCaller(from);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new EngineError('file-missing', `${file} cannot be read.`, { cause: error });
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, text);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw new EngineError('permission-denied', `${file} cannot be written.`, { cause: error });
  }
}
