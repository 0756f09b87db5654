import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../contract/errors.ts';
import { nullWhenMissing } from './hash-file.ts';
import { asStorageError } from './storage-error.ts';

/**
 * Does `work` while no other process installs into the same folder. A lock of a process that is gone is taken over.
 * Throws `bad-request` when somebody is at it.
 */
export async function withInstallLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true }).catch(asStorageError);
  const file = join(folder, 'install.lock');
  await takeLock(file);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function takeLock(file: string): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const handle = await open(file, 'wx').catch((error: NodeJS.ErrnoException) =>
      error.code === 'EEXIST' ? null : asStorageError(error),
    );
    if (handle !== null) {
      await handle.writeFile(String(process.pid));
      await handle.close();
      return;
    }
    if (await isHeld(file)) {
      break;
    }
    await rm(file, { force: true });
  }
  throw new EngineError('bad-request', 'This model is being installed already.');
}

/** A lock without a number was made this moment by somebody who is about to write it, or left so by a power cut. */
async function isHeld(file: string): Promise<boolean> {
  const holder = Number(await readFile(file, 'utf8').catch(nullWhenMissing));
  if (Number.isInteger(holder) && holder > 0) {
    return isRunning(holder);
  }
  const found = await stat(file).catch(nullWhenMissing);
  return found !== null && Date.now() - found.mtimeMs < 10_000;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
