import { fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cardForChannel } from '../../native-models/catalog/catalog.ts';
import { libraryPaths, toolCacheFolder } from '../../electron/cli/places.ts';
import { silentLogger, systemClock } from '../../electron/engine/base/surroundings.ts';
import { ModelStore } from '../../electron/engine/models/model-store.ts';
import type { MediaTools } from '../../electron/engine/media/media-tools.ts';
import { findMediaTools } from '../../electron/engine/media/tools.ts';
import type { IndexOnceRequest, IndexOnceResult } from './index-once.ts';

const indexEntry = fileURLToPath(new URL('./index-once.ts', import.meta.url));
const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** What every measurement of a run shares. */
export interface BenchSurroundings {
  readonly tools: MediaTools;
  /** Removed when the run ends. */
  readonly workFolder: string;
  /** Has the detector in it; null where there is none to be had. */
  readonly modelFolder: string | null;
  readonly isQuick: boolean;
  /** How much footage the measurement of memory goes through. */
  readonly memoryHours: number;
  readonly note: (line: string) => void;
}

/** Prepares a run, and always removes what it wrote. */
export async function withSurroundings<T>(
  options: Pick<BenchSurroundings, 'isQuick' | 'memoryHours' | 'note'>,
  work: (surroundings: BenchSurroundings) => Promise<T>,
): Promise<T> {
  const tools = await findMediaTools({ env: process.env, allowInstall: false, cacheFolder: toolCacheFolder() });
  const workFolder = mkdtempSync(join(tmpdir(), 'timecue-bench-'));
  const clear = (): void => rmSync(workFolder, { recursive: true, force: true, maxRetries: 5 });
  const stop = (): void => {
    clear();
    process.exit(130);
  };
  process.once('SIGINT', stop);
  try {
    const modelFolder = await findDetector(workFolder);
    return await work({ ...options, tools, workFolder, modelFolder });
  } finally {
    process.removeListener('SIGINT', stop);
    clear();
  }
}

/** The detector from the folder of shared models, else the one that is installed here. */
async function findDetector(workFolder: string): Promise<string | null> {
  const card = cardForChannel('objects');
  if (card === null) {
    return null;
  }
  const shared = join(projectFolder, process.env['TIMECUE_SHARED'] ?? '../shared', 'models');
  const deps = { env: process.env, clock: systemClock, logger: silentLogger };
  if (existsSync(join(shared, card.id))) {
    const modelFolder = join(workFolder, 'models');
    const store = new ModelStore({ ...deps, modelFolder });
    await store.install(card.id, { from: shared, signal: new AbortController().signal });
    return modelFolder;
  }
  const { modelFolder } = libraryPaths(undefined);
  const state = await new ModelStore({ ...deps, modelFolder }).state(card);
  return state === 'installed' ? modelFolder : null;
}

export interface IndexRunOptions extends Pick<IndexOnceRequest, 'folder' | 'passes'> {
  readonly withDetector: boolean;
  readonly isWatchingTurns?: boolean;
  readonly onStarted?: (processId: number) => void;
}

/** Indexes a folder into a new library in a process of its own. */
export async function indexInProcess(
  { tools, workFolder, modelFolder }: BenchSurroundings,
  options: IndexRunOptions,
): Promise<IndexOnceResult> {
  const libraryFolder = mkdtempSync(join(workFolder, 'library-'));
  const noModels = join(libraryFolder, 'no-models');
  mkdirSync(noModels);
  const request: IndexOnceRequest = {
    folder: options.folder,
    libraryFolder,
    modelFolder: options.withDetector && modelFolder !== null ? modelFolder : noModels,
    tools,
    passes: options.passes,
    isWatchingTurns: options.isWatchingTurns ?? false,
  };
  const child = fork(indexEntry, [JSON.stringify(request)], { serialization: 'advanced', execArgv: [] });
  let result: IndexOnceResult | null = null;
  child.on('message', (message) => (result = message as unknown as IndexOnceResult));
  options.onStarted?.(child.pid!);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  rmSync(libraryFolder, { recursive: true, force: true, maxRetries: 5 });
  const finished = result as IndexOnceResult | null;
  if (finished === null || finished.failedCount > 0) {
    throw new Error(`Indexing failed (exit code ${String(code)}).`);
  }
  return finished;
}

/** What the numbers were made on; no path and no name of the machine. */
export function describeMachine({ tools }: Pick<BenchSurroundings, 'tools'>): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${(totalmem() / 1024 ** 3).toFixed(0)} GiB`;
  return `${String(availableParallelism())} cores (${model}), ${memory}, ${process.platform} ${process.arch}, Node ${process.versions.node}, ffmpeg ${tools.version}`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
