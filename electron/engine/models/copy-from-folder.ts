import { constants } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CardFile } from '../../../native-models/catalog/card-schema.ts';
import { installedForm } from '../../../native-models/catalog/card-schema.ts';
import { EngineError } from '../../contract/errors.ts';
import { hashHandle, nullWhenMissing } from './hash-file.ts';
import type { HashProgress } from './hash-file.ts';
import { asStorageError } from './storage-error.ts';

/** `upstream`: as the address gives it, still to be patched where the card says so; `installed`: ready. */
export type FileForm = 'upstream' | 'installed';

export interface CopyRequest extends HashProgress {
  readonly folder: string;
  readonly cardId: string;
  readonly file: CardFile;
  /** Written only with the right bytes; removed otherwise. */
  readonly partFile: string;
}

/** More folders beside each other are not looked into. */
const folderLimit = 500;

/**
 * Copies a card's file out of a folder that holds it: the folder itself, one of the card's name in it, or any other
 * folder right in it. Names are a hint; size and SHA-256 decide, of the bytes that were copied. Returns in which form
 * it was there. Throws `file-missing` when no file fits, `model-corrupt` when one of the right name holds something
 * else.
 */
export async function copyFromFolder(request: CopyRequest): Promise<FileForm> {
  const { file, folder } = request;
  const sizes = new Set([file.sizeBytes, installedForm(file).sizeBytes]);
  let isNameTaken = false;
  for (const candidate of await findCandidates(request)) {
    const handle = await openPlainFile(candidate);
    if (handle === null) {
      continue;
    }
    try {
      if (sizes.has((await handle.stat()).size)) {
        const form = await copyVerified(handle, request);
        if (form !== null) {
          return form;
        }
      }
      isNameTaken ||= basename(candidate) === file.path;
    } finally {
      await handle.close();
    }
  }
  if (isNameTaken) {
    throw new EngineError('model-corrupt', `${file.path} in ${folder} is not the file of the catalogue.`, {
      details: { file: file.path, expectedSha256: file.sha256 },
    });
  }
  throw new EngineError('file-missing', `There is no ${file.path} in ${folder}, nor in the folders in it.`, {
    details: { file: file.path, sizeBytes: file.sizeBytes, sha256: file.sha256 },
  });
}

/** Files of the right name first, then every other file of those folders; sizes are looked at when they are opened. */
async function findCandidates({ folder, cardId, file }: CopyRequest): Promise<readonly string[]> {
  const top = await readdir(folder, { withFileTypes: true }).catch(nullWhenMissing);
  if (top === null) {
    throw new EngineError('file-missing', `There is no folder ${folder}.`);
  }
  const subfolders = top
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort((a, b) => Number(b === cardId) - Number(a === cardId) || a.localeCompare(b))
    .slice(0, folderLimit);
  const folders = [folder, ...subfolders.map((name) => join(folder, name))];
  const others: string[] = [];
  const named: string[] = [];
  for (const place of folders) {
    for (const entry of (await readdir(place, { withFileTypes: true }).catch(() => [])).sort(byName)) {
      if (!entry.isDirectory()) {
        (entry.name === file.path ? named : others).push(join(place, entry.name));
      }
    }
  }
  const isOfCard = (path: string) => path.startsWith(join(folder, cardId));
  return [...named.filter(isOfCard), ...named.filter((path) => !isOfCard(path)), ...others];
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

/** An ordinary file, or null. Without waiting, so that a pipe of the right name does not hold the installation. */
async function openPlainFile(path: string): Promise<FileHandle | null> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (handle !== null && !(await handle.stat()).isFile()) {
    await handle.close();
    return null;
  }
  return handle;
}

async function copyVerified(source: FileHandle, request: CopyRequest): Promise<FileForm | null> {
  const { file, partFile } = request;
  const target = await open(partFile, 'w').catch(asStorageError);
  let form: FileForm | null = null;
  try {
    const found = await hashHandle(source, request, async (chunk, position) => {
      let written = 0;
      while (written < chunk.length) {
        const rest = chunk.length - written;
        const result = await target.write(chunk, written, rest, position + written).catch(asStorageError);
        written += result.bytesWritten;
      }
    });
    form = found === installedForm(file).sha256 ? 'installed' : found === file.sha256 ? 'upstream' : null;
    await target.sync().catch(asStorageError);
  } finally {
    await target.close();
    if (form === null) {
      await rm(partFile, { force: true });
    }
  }
  return form;
}
