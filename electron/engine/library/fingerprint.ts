import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { EngineError } from '../../contract/errors.ts';
import type { VideoId } from '../../contract/ids.ts';

const sampleBytes = 64 * 1024;
const sampleCount = 16;

export interface Fingerprint {
  /** Identity of the content: `1:<size>:<sha-256>`; the number is the version of this recipe. */
  readonly text: string;
  readonly sizeBytes: number;
}

/** Where the samples begin: the first and the last 64 KiB and 14 evenly between; all of a file up to 1 MiB. */
export function sampleOffsets(sizeBytes: number): readonly number[] {
  if (sizeBytes <= sampleBytes * sampleCount) {
    return Array.from({ length: Math.ceil(sizeBytes / sampleBytes) }, (_, index) => index * sampleBytes);
  }
  const last = sizeBytes - sampleBytes;
  return Array.from({ length: sampleCount }, (_, index) => Math.floor((last * index) / (sampleCount - 1)));
}

/**
 * Identity of a file's content, whatever its name and place: SHA-256 over its size and 16 samples of 64 KiB, so that
 * it reads 1 MiB of a file of any size. Container headers lie in the first and last samples; two films of the same
 * size that differ in none of the samples would have to be made for the purpose.
 *
 * Throws EngineError `file-missing`, `permission-denied`, or `aborted` by the signal.
 */
export async function fingerprintFile(path: string, { signal }: { signal?: AbortSignal } = {}): Promise<Fingerprint> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, 'r');
    const { size: sizeBytes } = await file.stat();
    const hash = createHash('sha256').update(`timecue content 1\n${String(sizeBytes)}\n`);
    const buffer = Buffer.alloc(sampleBytes);
    for (const offset of sampleOffsets(sizeBytes)) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, sampleBytes, offset);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return { text: `1:${String(sizeBytes)}:${hash.digest('hex')}`, sizeBytes };
  } catch (error) {
    throw toFileError(error, path);
  } finally {
    await file?.close();
  }
}

/** The same content always has the same id, also in another library: 22 characters of a hash. */
export function videoIdOf(fingerprint: string): VideoId {
  return createHash('sha256').update(`video ${fingerprint}`).digest('base64url').slice(0, 22) as VideoId;
}

/** Failures of the file system as the closed list names them; everything else passes unchanged. */
export function toFileError(error: unknown, path: string): unknown {
  const systemCode = systemCodeOf(error);
  if (systemCode === 'ENOENT' || systemCode === 'ENOTDIR') {
    return new EngineError('file-missing', 'There is no such file or folder.', { cause: error, details: { path } });
  }
  if (systemCode === 'EACCES' || systemCode === 'EPERM') {
    return new EngineError('permission-denied', 'This file or folder may not be read.', {
      cause: error,
      details: { path },
    });
  }
  return error;
}

export function systemCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
