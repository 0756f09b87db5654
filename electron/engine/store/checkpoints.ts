import { Worker } from 'node:worker_threads';
import type { Disposable, Logger } from '../base/surroundings.ts';
import type { CheckpointWorkerData } from './checkpoint-worker.ts';
import type { WritableDb } from './database.ts';

/** SQLite's own limit, for a library without the worker. */
const ownLimitPages = 1000;
/** With it: only if the worker cannot keep up, the main thread copies the log itself. */
const lastResortPages = 32_000;

export interface CheckpointOptions {
  readonly logger: Logger;
  readonly intervalMs?: number;
  readonly logBytes?: number;
}

/**
 * Lets a worker thread copy the write-ahead log into the library file. On the main thread every thousandth page would
 * wait for the disk, which takes from tens of milliseconds to seconds when the disk is busy. If the worker dies, SQLite does
 * it on the main thread again. To be disposed before the database is closed.
 */
export function startCheckpoints(
  db: WritableDb,
  { logger, intervalMs = 500, logBytes = 4 * 1024 * 1024 }: CheckpointOptions,
): Disposable & { dispose(): Promise<void> } {
  const workerData: CheckpointWorkerData = { databaseFile: db.name, intervalMs, logBytes };
  const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData });
  worker.unref();
  db.pragma(`wal_autocheckpoint = ${String(lastResortPages)}`);
  const fallBack = () => {
    if (db.open) db.pragma(`wal_autocheckpoint = ${String(ownLimitPages)}`);
  };
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      fallBack();
      resolve();
    });
  });
  worker.on('message', (message: { problem: string }) => {
    logger.warn('store.checkpoint-failed', { problem: message.problem });
  });
  worker.on('error', (error) => {
    logger.error('store.checkpoint-worker-died', error);
  });
  return {
    dispose: async () => {
      worker.ref();
      worker.postMessage('stop');
      await ended;
    },
  };
}
