import { open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { CardFile, ModelCard } from '../../../native-models/catalog/card-schema.ts';
import { installedForm } from '../../../native-models/catalog/card-schema.ts';
import { makePictureSizeSymbolic } from '../../../native-models/catalog/patches/symbolic-picture-size.ts';
import { EngineError } from '../../contract/errors.ts';
import type { InstallProgress } from '../../contract/models.ts';
import { copyFromFolder } from './copy-from-folder.ts';
import type { FileForm } from './copy-from-folder.ts';
import { downloadFile } from './download-file.ts';
import type { DownloadDeps } from './download-file.ts';
import { hashFile, nullWhenMissing } from './hash-file.ts';
import { asStorageError } from './storage-error.ts';

/** Where the files come from: the cards' own addresses, another server with the same files, or a folder. */
export type InstallSource =
  | { readonly kind: 'card' }
  | { readonly kind: 'mirror'; readonly base: URL }
  | { readonly kind: 'folder'; readonly folder: string };

export interface InstallRequest {
  readonly card: ModelCard;
  readonly folder: string;
  readonly source: InstallSource;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: InstallProgress) => void;
}

export interface InstallDeps extends DownloadDeps {
  /** Free bytes where the folder lies; null when the system does not say. */
  readonly freeBytes: (folder: string) => Promise<number | null>;
}

/** Left over for whatever else writes to the disk. */
const spareBytes = 32 * 1024 * 1024;

/** Brings every file of a card into its folder, which exists, each under its name only when its hash is right. */
export async function installFiles(request: InstallRequest, deps: InstallDeps): Promise<void> {
  const { card, folder } = request;
  const missing: CardFile[] = [];
  for (const file of card.files) {
    if (!(await isInPlace(file, request))) {
      missing.push(file);
    }
  }
  await checkSpace(missing, request, deps);
  for (const file of missing) {
    const partFile = join(folder, `${file.path}.part`);
    const form = await bring(file, partFile, { request, deps });
    if (file.patch !== undefined && form === 'upstream') {
      await applyPatch(file, partFile);
    }
    await rename(partFile, join(folder, file.path)).catch(asStorageError);
  }
}

/** A file that is there already, whole and right, is not brought again. */
async function isInPlace(file: CardFile, { folder, signal, onProgress }: InstallRequest): Promise<boolean> {
  const target = join(folder, file.path);
  const { sizeBytes, sha256 } = installedForm(file);
  const found = await stat(target).catch(nullWhenMissing);
  if (found === null || found.size !== sizeBytes) {
    return false;
  }
  const report = (doneBytes: number) =>
    onProgress({ stage: 'verify', file: file.path, doneBytes, totalBytes: sizeBytes });
  return (await hashFile(target, { signal, onProgress: report })) === sha256;
}

async function checkSpace(files: readonly CardFile[], { folder }: InstallRequest, deps: InstallDeps): Promise<void> {
  let neededBytes = spareBytes;
  for (const file of files) {
    const part = await stat(join(folder, `${file.path}.part`)).catch(nullWhenMissing);
    neededBytes += Math.max(0, file.sizeBytes - (part?.size ?? 0)) + (file.patch?.sizeBytes ?? 0);
  }
  const freeBytes = await deps.freeBytes(folder);
  if (files.length > 0 && freeBytes !== null && freeBytes < neededBytes) {
    throw new EngineError('no-space-for-model', `${neededBytes} bytes are needed and ${freeBytes} are free.`, {
      details: { neededBytes, freeBytes },
    });
  }
}

/** Free bytes for this user where the folder lies. */
export async function freeBytesOf(folder: string): Promise<number | null> {
  const { bavail, bsize } = await statfs(folder);
  // Some network drives say 0 of everything.
  return bsize > 0 ? bavail * bsize : null;
}

async function bring(
  file: CardFile,
  partFile: string,
  { request, deps }: { readonly request: InstallRequest; readonly deps: InstallDeps },
): Promise<FileForm> {
  const { card, source, signal, onProgress } = request;
  const report = (stage: InstallProgress['stage']) => (doneBytes: number) =>
    onProgress({ stage, file: file.path, doneBytes, totalBytes: file.sizeBytes });
  if (source.kind === 'folder') {
    const { folder } = source;
    return copyFromFolder({ folder, cardId: card.id, file, partFile, signal, onProgress: report('copy') });
  }
  const address =
    source.kind === 'card' ? new URL(file.address) : new URL(`${card.id}/${file.path}`, withSlash(source.base));
  const { sizeBytes, sha256 } = file;
  await downloadFile({ address, partFile, sizeBytes, sha256, signal, onProgress: report('download') }, deps);
  return 'upstream';
}

function withSlash(base: URL): URL {
  const url = new URL(base);
  url.pathname = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return url;
}

/** Patches are for small models: the whole file is held in memory. The result's hash is checked like a download's. */
async function applyPatch(file: CardFile, partFile: string): Promise<void> {
  const { sizeBytes, sha256 } = installedForm(file);
  const patched = makePictureSizeSymbolic(await readFile(partFile));
  const found = createHash('sha256').update(patched).digest('hex');
  if (found !== sha256 || patched.length !== sizeBytes) {
    await rm(partFile, { force: true });
    throw new EngineError('model-corrupt', `${file.path} was not changed into what the catalogue says.`, {
      details: { foundSha256: found, expectedSha256: sha256 },
    });
  }
  const handle = await open(partFile, 'w').catch(asStorageError);
  try {
    await handle.writeFile(patched).catch(asStorageError);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
