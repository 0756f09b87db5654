import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

export interface HashProgress {
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
}

const chunkBytes = 1 << 20;

/**
 * SHA-256 of an open file from its start, each chunk also given to `onChunk` (a copy that is written as it is hashed
 * holds exactly what was hashed). Throws the signal's reason between chunks.
 */
export async function hashHandle(
  handle: FileHandle,
  { signal, onProgress }: HashProgress,
  onChunk: (chunk: Uint8Array, position: number) => Promise<void> = async () => {},
): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let doneBytes = 0;
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, doneBytes);
    if (bytesRead === 0) {
      return hash.digest('hex');
    }
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    await onChunk(chunk, doneBytes);
    doneBytes += bytesRead;
    onProgress(doneBytes);
  }
}

/** SHA-256 of a file, or null when there is none. */
export async function hashFile(file: string, progress: HashProgress): Promise<string | null> {
  const handle = await open(file, 'r').catch(nullWhenMissing);
  if (handle === null) {
    return null;
  }
  try {
    return await hashHandle(handle, progress);
  } finally {
    await handle.close();
  }
}

/** Turns "no such file" into null and rethrows everything else. */
export function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    return null;
  }
  throw error;
}
