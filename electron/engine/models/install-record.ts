import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelCard } from '../../../native-models/catalog/card-schema.ts';
import { installedForm } from '../../../native-models/catalog/card-schema.ts';
import { nullWhenMissing } from './hash-file.ts';

/** Written last, when every file is in its place: without it a model is not installed. */
const recordSchema = z.object({
  version: z.literal(1),
  cardId: z.string(),
  revision: z.int(),
  installedAtMs: z.number(),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.int(), sha256: z.string() })),
  /** Files that a later look found changed. */
  changedFiles: z.array(z.string()),
});
export type InstallRecord = z.infer<typeof recordSchema>;

const recordName = 'installed.json';

export function recordOf(card: ModelCard, installedAtMs: number): InstallRecord {
  const files = card.files.map((file) => {
    const { sizeBytes, sha256 } = installedForm(file);
    return { path: file.path, sizeBytes, sha256 };
  });
  return { version: 1, cardId: card.id, revision: card.revision, installedAtMs, files, changedFiles: [] };
}

/** The record of a model's folder; null when there is none; `unreadable` when something else lies there. */
export async function readRecord(folder: string): Promise<InstallRecord | 'unreadable' | null> {
  const text = await readFile(join(folder, recordName), 'utf8').catch(nullWhenMissing);
  if (text === null) {
    return null;
  }
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    // What it says cannot be trusted, which is all that the caller needs to know.
    return 'unreadable';
  }
}

export async function writeRecord(folder: string, record: InstallRecord): Promise<void> {
  const file = join(folder, recordName);
  await writeFile(`${file}.part`, `${JSON.stringify(record, null, 2)}\n`, { flush: true });
  await rename(`${file}.part`, file);
}

/** Whether a record says that this card's files, with these hashes, are installed. */
export function recordFits(record: InstallRecord, card: ModelCard): boolean {
  const wanted = recordOf(card, record.installedAtMs);
  return record.changedFiles.length === 0 && JSON.stringify(record.files) === JSON.stringify(wanted.files);
}
