import Database from 'better-sqlite3';
import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

/** What `startCheckpoints` gives this worker. */
export interface CheckpointWorkerData {
  readonly databaseFile: string;
  readonly intervalMs: number;
  /** Of the write-ahead log: below it, nothing is done. */
  readonly logBytes: number;
}

const { databaseFile, intervalMs, logBytes } = workerData as CheckpointWorkerData;
const db = new Database(databaseFile, { timeout: 0, fileMustExist: true });
db.pragma('synchronous = NORMAL');

function logSizeBytes(): number {
  return statSync(`${databaseFile}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

/** Passive: waits for nobody and nobody waits for it. What readers still need is left for the next time. */
function copyLog(): void {
  try {
    if (logSizeBytes() > logBytes) db.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) });
  }
}

const timer = setInterval(copyLog, intervalMs);
parentPort?.once('message', () => {
  clearInterval(timer);
  db.close();
  parentPort?.close();
});
